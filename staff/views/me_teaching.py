"""Which subjects one teaches, or which trade one works in."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staff import services
from staff.forms.profile import SubjectSearchForm
from staff.http import StaffRequest
from staff.models import Employee, Subject, Teaching
from staff.paging import NearestEndPaginator
from staff.queries.profile import employments_of


@require_safe
def subjects(request: StaffRequest) -> HttpResponse:
    """What one has, and a search among all there are."""
    employments = list(employments_of(request.user))
    if not employments:
        return render(request, "me/not_employed.html", status=404)
    employee = _chosen(employments, request.GET.get("employer", ""))
    form = SubjectSearchForm(request.GET)
    mine = list(Teaching.objects.filter(employee=employee).select_related("subject"))
    found = _search(form).exclude(pk__in=[teaching.subject_id for teaching in mine])
    context = {
        "employments": employments,
        "employee": employee,
        "form": form,
        "mine": mine,
        "page": NearestEndPaginator(found, found).get_page(request.GET.get("page")),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "me/subjects.html", context, status=status)


@require_POST
def teach(request: StaffRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Subject, pk=pk)
    chosen = request.POST.get("employer", "")
    employee = get_object_or_404(
        employments_of(request.user), pk=int(chosen) if chosen.isdecimal() else 0
    )
    services.teach(employee=employee, subject=subject, by=request.user)
    messages.success(request, _("“%(subject)s” is added.") % {"subject": subject})
    return redirect(_back(request, employee))


@require_POST
def stop_teaching(request: StaffRequest, pk: int) -> HttpResponse:
    mine = Teaching.objects.filter(employee__in=employments_of(request.user))
    teaching = get_object_or_404(mine.select_related("subject", "employee"), pk=pk)
    services.stop_teaching(teaching=teaching, by=request.user)
    messages.success(request, _("“%(subject)s” is removed.") % {"subject": teaching.subject})
    return redirect(_back(request, teaching.employee))


def _chosen(employments: list[Employee], key: str) -> Employee:
    return next((e for e in employments if str(e.pk) == key), employments[0])


def _search(form: SubjectSearchForm) -> QuerySet[Subject]:
    found = Subject.objects.order_by("name_nb", "pk")
    if not form.is_valid():
        return found.none()
    if words := form.cleaned_data["q"].strip():
        found = found.filter(
            Q(name_nb__icontains=words) | Q(name_nn__icontains=words) | Q(code__istartswith=words)
        )
    kind = form.cleaned_data["kind"]
    return found.filter(kind=kind) if kind else found


def _back(request: StaffRequest, employee: Employee) -> str:
    """To the same search, so that several can be added one after the other."""
    kept = {name: request.POST.get(name, "") for name in ("q", "kind")}
    return f"{reverse('me:subjects')}?{urlencode({'employer': str(employee.pk), **kept})}"
