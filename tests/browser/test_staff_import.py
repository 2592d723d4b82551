"""A staff file in a real browser, with a real worker: sent in with two bad rows, its columns named,
looked through, applied, and undone."""

import datetime
import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from staff.importing.states import ImportState
from staff.models import Employee, ImportBatch, Owner, Position, StaffGroup, User
from staff.roles import Role
from tests.browser.people import PATIENCE, Person, Visit, shots
from tests.browser.world import PASSWORD
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    StaffGroupFactory,
    ThresholdFactory,
    WorkplaceFactory,
)
from tests.factories.staff import PositionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADINGS = "Ansattnr;Fornavn;Etternavn;E-post;Arbeidsplass;Kode;Stillingsprosent;Årslønn;Fra dato"
ROWS = (
    "1001;Amina;Yusuf-Lundestad;amina@example.org;Fjordgata skole;6572;100;420 000;01.08.2020",
    "1002;Kåre;Sæther;kare@example.org;Fjordgata skole;6572;62,5;410 000;{today}",
    "1003;Ingá;Utsi;inga@example.org;Fjordgata skole;6572;mye;410 000;{today}",
    "1004;Per;Bø;per@example.org;Ukjent skole;6572;80;410 000;{today}",
)


@pytest.mark.parametrize(
    ("width", "scripts", "language"),
    [
        pytest.param("desktop", True, "nb", id="desktop"),
        pytest.param("phone", True, "nn", id="phone-nynorsk"),
        pytest.param("desktop", False, "nb", id="without-scripts"),
    ],
)
def test_from_file_to_staff_and_back(chromium, server, tmp_path, width, scripts, language):
    owner = _small_owner(language)
    name = f"import-{width}-{language}{'' if scripts else '-without-scripts'}"
    visit = Visit(chromium, server, width, scripts, shots(name))

    with visit.as_person("administrator") as administrator:
        _send_in(administrator, _file(tmp_path))
        _name_the_columns(administrator)
        _look_through(administrator)
        _apply(administrator, owner)
        _undo(administrator, owner)

    assert visit.found == []


def _small_owner(language: str) -> Owner:
    """One school, one assistant in 75 percent, and whoever keeps the staff in order."""
    owner = OwnerFactory(name="Nordvik kommune", written_language=language)
    school = WorkplaceFactory(owner=owner, name="Fjordgata skole")
    group = StaffGroupFactory(name_nb="Assistenter", name_nn="Assistentar")
    StaffGroupFactory(code=StaffGroup.UNMAPPED, name_nb="Skal plasseres", name_nn="Skal plasserast")
    code = PositionCodeFactory(code="6572", name_nb="Assistent", staff_group=group)
    ThresholdFactory(code="many_leavers_percent", value=10)
    PositionFactory(
        owner=owner,
        workplace=school,
        employee__owner=owner,
        employee__number="1001",
        employee__user__first_name="Amina",
        employee__user__last_name="Yusuf-Lundestad",
        employee__user__email="amina@example.org",
        code=code,
        percent=7_500,
        annual_pay_ore=42_000_000,
        starts_on=datetime.date(2020, 8, 1),
    )
    user = User.objects.create(
        username="administrator",
        first_name="Jon",
        last_name="Ødegård",
        email="administrator@example.org",
        password=make_password(PASSWORD),
        written_language=language,
    )
    MembershipFactory(user=user, role=Role.ADMINISTRATOR, owner=owner)
    return owner


def _file(folder: Path) -> Path:
    today = f"{timezone.localdate():%d.%m.%Y}"
    path = folder / "ansatte.csv"
    lines = [HEADINGS, *(row.format(today=today) for row in ROWS)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def _send_in(administrator: Person, file: Path) -> None:
    administrator.open_menu("/imports/", "imports-empty")
    administrator.follow("/imports/new/", "new-file")
    administrator.page.locator("main form[enctype] button").click()
    administrator.look("new-file-errors")
    assert administrator.page.locator("[aria-invalid=true]").count() > 0
    administrator.page.set_input_files("input[name=file]", str(file))
    administrator.choose("lists_everybody", "no")
    administrator.page.locator("main form[enctype] button").click()
    administrator.look("columns")


def _name_the_columns(administrator: Person) -> None:
    """All are recognised but the code, whose heading says too little."""
    page = administrator.page
    assert page.locator("select[name=number]").input_value() == "Ansattnr"
    page.select_option("select[name=code]", "")
    page.locator("main form button").first.click()
    administrator.look("columns-errors")
    assert page.locator("select[name=code][aria-invalid=true]").count() == 1
    page.select_option("select[name=code]", "Kode")
    page.locator("main form button").first.click()


def _look_through(administrator: Person) -> None:
    _wait_for(administrator, ImportState.CHECKED)
    administrator.look("report")
    text = administrator.text().replace("\xa0", " ")
    assert "Kåre Sæther" in text
    assert Employee.objects.count() == 1
    administrator.follow("show=changes", "report-changes")
    assert "100 %" in administrator.text().replace("\xa0", " ")
    administrator.follow("show=problems", "report-problems")
    assert "Ukjent skole" in administrator.text()
    assert administrator.page.locator("main tbody tr").count() == 2


def _apply(administrator: Person, owner: Owner) -> None:
    administrator.follow("/apply/", "apply")
    administrator.page.locator("main form button").first.click()
    _wait_for(administrator, ImportState.APPLIED)
    administrator.look("applied")
    assert set(Employee.objects.filter(owner=owner).values_list("number", flat=True)) == {
        "1001",
        "1002",
    }
    assert Position.objects.get(employee__number="1001").percent == 10_000


def _undo(administrator: Person, owner: Owner) -> None:
    administrator.follow("/undo/", "undo")
    administrator.page.locator("main form button").first.click()
    _wait_for(administrator, ImportState.UNDONE)
    administrator.look("undone")
    assert Position.objects.get(employee__number="1001").percent == 7_500
    administrator.open_menu("/imports/", "imports")


def _wait_for(administrator: Person, state: ImportState) -> None:
    """The page says by itself when it is done; without scripts one presses its link."""
    page = administrator.page
    page.wait_for_url(re.compile(r"/imports/[0-9]+/$"), timeout=PATIENCE)
    at_work = page.locator("main [hx-get^='/imports/']")
    if administrator.visit.scripts:
        expect(at_work).to_have_count(0, timeout=PATIENCE)
    waited = 0
    while at_work.count():
        assert waited < PATIENCE, "the worker did not do it in time"
        page.wait_for_timeout(200)
        page.locator("main section:has([hx-get]) > p a").click()
        waited += 200
    page.wait_for_load_state()
    assert ImportBatch.objects.get(undoes=None).state == state
