"""Who works where, and one person as the owner and the leader see them."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from staff.forms.people import PeopleFilter
from staff.http import Link, StaffRequest, render_page
from staff.models import Employee
from staff.paging import NearestEndPaginator
from staff.policy import organisation as policy
from staff.policy.profile import may_list_corrections
from staff.queries import people as queries
from staff.queries.profile import qualifications_of
from staff.verdict import require
from staff.views.roads import to_confirm


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    require(policy.may_read_staff(request.user))
    reach = queries.people_of(request.user)
    form = PeopleFilter(request.GET, workplaces=queries.workplaces_of(request.user))
    form.is_valid()
    people = queries.in_order(queries.narrowed(reach, form.cleaned_data))
    page = NearestEndPaginator(people, queries.for_rows(reach)).get_page(request.GET.get("page"))
    acting = request.acting
    context = {
        "filter": form,
        "page": page,
        "rows": queries.person_rows(page),
        "may_employ": policy.may_employ(request.user, acting.owner_id or 0 if acting else 0),
        "may_answer_corrections": may_list_corrections(request.user),
    }
    return render_page(request, "staff/index.html", context, part="staff/_people.html")


@require_safe
def person(request: StaffRequest, pk: int) -> HttpResponse:
    require(policy.may_read_staff(request.user))
    employee = employee_or_404(request, pk)
    context = {
        "employee": employee,
        "positions": queries.positions_of(employee),
        "teachings": employee.teachings.select_related("subject"),
        "qualifications": qualifications_of(Q(employee=employee)),
        "roads": to_confirm(request.user, employee),
        "roles": queries.roles_of(employee),
        "may_see_pay": policy.may_see_pay(request.user, employee),
        "may_employ": policy.may_employ(request.user, employee.owner_id),
        "trail": trail(),
    }
    return render(request, "staff/person.html", context)


def employee_or_404(request: StaffRequest, pk: int) -> Employee:
    reach = queries.people_of(request.user).select_related("user", "owner")
    return get_object_or_404(reach, pk=pk)


def trail(employee: Employee | None = None) -> list[Link]:
    links = [Link(_("Staff"), reverse("staff:index"))]
    if employee is not None:
        links.append(Link(str(employee), reverse("staff:person", args=[employee.pk])))
    return links
