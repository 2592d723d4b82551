"""`manage.py load_demo`: the invented owners, people and cases. A second time does nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evu import environment
from evu.demo import logins
from evu.demo.load import is_loaded, load


class Command(BaseCommand):
    help = "Loads the demo data, unless it is there already. Refuses on a real database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not environment.is_demo_database(settings.DATABASES["default"]):
            raise CommandError(
                "Demo data is refused here: its people log in without a password, so it belongs "
                "on the embedded database or on one whose name ends in _demo."
            )
        if people := environment.text("MOCK_IDP_PEOPLE", ""):
            logins.write_people(Path(people))
        if is_loaded():
            self.stdout.write("demo data is there already")
            return
        self.stdout.write(f"demo data loaded: {load(timezone.localdate())}")
