"""`manage.py rotate_signing_key`: proofs of completion are signed with a new key from now on."""

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.services import rotate_signing_key


class Command(BaseCommand):
    help = (
        "Makes a new key for signing proofs of completion. What the old key signed keeps holding: "
        "its public half stays published, its private half is deleted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        key = rotate_signing_key(by=None)
        self.stdout.write(f"proofs are now signed with {key.kid}")
