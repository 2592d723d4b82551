"""Receiving, earmarking, setting aside, committing, paying and releasing money."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record, record_many
from funding import ledger, policy
from funding.models import Account, Commitment, Earmark, Grant, Scheme, Transfer
from funding.states import TRANSITIONS, Action, State
from staff.models import Owner, StaffGroup, User
from staff.money import Ore
from staff.states import after
from staff.verdict import Refusal, require


@transaction.atomic
def receive_grant(
    *,
    owner: Owner,
    giver: Grant.Giver,
    letter: str,
    name: str,
    amount_ore: Ore,
    received_on: datetime.date,
    report_by: datetime.date,
    by: User,
) -> Grant:
    """Register a grant letter and book its amount as received, not yet earmarked."""
    require(policy.may_register_grant(by, owner.pk))
    _is_something(amount_ore)
    grant = Grant(
        owner=owner,
        giver=giver,
        letter=letter,
        name=name,
        received_on=received_on,
        report_by=report_by,
    )
    grant.full_clean()
    grant.save()
    ledger.open_grant(grant)
    source, unallocated = _grant_accounts(grant)
    Transfer.objects.create(
        owner=owner,
        key=f"receive:{grant.pk}",
        kind=Transfer.Kind.RECEIVED,
        debit=source,
        credit=unallocated,
        amount_ore=amount_ore,
        entered_by=by,
    )
    record("grant.received", subject=grant, by=by, amount_ore=amount_ore)
    return grant


@transaction.atomic
def make_earmark(
    *,
    grant: Grant,
    scheme: Scheme,
    name: str,
    year: int,
    amount_ore: Ore,
    staff_groups: Collection[StaffGroup],
    sectors: Sequence[str],
    spend_by: datetime.date,
    by: User,
) -> Earmark:
    """Give money of a grant a purpose. Raises InsufficientFunds above what the grant has left."""
    require(policy.may_make_earmark(by, grant.owner_id))
    _is_something(amount_ore)
    earmark = Earmark(
        owner_id=grant.owner_id,
        grant=grant,
        scheme=scheme,
        name=name,
        year=year,
        sectors=list(sectors),
        spend_by=spend_by,
    )
    earmark.full_clean()
    earmark.save()
    earmark.staff_groups.set(staff_groups)
    ledger.open_earmark(earmark)
    _source, unallocated = _grant_accounts(grant)
    with ledger.booking():
        Transfer.objects.create(
            owner_id=grant.owner_id,
            key=f"earmark:{earmark.pk}",
            kind=Transfer.Kind.EARMARKED,
            debit=unallocated,
            credit_id=ledger.purses_of([earmark])[earmark.pk][Account.Kind.AVAILABLE],
            amount_ore=amount_ore,
            entered_by=by,
        )
    record("earmark.made", subject=earmark, by=by, amount_ore=amount_ore)
    return earmark


@dataclass(frozen=True, slots=True)
class Reservation:
    """Money to set aside: from which earmark, how much, what for."""

    earmark: Earmark
    amount_ore: Ore
    purpose: str


@transaction.atomic
def reserve(*, reservations: Sequence[Reservation], owner: Owner, by: User) -> list[Commitment]:
    """Set money aside for all of them, or raise InsufficientFunds and book nothing.

    The earmarks' own accounts refuse what they do not have, so nothing is read before.
    """
    require(policy.may_reserve(by, owner.pk))
    for wanted in reservations:
        _is_something(wanted.amount_ore)
    purses = ledger.purses_of([wanted.earmark for wanted in reservations])
    commitments = Commitment.objects.bulk_create(
        [
            Commitment(owner=owner, earmark=wanted.earmark, purpose=wanted.purpose[:200])
            for wanted in reservations
        ]
    )
    transfers = [
        Transfer(
            owner=owner,
            key=f"reserve:{held.pk}",
            kind=Transfer.Kind.RESERVED,
            debit_id=purses[held.earmark_id][Account.Kind.AVAILABLE],
            credit_id=purses[held.earmark_id][Account.Kind.RESERVED],
            amount_ore=wanted.amount_ore,
            commitment=held,
            entered_by=by,
        )
        for held, wanted in zip(commitments, reservations, strict=True)
    ]
    transfers.sort(key=lambda transfer: transfer.debit_id)  # batches lock earmarks in one order
    with ledger.booking():
        Transfer.objects.bulk_create(transfers, batch_size=500)
    record_many(
        "money.reserved",
        [(t.commitment, {"amount_ore": t.amount_ore}) for t in transfers if t.commitment],
        by=by,
    )
    return commitments


@transaction.atomic
def commit(*, commitment: Commitment, by: User) -> None:
    """What was reserved is promised: the person has accepted. `by` is the one who accepted."""
    commitment = _lock(commitment)
    commitment.state = after(TRANSITIONS, State(commitment.state), Action.COMMIT)
    ledger.move_within(
        commitment,
        kind=Transfer.Kind.COMMITTED,
        out_of=Account.Kind.RESERVED,
        into=Account.Kind.COMMITTED,
        amount_ore=commitment.reserved_ore,
        key=f"commit:{commitment.pk}",
        by=by,
    )
    commitment.save(update_fields=["state"])
    record("money.committed", subject=commitment, by=by, amount_ore=commitment.reserved_ore)


@transaction.atomic
def pay(
    *,
    commitment: Commitment,
    amount_ore: Ore,
    kind: Transfer.Kind,
    key: str,
    about: str,
    by: User,
) -> Transfer:
    """Pay part of a commitment. The same key again pays nothing twice.

    Raises InsufficientFunds above what is left of the commitment. Whoever calls has asked whether
    `by` may: paying a term and confirming hours of cover are different permissions.
    """
    commitment = _lock(commitment)
    if booked := Transfer.objects.filter(owner_id=commitment.owner_id, key=key).first():
        return booked
    if amount_ore <= 0:
        raise Refusal(_("There is nothing to pay."))
    commitment.state = after(TRANSITIONS, State(commitment.state), Action.PAY)
    transfer = ledger.move_within(
        commitment,
        kind=kind,
        out_of=Account.Kind.COMMITTED,
        into=Account.Kind.PAID,
        amount_ore=amount_ore,
        key=key,
        about=about,
        by=by,
    )
    commitment.save(update_fields=["state"])
    record(f"money.{kind}", subject=commitment, by=by, amount_ore=amount_ore, about=about)
    return transfer


@transaction.atomic
def release(*, commitment: Commitment, by: User) -> None:
    """What was set aside and not used becomes available again at once."""
    commitment = _lock(commitment)
    action = Action.SETTLE if commitment.state == State.PARTLY_PAID else Action.RELEASE
    state = after(TRANSITIONS, State(commitment.state), action)
    for kind, amount_ore in (
        (Account.Kind.RESERVED, commitment.reserved_ore),
        (Account.Kind.COMMITTED, commitment.committed_ore),
    ):
        if amount_ore:
            ledger.move_within(
                commitment,
                kind=Transfer.Kind.RELEASED,
                out_of=kind,
                into=Account.Kind.AVAILABLE,
                amount_ore=amount_ore,
                key=f"release:{kind}:{commitment.pk}",
                by=by,
            )
    commitment.state = state
    commitment.save(update_fields=["state"])
    record("money.released", subject=commitment, by=by)


def _is_something(amount_ore: Ore) -> None:
    if amount_ore <= 0:
        raise Refusal(_("The amount must be above nothing."))


def _lock(commitment: Commitment) -> Commitment:
    return (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("earmark")
        .get(pk=commitment.pk)
    )


def _grant_accounts(grant: Grant) -> tuple[Account, Account]:
    accounts = {account.kind: account for account in grant.accounts.filter(earmark=None)}
    return accounts[Account.Kind.SOURCE], accounts[Account.Kind.UNALLOCATED]
