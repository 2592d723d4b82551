from typing import Any

from django.core.management.base import BaseCommand

from notifications import outbox


class Command(BaseCommand):
    help = "Makes the tasks that were set aside due again, once their cause is mended."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{outbox.put_back()} tasks are due again")
