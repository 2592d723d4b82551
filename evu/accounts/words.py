"""What allauth says, in our words: it knows no nynorsk, and we say what to do."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERRORS: Final[dict[str, Promise]] = {
    "account_inactive": _("Your access has ended. Ask your employer if you think this is wrong."),
    "email_password_mismatch": _("The email address and the password do not belong together."),
    "enter_current_password": _("This is not the password you have now."),
    "incorrect_password": _("This is not your password."),
    "incorrect_code": _("The code is not right. Check it, or use a newer one."),
    "incorrect_passkey": _("The passkey could not be used. Try again, or take another way."),
    "invalid_or_expired_key": _("The link does not work any more. Ask for a new one."),
    "invalid_password_reset": _("The link does not work any more. Ask for a new one."),
    "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    "cannot_delete_authenticator": _("This cannot be removed now."),
    "cannot_generate_recovery_codes": _(
        "Recovery codes belong to an authenticator app or a passkey: add one of those first."
    ),
}

# What a mail tells the person about, by allauth's name for it.
CHANGES: Final[dict[str, Promise]] = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("You were given a password."),
    "account/email/password_reset": _("Your password was changed through a link in an email."),
    "mfa/email/totp_activated": _("An authenticator app was added to your log-in."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your log-in."),
    "mfa/email/webauthn_added": _("A passkey was added to your log-in."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your log-in."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones are void."),
}

# Why nobody was logged in, by the first word of what the log says.
REFUSALS: Final[dict[str, Promise]] = {
    "cancelled": _("You broke off before you had logged in. Nothing has happened."),
    "acr": _(
        "You logged in in a way that is not safe enough for this site. Try again, and choose one "
        "that asks for more, for example BankID or MinID."
    ),
    "auth_time": _(
        "You were not asked to log in once more, and that is needed here. Try again, or confirm in "
        "another way."
    ),
    "state": _("It took too long, or the page was opened twice. Start again from the log-in page."),
    "token": _(
        "The answer we got could not be trusted, so you were not logged in. Try again. If it "
        "happens once more, tell those who run this site."
    ),
    "unreachable": _("It does not answer just now. Wait a little, or log in in another way."),
    "other": _("You logged in there as somebody else than here. Confirm as yourself."),
}
