"""The ledger: accounts, transfers between them, and the commitments transfers belong to.

The balances are kept by a trigger on the insert of a transfer; see migration 0002. Python never
writes them.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funding.models.purpose import Earmark, Grant
from funding.states import INITIAL, TRANSITIONS, State
from staff.models import Owner
from staff.states import arrows


class Account(models.Model):
    """One purse. `balance_ore` = credits − debits; most may not go below nothing."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("From the giver")
        UNALLOCATED = "unallocated", _("Received, not yet earmarked")
        AVAILABLE = "available", _("Available")
        RESERVED = "reserved", _("Reserved")
        COMMITTED = "committed", _("Committed")
        PAID = "paid", _("Paid")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="accounts")
    earmark = models.ForeignKey(
        Earmark, on_delete=models.PROTECT, null=True, related_name="accounts"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    no_overdraft = models.BooleanField(default=True)
    debits_ore = models.BigIntegerField(default=0)
    credits_ore = models.BigIntegerField(default=0)
    balance_ore = models.GeneratedField(
        expression=F("credits_ore") - F("debits_ore"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "grant", "earmark", "kind"],
                name="account_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="account_is_not_overdrawn",
                condition=Q(no_overdraft=False) | Q(credits_ore__gte=F("debits_ore")),
                violation_error_message=_("There is not enough money left for this."),
            ),
            models.CheckConstraint(
                name="account_only_the_source_may_be_overdrawn",
                condition=Q(no_overdraft=True) | Q(kind="source"),
            ),
            models.CheckConstraint(
                name="account_earmark_follows_kind",
                condition=Q(kind__in=["source", "unallocated"], earmark=None)
                | (~Q(kind__in=["source", "unallocated"]) & Q(earmark__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.earmark or self.grant}"


class Commitment(models.Model):
    """Money set aside for something that was promised. Whoever promised it points here.

    The three sums are kept by the ledger's trigger and never fall below nothing, so no more can
    be paid or released than was reserved.
    """

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, related_name="commitments")
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State, default=INITIAL)
    reserved_ore = models.BigIntegerField(default=0)
    committed_ore = models.BigIntegerField(default=0)
    paid_ore = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("commitment")
        constraints = [
            models.CheckConstraint(
                name="commitment_covers_what_is_taken_from_it",
                condition=Q(reserved_ore__gte=0, committed_ore__gte=0, paid_ore__gte=0),
                violation_error_message=_("More than what was set aside cannot be used."),
            ),
            models.CheckConstraint(
                name="commitment_closed_holds_nothing",
                condition=~Q(state__in=[State.SETTLED, State.RELEASED])
                | Q(reserved_ore=0, committed_ore=0),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="commitment_follows_its_arrows",
                field="state",
                transitions=arrows(TRANSITIONS),
            )
        ]

    PERSONAL = {"purpose": "10 years"}

    def __str__(self) -> str:
        return self.purpose


class Transfer(models.Model):
    """One movement: both legs in one row, so the ledger balances by construction.

    `key` is the idempotency key: sending the same again books nothing twice. `about` names what
    it paid for (app.model:pk), so that a krone can be followed.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        EARMARKED = "earmarked", _("Earmarked")
        RESERVED = "reserved", _("Reserved")
        COMMITTED = "committed", _("Committed")
        PAID_FEES = "paid_fees", _("Fees paid")
        PAID_COVER = "paid_cover", _("Cover paid")
        PAID_STIPEND = "paid_stipend", _("Stipend paid")
        RELEASED = "released", _("Released")

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    # No foreign keys to the hot accounts: the trigger counts its two rows instead (29 % dearer).
    debit = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="transfers_out"
    )
    credit = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="transfers_in"
    )
    amount_ore = models.BigIntegerField()
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, related_name="transfers"
    )
    about = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("transfer")
        indexes = [models.Index(fields=["owner", "-id"], name="transfer_of_owner")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="transfer_booked_once"),
            models.CheckConstraint(
                name="transfer_moves_something",
                condition=Q(amount_ore__gt=0) & ~Q(debit=F("credit")),
                violation_error_message=_("A transfer moves an amount between two accounts."),
            ),
        ]

    PERSONAL = {"entered_by": "10 years"}

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_ore}"
