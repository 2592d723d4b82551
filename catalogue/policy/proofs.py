"""Who may say that a proof of completion does not hold any more."""

from typing import cast

from catalogue import policy
from catalogue.models import Placement, Proof
from staff.models import User
from staff.verdict import Verdict


def may_revoke_proof(user: User, proof: Proof) -> Verdict:
    """Whoever may say that it was completed: the provider's contacts, or the business's."""
    if proof.seat is not None:
        return policy.may_deliver(user, proof.seat.run.course.provider_id)
    return policy.may_deliver(user, cast(Placement, proof.placement).business_id)
