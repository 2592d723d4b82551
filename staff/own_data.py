"""All that is held about a person as files: JSON at once, a PDF that a worker makes."""

import json
import secrets
from typing import IO, Any, Final

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.services import Telling, tell
from staff.holding import Held, counts, gather
from staff.models import DataCopy, User
from tenancy.acting import acting_for

# A page nobody reads to the end helps nobody; the JSON file always has every row.
ROWS_ON_PAPER: Final = 200


def write_json(user: User, file: IO[str]) -> None:
    """Everything, row by row, so that a long history needs no memory. Keys are in English."""
    with acting_for(user_id=user.pk, across=True):
        file.write(f'{{"made_at": {_json(timezone.now())},\n"held": [')
        for number, held in enumerate(gather(user)):
            file.write(",\n" if number else "\n")
            _write_held(held, file)
        file.write("\n]}\n")


def make_pdf(*, copy_id: int) -> None:
    """Make the ordered PDF and say that it is ready; asked again, do nothing."""
    from staff.pdf import to_pdf  # WeasyPrint's libraries are only needed where it is used

    copy = DataCopy.objects.select_for_update(of=("self",)).select_related("user")
    ordered = copy.filter(pk=copy_id, made_at=None).first()
    if ordered is None:
        return
    with translation.override(ordered.language):
        content = to_pdf(page(ordered.user), language=ordered.language)
        ordered.made_at = timezone.now()
        ordered.file.save(f"{secrets.token_hex(16)}.pdf", ContentFile(content), save=False)
        ordered.save(update_fields=["file", "made_at"])
        ready = Telling(
            recipient_id=ordered.user_id,
            key=f"data-copy:{ordered.pk}",
            subject=_("The copy of your data is ready"),
            body=_("You can download it for 7 days. After that it is deleted."),
            url=reverse("me:data"),
            about_recipient=True,
        )
        tell([ready], owner_id=None)


def page(user: User) -> str:
    """The PDF's page, in the language that is active."""
    helds = gather(user)
    found = counts(helds)
    parts = [
        {
            "held": held,
            "rows": [held.cells(row) for row in reversed(held.found.reverse()[:ROWS_ON_PAPER])],
            "more": max(0, found[held.key] - ROWS_ON_PAPER),
        }
        for held in helds
        if found[held.key]
    ]
    nothing = [held for held in helds if not found[held.key]]
    context = {"person": user, "parts": parts, "nothing": nothing, "now": timezone.now()}
    return render_to_string("me/data_pdf.html", context)


def _write_held(held: Held, file: IO[str]) -> None:
    about = {
        "room": held.room,
        "key": held.key,
        "title": str(held.title),
        "purpose": str(held.purpose),
        "legal_basis": str(held.basis),
        "kept": str(held.kept),
    }
    file.write(_json(about)[:-1] + ', "rows": [')
    for number, row in enumerate(held.rows()):
        file.write((",\n  " if number else "\n  ") + _json(row))
    file.write("]}")


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
