"""The files of reference data beside this module, and how their rows get into a table."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from django.db import models

FOLDER: Final = Path(__file__).parent
Row_t = TypeVar("Row_t", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a loading made, and how many it changed."""

    made: int = 0
    changed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.made + other.made, self.changed + other.changed)


def rows(name: str) -> list[dict[str, str]]:
    """A file's rows, by the headings of its first line."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bring_up_to_date(model: type[Row_t], key: str, wanted: list[Mapping[str, Any]]) -> Loaded:
    """Make what is missing and change what differs, known by the field `key`. Deletes nothing."""
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    new = [model(**fields) for fields in wanted if fields[key] not in existing]
    changed = []
    for fields in wanted:
        row = existing.get(fields[key])
        if row is not None and differs(row, fields):
            changed.append(row)
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, [name for name in wanted[0] if name != key])
    return Loaded(len(new), len(changed))


def differs(row: models.Model, fields: Mapping[str, Any]) -> bool:
    """Whether a field has another value; sets it."""
    other = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in other.items():
        setattr(row, name, value)
    return bool(other)
