from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from notifications import relay


class Command(BaseCommand):
    help = "Hands what is owed in the outbox to Celery, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pause", type=float, default=0.3, help="seconds between looks")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            relay.run(options["pause"])
        except KeyboardInterrupt:
            return
