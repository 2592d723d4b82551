"""What one may do in the catalogue, and the reason when one may not."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    CatalogueFile,
    CourseRun,
    OutsideStudy,
    Provider,
    Seat,
)
from catalogue.queries.counties import county_of
from catalogue.states import (
    SEAT_TRANSITIONS,
    SeatAction,
    SeatState,
)
from staff.access import has_permission, holding
from staff.impartiality import is_impartial
from staff.importing.states import IMPORT_TRANSITIONS, ImportAction, ImportState
from staff.models import (
    County,
    Employee,
    Membership,
    User,
)
from staff.roles import Permission
from staff.verdict import ALLOWED, Verdict, refused


def may_deliver(user: User, provider_id: int) -> Verdict:
    """Whether the person is a contact of the provider today."""
    held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
    if not Provider.objects.filter(pk=provider_id, contacts__membership__in=held).exists():
        return refused(_("Only the provider’s own contacts can do this."))
    return ALLOWED


def may_step(user: User, file: CatalogueFile, action: ImportAction) -> Verdict:
    """Whether the step can be taken with this file of courses now, by this person."""
    return may_deliver(user, file.provider_id) and has_step(file, action)


def has_step(file: CatalogueFile, action: ImportAction) -> Verdict:
    """Whether the step can be taken now, by whoever is a contact of the provider."""
    if action not in IMPORT_TRANSITIONS[ImportState(file.state)]:
        return refused(_("The file is not at that step."))
    if action == ImportAction.UNDO and file.undoes_id is not None:
        return refused(
            _("This was itself an undoing. To bring the changes back, upload the file again.")
        )
    return ALLOWED


def may_answer_seat(user: User, seat: Seat, action: SeatAction) -> Verdict:
    if action not in SEAT_TRANSITIONS[SeatState(seat.state)]:
        return refused(_("This seat has already been answered."))
    return may_change_run(user, seat.run)


def may_report(user: User, seat: Seat) -> Verdict:
    if seat.state != SeatState.CONFIRMED:
        return refused(_("Only somebody with a confirmed seat has a result."))
    return may_change_run(user, seat.run)


def may_change_run(user: User, run: CourseRun) -> Verdict:
    if run.cancelled_on:
        return refused(_("The course run is cancelled."))
    return may_deliver(user, run.course.provider_id)


def may_release(user: User, seat: Seat) -> Verdict:
    """The participant gives up their own; the provider takes back what it has confirmed."""
    if SeatAction.RELEASE not in SEAT_TRANSITIONS[SeatState(seat.state)]:
        return refused(_("There is no seat to give up any more."))
    if seat.participant_id == user.pk:
        return ALLOWED
    return may_deliver(user, seat.run.course.provider_id)


def may_keep_providers(user: User) -> Verdict:
    """An owner's officer or the central grant-giver registers who offers courses."""
    if not holding(user, Permission.PROVIDER_KEEP):
        return refused(_("Only owners’ case officers and the grant-giver register providers."))
    return ALLOWED


def may_keep_contacts(user: User, provider: Provider) -> Verdict:
    """The provider's own contacts. Where it has none, whoever registers providers; and always the
    grant-giver, and the officers of the owner that gives the courses itself.
    """
    if may_deliver(user, provider.pk):
        return ALLOWED
    keepers = {held.owner_id for held in holding(user, Permission.PROVIDER_KEEP)}
    if not keepers:
        return refused(_("Only the provider’s own contacts can do this."))
    contacts = Membership.objects.on(timezone.localdate()).filter(
        provider_contact__provider=provider
    )
    if keepers & {None, provider.itself_id or 0} or not contacts.exists():
        return ALLOWED
    return refused(_("The provider has contacts of its own. They keep this in order."))


def may_set_return_rate(user: User, county: County | None) -> Verdict:
    """The grant-giver sets everybody's, a county authority its own."""
    for held in holding(user, Permission.RETURN_SET):
        if held.owner is None and county is None:
            return ALLOWED
        if county is not None and held.owner is not None and county_of(held.owner) == county:
            return ALLOWED
    return refused(_("Only the grant-giver, and a county for itself, set rates of return."))


def may_describe_studies(user: User) -> Verdict:
    if not Employee.objects.filter(user=user, left_on=None).exists():
        return refused(_("Only employees describe studies: their employer looks at them."))
    return ALLOWED


def may_propose_study(user: User, employee: Employee) -> Verdict:
    if employee.user_id != user.pk or employee.left_on:
        return refused(_("One proposes a study for oneself, as an employee."))
    return ALLOWED


def may_check_study(user: User, study: OutsideStudy) -> Verdict:
    """The owner's officer; nobody their own or a relative's."""
    if not has_permission(user, Permission.STUDY_CHECK, owner_id=study.owner_id):
        return refused(_("Only the owner’s case officer checks a study outside the catalogue."))
    return is_impartial(user, study.written_by_id, study.owner_id)


def may_see_whom_courses_shut_out(user: User) -> Verdict:
    """Whoever reads an owner's reports, or the country's: it is about courses, not about people."""
    if holding(user, Permission.REPORT_READ) or holding(user, Permission.COUNTRY_READ):
        return ALLOWED
    return refused(_("This is for those who read reports: at an owner, or for the country."))
