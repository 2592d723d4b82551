"""How one logs in: addresses, and the hashes a log-in elsewhere is matched by."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from notifications.models import Preference
from staff.holding import CONSENT, CONTRACT, SECURITY, Column, Held
from staff.models import DataCopy, Identity, User

WITH_THE_ACCOUNT = _("While you are employed")


def log_in_held(user: User) -> list[Held]:
    return [
        _addresses(user),
        _identities(user),
        *_ways_in(user),
        _mail(user),
        _copies(user),
    ]


def _addresses(user: User) -> Held:
    return Held(
        room="staff",
        key="addresses",
        title=_("Addresses you log in with"),
        purpose=_("To let you in, and nobody else"),
        basis=SECURITY,
        kept=WITH_THE_ACCOUNT,
        found=EmailAddress.objects.filter(user=user).order_by("pk"),
        columns=(
            Column("email", _("E-mail"), "email"),
            Column("is_primary", _("In use"), "primary"),
            Column("is_verified", _("Verified"), "verified"),
        ),
    )


def _identities(user: User) -> Held:
    return Held(
        room="staff",
        key="identities",
        title=_("Log-ins elsewhere that are matched to you"),
        purpose=_(
            "To recognise you by a keyed hash. The number or name itself is not stored, and "
            "the hash cannot be turned back into it"
        ),
        basis=SECURITY,
        kept=WITH_THE_ACCOUNT,
        found=Identity.objects.filter(user=user).order_by("pk"),
        columns=(
            Column("kind", _("Kind"), "get_kind_display"),
            Column("is_hashed", _("A keyed hash is stored"), lambda _row: True),
        ),
    )


def _mail(user: User) -> Held:
    return Held(
        room="notifications",
        key="mail_choice",
        title=_("When you want e-mail"),
        purpose=_("To mail you as you have chosen"),
        basis=CONSENT,
        kept=_("As long as the account exists"),
        found=Preference.objects.filter(user=user).order_by("pk"),
        columns=(
            Column("mail", _("Your choice"), "get_mail_display"),
            Column("last_digest_on", _("Last gathered e-mail"), "last_digest_on"),
        ),
    )


def _copies(user: User) -> Held:
    return Held(
        room="staff",
        key="copies",
        title=_("Copies of your data that you have ordered"),
        purpose=_("To make the file and let you download it"),
        basis=CONTRACT,
        kept=_("7 days"),
        found=DataCopy.objects.filter(user=user).order_by("pk"),
        columns=(
            Column("ordered_at", _("Ordered"), "ordered_at"),
            Column("made_at", _("Made"), "made_at"),
        ),
    )


def _ways_in(user: User) -> list[Held]:
    """Second steps, log-ins through others, and where one is logged in. Secrets are not told."""
    return [
        Held(
            room="staff",
            key="second_steps",
            title=_("Passkeys, apps and codes you log in with"),
            purpose=_("To let you in, and nobody else"),
            basis=SECURITY,
            kept=WITH_THE_ACCOUNT,
            found=Authenticator.objects.filter(user=user).order_by("pk"),
            columns=(
                Column("kind", _("Kind"), "get_type_display"),
                Column("made_at", _("Made"), "created_at"),
                Column("last_used_at", _("Last used"), "last_used_at"),
            ),
        ),
        Held(
            room="staff",
            key="log_ins_elsewhere",
            title=_("Log-ins through Feide, ID-porten or Entra"),
            purpose=_("To let you in, and nobody else"),
            basis=SECURITY,
            kept=WITH_THE_ACCOUNT,
            found=SocialAccount.objects.filter(user=user).order_by("pk"),
            columns=(
                Column("through", _("Through"), "provider"),
                Column("first_at", _("First time"), "date_joined"),
                Column("last_at", _("Last time"), "last_login"),
            ),
        ),
        Held(
            room="staff",
            key="sessions",
            title=_("Where you are logged in"),
            purpose=_("So that you can see it, and log out there"),
            basis=SECURITY,
            kept=_("Until you log out, or the session has run out"),
            found=UserSession.objects.filter(user=user).order_by("pk"),
            columns=(
                Column("began_at", _("Logged in"), "created_at"),
                Column("last_seen_at", _("Last seen"), "last_seen_at"),
                Column("ip_address", _("IP address"), "ip"),
                Column("browser", _("Browser"), "user_agent"),
            ),
        ),
    ]
