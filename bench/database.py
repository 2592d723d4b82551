"""The database a figure measures in: migrated, ours alone, reachable without Django as well."""

import sys
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.say import progress
from staff.models import Owner

# Every owner a figure makes is called this, so that a database of somebody else is recognised.
PREFIX = "Bench "


def prepare() -> None:
    """Migrates. Exits where there is data that no figure made: figures leave thousands of rows."""
    progress("the database is being prepared")
    call_command("migrate", verbosity=0, interactive=False)
    if Owner.objects.exclude(name__startswith=PREFIX).exists():
        sys.exit("bench: the database in DATABASE_URL holds other data: name an empty one")


def arguments() -> dict[str, Any]:
    """For psycopg.connect, without Django in between."""
    wanted = ("host", "port", "dbname", "user", "password")
    found = connection.get_connection_params()
    return {key: value for key, value in found.items() if key in wanted and value}


def tidy(*tables: str) -> None:
    """What autovacuum would have done by the time such an amount of rows had grown by itself."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'VACUUM ANALYZE "{table}"')
