"""The agreement about a placement as PDF: made once, when all three have signed, and kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from audit.models import Event
from catalogue import agreements
from catalogue.models import Placement, Signature
from catalogue.states import PlacementState


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of what is agreed, with its heading."""

    title: str
    text: str


def write_agreement(*, event_id: int) -> None:
    """Make the PDF of the agreement the event tells about; asked again, do nothing."""
    event = Event.objects.get(pk=event_id)
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .for_display()
        .get(pk=event.subject.rsplit(":", 1)[-1])
    )
    if placement.agreement or placement.state in (PlacementState.WISHED, PlacementState.AGREED):
        return
    content = _pdf(placement)
    placement.agreement_sha256 = hashlib.sha256(content).hexdigest()
    name = f"{placement.agreement_sha256[:32]}.pdf"
    placement.agreement.save(name, ContentFile(content), save=False)
    placement.save(update_fields=["agreement", "agreement_sha256"])


def _pdf(placement: Placement) -> bytes:
    from staff.pdf import to_pdf  # WeasyPrint's libraries are only needed where it is used

    language = placement.owner.written_language
    signed = placement.signatures.filter(version=placement.version).select_related("signed_by")
    with translation.override(language):
        html = render_to_string(
            "placements/agreement_letter.html",
            {
                "placement": placement,
                "chapters": [
                    Chapter(str(title), getattr(placement, field))
                    for field, title in agreements.CHAPTERS.items()
                ],
                "signatures": _in_order(signed),
                "digest": agreements.digest(placement),
            },
        )
    return to_pdf(html, language=language)


def _in_order(signatures: Iterable[Signature]) -> list[Signature]:
    """The participant, the employer, the business."""
    place = {str(party): number for number, party in enumerate(Signature.Party)}
    return sorted(signatures, key=lambda each: place[each.party])
