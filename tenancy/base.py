"""Django's PostgreSQL backend; each outermost transaction begins by saying who acts."""

from django.db.backends.postgresql import base

from tenancy import acting

# The stamp ties the settings to this very transaction: behind a pooler a leftover is worth nothing.
TELL = """
SELECT set_config('evu.owners', %s, true), set_config('evu.user', %s, true),
       set_config('evu.across', %s, true), set_config('evu.stamp', now()::text, true)
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets `evu.owners`, `evu.user`, `evu.across` and `evu.stamp` until the transaction ends."""

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit and acting.current() != acting.NOBODY:
            self.tell_who_acts()

    def tell_who_acts(self) -> None:
        """For a transaction that is open already. One that failed cannot be told any more."""
        if self.needs_rollback or self.connection is None:
            return
        with self.wrap_database_errors:
            self.connection.execute(TELL, acting.current().settings())
