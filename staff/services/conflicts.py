"""Saying that one cannot handle a person's cases. Why is never asked."""

from django.db import transaction
from django.utils import timezone

from audit.services import record
from staff.messages import appointments as messages
from staff.models import ConflictOfInterest, Owner, User
from staff.policy import roles as policy
from staff.services.appointments import guard_person
from staff.verdict import require


@transaction.atomic
def declare_conflict(*, owner: Owner, about: User, by: User) -> ConflictOfInterest:
    """From now on neither handles the other's cases at the owner.

    Raises ValidationError about oneself or a second time, Refusal about a stranger.
    """
    require(policy.may_declare(by, owner.pk))
    guard_person(about, owner)
    conflict = ConflictOfInterest(
        owner=owner, user=by, about=about, declared_on=timezone.localdate()
    )
    conflict.full_clean()
    conflict.save()
    record("conflict.declared", subject=conflict, by=by, about=about.pk)
    messages.conflict_declared(conflict)
    return conflict


@transaction.atomic
def withdraw_conflict(*, conflict: ConflictOfInterest, by: User) -> ConflictOfInterest:
    """What was declared no longer holds. The other one's own declaration stays."""
    conflict = (
        ConflictOfInterest.objects.select_for_update(of=("self",))
        .select_related("about", "user", "owner")
        .get(pk=conflict.pk)
    )
    require(policy.may_withdraw(by, conflict))
    conflict.withdrawn_on = timezone.localdate()
    conflict.save(update_fields=["withdrawn_on"])
    record("conflict.withdrawn", subject=conflict, by=by, about=conflict.about_id)
    messages.conflict_withdrawn(conflict)
    return conflict
