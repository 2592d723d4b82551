"""A worker that does one thing owed, in a process of its own, so that it can be killed."""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evu.settings")
    django.setup()
    from notifications import outbox

    sys.stdout.write("begins\n")
    sys.stdout.flush()
    outbox.perform(int(sys.argv[1]))


if __name__ == "__main__":
    main()
