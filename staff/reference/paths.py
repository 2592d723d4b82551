"""The roads to a qualification, as the project ships them."""

import datetime
import json
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from staff.models import Path
from staff.reference.files import FOLDER, Loaded
from staff.requirements import BadTree, Purpose, parse


def load() -> Loaded:
    """A road (by code and first day) that is not there is made. One that is there is never touched,
    so that what somebody has edited or closed stays as it is. Raises BadTree.
    """
    there = {(path.code, path.valid.lower) for path in Path.objects.only("code", "valid")}
    new = [path for path in map(_path, shipped()) if (path.code, path.valid.lower) not in there]
    return Loaded(made=len(Path.objects.bulk_create(new)))


def shipped() -> list[dict[str, Any]]:
    """The rows of paths.json; their trees have been checked. Raises BadTree."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / "paths.json").read_text(encoding="utf-8"))
    for row in rows:
        for purpose in Purpose:
            try:
                parse(row[purpose], purpose)
            except BadTree as error:
                error.add_note(f"In the road “{row['code']}” of paths.json.")
                raise
    return rows


def _path(row: dict[str, Any]) -> Path:
    fields = {name: value for name, value in row.items() if name != "valid_from"}
    first_day = datetime.date.fromisoformat(row["valid_from"])
    return Path(**fields, valid=DateRange(first_day, None))
