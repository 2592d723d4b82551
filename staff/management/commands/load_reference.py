"""`manage.py load_reference`: counties, municipalities, staff groups, codes, numbers, roads, and
what the rooms above add."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from staff.questions import ask
from staff.reference import everything
from staff.reference.files import Loaded


class Command(BaseCommand):
    help = "Loads the reference data that ships with the project. May be run again at any time."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        loaded = everything.load()
        for room in ask("load_reference"):
            loaded |= room
        for room, count in loaded.items():
            self.stdout.write(f"{room}: {count.made} made, {count.changed} changed")
        total = sum(loaded.values(), Loaded())
        self.stdout.write(f"in all: {total.made} made, {total.changed} changed")
