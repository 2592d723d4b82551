"""`manage.py translations --update` after changing a text, `--check` before sending it in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evu import translations


class Command(BaseCommand):
    help = "Finds our texts and keeps locale/ with their bokmål and nynorsk; --check proves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--update", action="store_true", help="write .po and .mo anew")
        choice.add_argument("--check", action="store_true", help="exit 1 if a text is missing")

    def handle(self, *args: Any, update: bool, **options: Any) -> None:
        if update:
            translations.update()
        problems = translations.problems()
        for problem in problems:
            self.stdout.write(problem)
        if problems and not update:
            raise CommandError(f"{len(problems)} texts need a translator")
