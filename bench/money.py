"""Earmarks and the money in them, made in bulk and booked as the ledger wants it."""

from django.db import transaction

from bench.people import Place, groups, tag, today
from funding import ledger
from funding.models import Account, Earmark, Grant, Scheme, Transfer
from staff.models import User


def make_scheme(kind: Scheme.Kind) -> Scheme:
    name = f"Bench {kind.label}"
    scheme = Scheme.objects.create(
        code=f"bench-{kind}-{tag()}", kind=kind, name_nb=name, name_nn=name
    )
    scheme.staff_groups.set(groups())
    return scheme


@transaction.atomic
def make_earmarks(
    place: Place, scheme: Scheme, by: User, *, number: int, each_ore: int
) -> list[Earmark]:
    """So many of so much each, out of one grant that is used up by them."""
    grant = _make_grant(place)
    made = Earmark.objects.bulk_create(
        [
            Earmark(
                owner=place.owner,
                grant=grant,
                scheme=scheme,
                name=f"Earmark {grant.letter}-{at}",
                year=today().year,
                spend_by=today(),
            )
            for at in range(number)
        ]
    )
    for earmark in made:
        ledger.open_earmark(earmark)
    kinds = Account.Kind
    purses = dict(grant.accounts.filter(earmark=None).values_list("kind", "pk"))
    into = [found[kinds.AVAILABLE] for found in ledger.purses_of(made).values()]
    unallocated = purses[kinds.UNALLOCATED]
    _move(by, grant, Transfer.Kind.RECEIVED, purses[kinds.SOURCE], {unallocated: number * each_ore})
    _move(by, grant, Transfer.Kind.EARMARKED, unallocated, dict.fromkeys(into, each_ore))
    return made


def _make_grant(place: Place) -> Grant:
    letter = tag()
    grant = Grant.objects.create(
        owner=place.owner,
        giver=Grant.Giver.STATE,
        letter=letter,
        name=f"Grant {letter}",
        received_on=today(),
        report_by=today(),
    )
    ledger.open_grant(grant)
    return grant


def _move(by: User, grant: Grant, kind: Transfer.Kind, out_of: int, into: dict[int, int]) -> None:
    Transfer.objects.bulk_create(
        [
            Transfer(
                owner_id=grant.owner_id,
                key=f"bench:{grant.pk}:{account}",
                kind=kind,
                debit_id=out_of,
                credit_id=account,
                amount_ore=amount_ore,
                entered_by=by,
            )
            for account, amount_ore in into.items()
        ]
    )
