"""Proofs of completion: Open Badges 3.0 credentials, and the keys they are signed with."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models.placements import Placement
from catalogue.models.seats import Seat
from staff.models import Owner, User


class SigningKey(models.Model):
    """What proofs are signed with. The public half is published for as long as a proof may be
    shown; the private half is encrypted, and is emptied when the key is retired."""

    kid = models.CharField(max_length=64, unique=True)
    public_jwk: "models.JSONField[Any, Any]" = models.JSONField()
    private_pem = models.TextField(blank=True, help_text="Encrypted with a key of the settings.")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        constraints = [
            models.UniqueConstraint(
                fields=["retired_at"],
                nulls_distinct=False,
                condition=Q(retired_at=None),
                name="signingkey_one_in_use",
            ),
            models.CheckConstraint(
                name="signingkey_retired_signs_no_more",
                condition=(Q(retired_at=None) & ~Q(private_pem=""))
                | Q(retired_at__isnull=False, private_pem=""),
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class ProofQuerySet(models.QuerySet["Proof"]):
    def visible_to(self, user: User) -> Self:
        """One's own. Whoever is shown one checks it by its address and its signature."""
        return self.filter(holder=user)


class Proof(models.Model):
    """That somebody completed a course, or a placement, as it was when it was issued.

    `credential` is the Open Badges 3.0 document and `signed` the same as a compact JWS.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proofs"
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    signed_with = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    credential: "models.JSONField[Any, Any]" = models.JSONField()
    signed = models.TextField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it does not hold any more.")

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of completion")
        indexes = [models.Index(fields=["holder", "-id"], name="proof_of_holder")]
        constraints = [
            models.CheckConstraint(
                name="proof_is_of_one_thing",
                condition=Q(seat=None, placement__isnull=False)
                | Q(seat__isnull=False, placement=None),
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(revoked_at=None), name="proof_one_that_holds_per_seat"
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(revoked_at=None),
                name="proof_one_that_holds_per_placement",
            ),
            models.CheckConstraint(
                name="proof_revoked_says_why", condition=Q(revoked_at=None) | ~Q(reason="")
            ),
        ]

    PERSONAL = {"holder": "10 years", "credential": "10 years", "signed": "10 years"}

    def __str__(self) -> str:
        return str(self.seat or self.placement)

    def get_absolute_url(self) -> str:
        return reverse("proofs:detail", args=[self.key])
