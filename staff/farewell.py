"""The address one no longer uses hears that it was changed: it may not have been its owner."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _


@transaction.atomic
def tell_former_address(*, address_id: int) -> None:
    """Mail it once and forget it; taken into use again meanwhile, it is left alone."""
    address = (
        EmailAddress.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=address_id, primary=False)
        .first()
    )
    if address is None:
        return
    to = address.email
    with translation.override(address.user.written_language):
        subject = _("Your e-mail address in EVU has been changed")
        body = _(
            "From now on you log in with another address, and messages go there. "
            "If it was not you who changed it, contact your employer at once."
        )
    address.delete()
    EmailMessage(subject, f"{body}\n\n{settings.PUBLIC_URL}\n", to=[to]).send()
