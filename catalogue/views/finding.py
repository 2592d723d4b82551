"""Finding courses: the list, one course run, up to three side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue import policy
from catalogue.models import CourseRun
from catalogue.queries import finding
from catalogue.queries.fitting import reader_of
from catalogue.views.finding_presenting import compared, form_of, rows_of, run_page, trail
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """What is on offer. A choice that makes no sense is left out, and said beside its field."""
    reader = reader_of(request.user)
    form = form_of(request, reader)
    found = finding.narrowed(
        finding.on_offer(timezone.localdate()),
        form.cleaned_data,
        user=request.user,
        facts=reader.facts,
    )
    shown = finding.with_course(CourseRun.objects.all())
    page = NearestEndPaginator(found, shown).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(reader, page),
        "reader": reader,
        "may_keep_providers": policy.may_keep_providers(request.user),
    }
    return render(request, "catalogue/index.html", context)


@require_safe
def run(request: StaffRequest, pk: int) -> HttpResponse:
    visible = finding.visible_runs(request.user).select_related("course__provider", "course__road")
    found = get_object_or_404(visible.prefetch_related(*finding.ABOUT_A_RUN), pk=pk)
    return render(request, "catalogue/run.html", run_page(request, found))


@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """Three at most; of more, the first three, and it is said."""
    keys = finding.keys_in(request.GET.getlist("run"))
    reader = reader_of(request.user)
    runs = finding.chosen_runs(request.user, keys[: finding.MOST_COMPARED])
    context = {
        "columns": compared(reader, runs),
        "reader": reader,
        "chosen": len(keys),
        "most": finding.MOST_COMPARED,
        "trail": trail(),
    }
    return render(request, "catalogue/compare.html", context)
