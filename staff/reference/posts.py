"""Staff groups, the position codes that lead to them, unions, and what people teach."""

import datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from staff.models import PositionCode, StaffGroup, Subject, Union
from staff.reference.files import Loaded, bring_up_to_date, differs, rows


def load() -> Loaded:
    groups = bring_up_to_date(
        StaffGroup,
        "code",
        [{**row, "place": int(row["place"])} for row in rows("staff_groups.csv")],
    )
    unions = bring_up_to_date(Union, "code", [dict(row) for row in rows("unions.csv")])
    subjects = bring_up_to_date(Subject, "code", [dict(row) for row in rows("subjects.csv")])
    return groups + unions + subjects + position_codes()


def position_codes() -> Loaded:
    """Everybody's codes. One that is there keeps its group and its days; names are updated."""
    groups = {group.code: group for group in StaffGroup.objects.all()}
    existing: dict[str, list[PositionCode]] = {}
    for code in PositionCode.objects.filter(owner=None):
        existing.setdefault(code.code, []).append(code)
    new, renamed = [], []
    for row in rows("position_codes.csv"):
        names = {"name_nb": row["name_nb"], "name_nn": row["name_nn"]}
        if row["code"] in existing:
            renamed += [code for code in existing[row["code"]] if differs(code, names)]
            continue
        valid = DateRange(datetime.date.fromisoformat(row["valid_from"]), None)
        group = groups[row["staff_group"]]
        new.append(PositionCode(code=row["code"], staff_group=group, valid=valid, **names))
    PositionCode.objects.bulk_create(new)
    if renamed:
        PositionCode.objects.bulk_update(renamed, ["name_nb", "name_nn"])
    return Loaded(len(new), len(renamed))
