"""The roads the project ships, and loading them again."""

import datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from staff.models import Path
from staff.queries.roads import paths_on
from staff.reference import paths
from staff.reference.files import rows
from staff.requirements import BadTree
from tests.factories import PathFactory

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime.date(2020, 1, 1)
PLANNED = (
    "ablu abf tib ppu ppu-y yfl praksiskandidat fagbrev-pa-jobb y-veien fagskole "
    "grunnskolelaerer lektor"
).split()


def test_every_planned_road_is_there_and_whole(shipped):
    assert shipped.keys() == set(PLANNED)
    for path in shipped.values():
        path.full_clean()
        assert path.name_nn
        assert path.about_nb != path.about_nn


def test_trees_speak_of_staff_groups_that_exist(shipped):
    groups = {row["code"] for row in rows("staff_groups.csv")}
    assert {code for path in shipped.values() for code in groups_in(path.fits)} <= groups
    assert {code for path in shipped.values() for code in groups_in(path.entry)} <= groups


def groups_in(tree):
    if isinstance(tree, dict):
        yield from tree.get("staff_group", {}).get("codes", [])
        for alike in tree.get("practice_months_at_least", {}).get("alike", []):
            yield from alike
        for part in (*tree.get("all", []), *tree.get("any", [])):
            yield from groups_in(part)


def test_the_25_percent_rule_is_data(shipped):
    [asked] = shipped["praksiskandidat"].entry["all"]
    four_years = 48
    assert asked["practice_months_at_least"]["n"] * 100 == four_years * 125


def test_loading_again_changes_nothing_and_keeps_what_was_edited():
    assert paths.load().made == len(PLANNED)
    Path.objects.filter(code="ppu").update(name_nb="PPU hos oss", months=36)
    Path.objects.filter(code="tib").update(valid=DateRange(FIRST_DAY, datetime.date(2025, 8, 1)))

    assert paths.load().made == 0

    assert Path.objects.get(code="ppu").name_nb == "PPU hos oss"
    assert Path.objects.get(code="tib").valid.upper == datetime.date(2025, 8, 1)


def test_the_row_that_began_last_counts():
    old = PathFactory(code="ppu", place=2)
    other = PathFactory(code="abf", place=1)
    new = PathFactory(code="ppu", place=3, valid=DateRange(datetime.date(2026, 8, 1), None))
    assert paths_on(datetime.date(2026, 7, 31)) == [other, old]
    assert paths_on(datetime.date(2026, 8, 1)) == [other, new]
    assert paths_on(datetime.date(2019, 12, 31)) == []


def test_a_wrong_file_says_which_road(monkeypatch, tmp_path):
    (tmp_path / "paths.json").write_text('[{"code": "ppu", "fits": {}, "entry": {"all": 1}}]')
    monkeypatch.setattr(paths, "FOLDER", tmp_path)
    with pytest.raises(BadTree) as caught:
        paths.load()
    assert caught.value.__notes__ == ["In the road “ppu” of paths.json."]
    assert str(caught.value).startswith("entry › all: ")
