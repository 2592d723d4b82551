"""What people are told about their proofs of completion."""

from django.utils.translation import gettext as _

from catalogue.models import Proof
from notifications.services import tell_each


def proof_issued(proof: Proof) -> None:
    """The holder hears that there is something to show others."""
    tell_each(
        [proof.holder],
        f"proof:{proof.pk}:issued",
        lambda: (
            _("Your proof of completion is ready: %(name)s") % {"name": proof.credential["name"]},
            _("You can show it to others, and they can see that it is genuine."),
        ),
        proof.get_absolute_url(),
        owner_id=proof.owner_id,
    )


def proof_revoked(proof: Proof) -> None:
    """The holder hears that it does not hold any more, and why."""
    tell_each(
        [proof.holder],
        f"proof:{proof.pk}:revoked",
        lambda: (
            _("Your proof of completion does not hold any more: %(name)s")
            % {"name": proof.credential["name"]},
            proof.reason,
        ),
        proof.get_absolute_url(),
        owner_id=proof.owner_id,
    )
