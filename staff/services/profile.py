"""What people decide about themselves."""

from django.db import transaction

from audit.services import record
from staff.models import User


@transaction.atomic
def choose_language(*, language: str, by: User) -> None:
    """The written language of one's pages and letters, nb or nn."""
    by.written_language = language
    User._meta.get_field("written_language").clean(language, by)
    by.save(update_fields=["written_language"])
    record("user.language_chosen", subject=by, by=by, language=language)
