"""The decision letter: rendered once, kept, never made again."""

import hashlib

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from applications.models import Application, CostLine, Decision
from audit.models import Event


def write_letter(*, event_id: int) -> None:
    """Make the letter of the decision the event tells about; asked again, do nothing."""
    event = Event.objects.get(pk=event_id)
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related(
            "owner",
            "decided_by",
            "application__applicant",
            "application__workplace",
            "application__course_run__course__provider",
            "application__scheme",
            "application__round",
        )
        .get(pk=event.details["decision"])
    )
    if decision.letter:
        return
    content = _pdf(decision)
    decision.letter_sha256 = hashlib.sha256(content).hexdigest()
    decision.letter.save(f"{decision.letter_sha256[:32]}.pdf", ContentFile(content), save=False)
    decision.save(update_fields=["letter", "letter_sha256"])


def _pdf(decision: Decision) -> bytes:
    from staff.pdf import to_pdf  # WeasyPrint's libraries are only needed where it is used

    application: Application = decision.application
    with translation.override(decision.language):
        html = render_to_string(
            "applications/letter.html",
            {
                "decision": decision,
                "application": application,
                "cost_lines": CostLine.objects.filter(application=application),
            },
        )
    return to_pdf(html, language=decision.language)
