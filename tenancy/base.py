"""Django's PostgreSQL backend; each outermost transaction begins by saying who acts."""

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from tenancy import acting

# The stamp ties the settings to this very transaction: behind a pooler a leftover is worth nothing.
TELL = """
SELECT set_config('evu.owners', %s, true), set_config('evu.user', %s, true),
       set_config('evu.across', %s, true), set_config('evu.stamp', now()::text, true)
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets `evu.owners`, `evu.user`, `evu.across` and `evu.stamp` until the transaction ends."""

    def set_autocommit(self, autocommit: bool, *args: bool, **kwargs: bool) -> None:  # noqa: FBT001
        """As Django's; a transaction that has just begun is told who acts."""
        super().set_autocommit(autocommit, *args, **kwargs)
        if not autocommit and acting.current() != acting.NOBODY:
            self.tell_who_acts()

    def tell_who_acts(self) -> None:
        """For a transaction that is open already. One that failed cannot be told any more."""
        has_failed = self.connection.info.transaction_status == TransactionStatus.INERROR
        if has_failed or self.needs_rollback:
            return
        with self.wrap_database_errors:
            self.connection.execute(TELL, acting.current().settings())
