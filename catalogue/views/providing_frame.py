"""What a provider's pages have in common: whose they are, what one may reach, a refusal said."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Course, CourseRun, Provider, Seat
from catalogue.queries import providing as queries
from catalogue.queries.providing import Standing
from staff.forms.imports import say_refused
from staff.http import Link, StaffRequest
from staff.verdict import Refusal


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a list, and how it stands."""

    run: CourseRun
    standing: Standing


def chosen(request: StaffRequest) -> tuple[Provider, list[Link]]:
    """The provider whose page it is, and links to those one could choose instead.

    A contact of several chooses by `?provider=`; without it the first by name is meant.
    """
    mine = queries.providers_of(request.user)
    if not mine:
        raise PermissionDenied(_("Only the provider’s own contacts can do this."))
    wanted = request.GET.get("provider")
    provider = next((one for one in mine if wanted in (None, str(one.pk))), None)
    if provider is None:
        raise Http404
    links = [Link(str(one), f"?provider={one.pk}", one == provider) for one in mine]
    return provider, links if len(mine) > 1 else []


def own_provider_or_404(request: StaffRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.run_by(request.user), pk=pk)


def course_or_404(request: StaffRequest, pk: int) -> Course:
    mine = queries.own_courses(request.user).select_related("provider", "road")
    return get_object_or_404(mine, pk=pk)


def run_or_404(request: StaffRequest, pk: int) -> CourseRun:
    return get_object_or_404(queries.own_runs(request.user).for_display(), pk=pk)


def seat_or_404(request: StaffRequest, pk: int) -> Seat:
    mine = queries.own_seats(request.user).select_related(
        "participant", "owner", "run__course__provider"
    )
    return get_object_or_404(mine, pk=pk)


def to_courses(provider: Provider) -> Link:
    """The list of courses, for a trail."""
    return Link(_("Courses"), f"{reverse('providing:courses')}?provider={provider.pk}")


def to_course(course: Course) -> Link:
    return Link(str(course), reverse("providing:course", args=[course.pk]))


def to_run(run: CourseRun) -> Link:
    return Link(run.place, reverse("providing:run", args=[run.pk]))


def to_provider(provider: Provider) -> Link:
    return Link(str(provider), reverse("providing:provider", args=[provider.pk]))


def trail_to(run: CourseRun) -> list[Link]:
    """The pages above those about a run."""
    return [to_courses(run.course.provider), to_course(run.course), to_run(run)]


def tried(form: Form, act: Callable[[], object]) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        act()
    except ValidationError as error:
        say_refused(form, error, otherwise="")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False
