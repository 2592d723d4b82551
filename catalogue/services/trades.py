"""What a county's vocational training board says about trades: needs, and advice on offers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue.models import Provider, TradeNote
from catalogue.policy import placements as policy
from staff.models import Owner, Subject, User
from staff.verdict import Refusal, require


@transaction.atomic
def post_note(
    *,
    county: Owner,
    kind: TradeNote.Kind,
    trade: Subject,
    provider: Provider | None,
    text: str,
    by: User,
) -> TradeNote:
    """A need in a trade, or advice on what a provider offers in it. Raises ValidationError."""
    require(policy.may_advise_on_trades(by, county.pk))
    if county.county_id is None:
        raise Refusal(_("Only a county authority has a vocational training board."))
    note = TradeNote(
        owner=county,
        county_id=county.county_id,
        kind=kind,
        trade=trade,
        provider=provider,
        text=text.strip(),
        written_by=by,
        written_at=timezone.now(),
    )
    note.full_clean()
    note.save()
    record("trade_note.posted", subject=note, by=by, note=kind)
    return note


@transaction.atomic
def withdraw_note(*, note: TradeNote, by: User) -> TradeNote:
    """It is not shown any more; it stays in the history."""
    note = TradeNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    require(policy.may_advise_on_trades(by, note.owner_id))
    if note.withdrawn_at:
        raise Refusal(_("It is withdrawn already."))
    note.withdrawn_at = timezone.now()
    note.save(update_fields=["withdrawn_at"])
    record("trade_note.withdrawn", subject=note, by=by)
    return note
