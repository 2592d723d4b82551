"""Who may give roles, end them and name a stand-in; and the reason when one may not."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.access import has_permission
from staff.impartiality import is_impartial
from staff.models import ConflictOfInterest, Membership, User
from staff.queries.roles import known_to
from staff.roles import APPOINTED, FOLLOWS_A_POST, Permission
from staff.verdict import ALLOWED, Verdict, refused

ONLY_ADMINISTRATORS = _("Only the owner’s administrator gives, changes and ends roles.")
FOLLOWS = _("This role follows the post or the pool: it begins and ends with it.")


def may_read(user: User, owner_id: int | None) -> Verdict:
    if not has_permission(user, Permission.ROLE_READ, owner_id=owner_id):
        return refused(_("Only the owner’s administrators, officers and auditors read all roles."))
    return ALLOWED


def may_appoint(user: User, owner_id: int | None, *, whom: User | None = None) -> Verdict:
    """Whether the person gives roles at the owner, and to that one."""
    if not has_permission(user, Permission.ROLE_APPOINT, owner_id=owner_id):
        return refused(ONLY_ADMINISTRATORS)
    if whom is None:
        return ALLOWED
    if whom.pk == user.pk:
        return refused(_("Nobody gives themselves a role: ask another administrator."))
    if not is_impartial(user, whom.pk, owner_id):
        return refused(
            _(
                "A conflict of interest is declared between you and %(name)s: another "
                "administrator must do this."
            )
            % {"name": whom}
        )
    return ALLOWED


def may_end(user: User, role: Membership) -> Verdict:
    """The administrator ends any role that was appointed to, their own too: not to extend it."""
    if not has_permission(user, Permission.ROLE_APPOINT, owner_id=role.owner_id):
        return refused(ONLY_ADMINISTRATORS)
    if role.role not in APPOINTED:
        return refused(FOLLOWS)
    if role.stand_in_for_id is not None:
        return refused(_("This is a stand-in: end it as such."))
    return _not_over(role)


def may_keep(user: User, role: Membership) -> Verdict:
    """Whether the person says that a role nobody uses is needed all the same."""
    verdict = may_appoint(user, role.owner_id)
    if not verdict:
        return verdict
    if role.user_id == user.pk:
        return refused(_("Nobody keeps their own role in force: ask another administrator."))
    return _not_over(role)


def may_name_stand_in(user: User, role: Membership) -> Verdict:
    """For one's own role where it grants that; the owner's administrator for anybody's."""
    if role.stand_in_for_id is not None:
        return refused(_("Nobody stands in for a stand-in."))
    if role.owner_id is None or role.role in FOLLOWS_A_POST:
        return refused(_("There is no stand-in for this role."))
    is_own = role.user_id == user.pk and role.grants(Permission.STAND_IN_NAME)
    if not is_own and not may_appoint(user, role.owner_id):
        return refused(_("Only the holder of the role and the administrator name a stand-in."))
    return _not_over(role)


def may_end_stand_in(user: User, stand_in: Membership) -> Verdict:
    """The holder of the role, or the owner's administrator."""
    held = stand_in.stand_in_for
    if held is None:
        return refused(_("This is no stand-in."))
    if held.user_id != user.pk and not may_appoint(user, stand_in.owner_id):
        return refused(_("Only the holder of the role and the administrator end a stand-in."))
    return _not_over(stand_in)


def may_declare(user: User, owner_id: int) -> Verdict:
    if not known_to(owner_id, timezone.localdate()).filter(pk=user.pk).exists():
        return refused(_("Only those who work for the owner declare a conflict of interest there."))
    return ALLOWED


def may_withdraw(user: User, conflict: ConflictOfInterest) -> Verdict:
    if conflict.user_id != user.pk:
        return refused(_("Only whoever declared it can withdraw it."))
    if conflict.withdrawn_on is not None:
        return refused(_("It is withdrawn already."))
    return ALLOWED


def _not_over(role: Membership) -> Verdict:
    if role.ends_on is not None and role.ends_on < timezone.localdate():
        return refused(_("The role has ended."))
    return ALLOWED
