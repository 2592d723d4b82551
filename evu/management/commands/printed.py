"""`manage.py printed` writes docs/ anew from the tables; `--check` says which pages are stale."""

from argparse import ArgumentParser
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evu.printed import documents, stale


class Command(BaseCommand):
    help = "Prints states, permissions, wiring, personal data and environment to docs/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="exit 1 if a page is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        paths = {name: folder / name for name in documents()}
        existing = {name: path.read_text() for name, path in paths.items() if path.exists()}
        changed = stale(existing)
        for name, text in changed.items():
            if check:
                before, after = existing.get(name, "").splitlines(), text.splitlines()
                self.stdout.writelines(
                    f"{line}\n" for line in unified_diff(before, after, f"docs/{name}", n=0)
                )
            else:
                paths[name].write_text(text)
                self.stdout.write(f"docs/{name} written")
        if check and changed:
            raise CommandError("these pages are stale: run manage.py printed")
