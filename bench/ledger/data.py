"""Earmarks with money for only some of those who will ask."""

from django.db import transaction

from bench.ledger.attempts import Purse
from bench.people import Place, tag, today
from funding import ledger
from funding.models import Account, Earmark, Grant, Scheme, Transfer
from staff.models import User


@transaction.atomic
def earmarks(place: Place, by: User, *, number: int, each_ore: int) -> list[Earmark]:
    """So many earmarks of so much each, out of one grant that is used up by them."""
    run = tag()
    scheme = Scheme.objects.create(
        code=f"bench-{run}", name_nb="Stipend", name_nn="Stipend", kind=Scheme.Kind.STIPEND
    )
    grant = Grant.objects.create(
        owner=place.owner,
        giver=Grant.Giver.STATE,
        letter=run,
        name=f"Grant {run}",
        received_on=today(),
        report_by=today(),
    )
    ledger.open_grant(grant)
    purses = dict(grant.accounts.values_list("kind", "pk"))
    made = Earmark.objects.bulk_create(
        [
            Earmark(
                owner=place.owner,
                grant=grant,
                scheme=scheme,
                name=f"Earmark {run}-{at}",
                year=today().year,
                spend_by=today(),
            )
            for at in range(number)
        ]
    )
    for earmark in made:
        ledger.open_earmark(earmark)
    into = {found.earmark: found.available for found in purses_of(made)}
    _move(by, grant, "received", {purses["unallocated"]: number * each_ore}, purses["source"])
    _move(by, grant, "earmarked", dict.fromkeys(into.values(), each_ore), purses["unallocated"])
    return made


def _move(by: User, grant: Grant, kind: str, into: dict[int, int], out_of: int) -> None:
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


def purses_of(made: list[Earmark]) -> list[Purse]:
    kinds = Account.Kind
    return [
        Purse(found.earmark.pk, found[kinds.AVAILABLE], found[kinds.RESERVED])
        for found in ledger.purses_of(made).values()
    ]
