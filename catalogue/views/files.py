"""Files of courses: sent in, looked through, and what was wrong in them."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from catalogue import services
from catalogue.forms.files import CourseFileForm
from catalogue.importing.json_files import MOST_BYTES
from catalogue.models import CatalogueFile
from catalogue.queries import files as queries
from catalogue.views import files_facts, files_meanings, files_presenting
from catalogue.views.files_frame import file_or_404, to_files
from catalogue.views.providing_frame import chosen, own_provider_or_404
from staff.forms.imports import say_refused
from staff.http import StaffRequest
from staff.paging import NearestEndPaginator
from staff.spreadsheets import csv_lines
from staff.views.frame import form_page, posted


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    provider, switch = chosen(request)
    files = CatalogueFile.objects.filter(provider=provider).without_content().order_by("-pk")
    rows = files.select_related("uploaded_by", "feed")
    page = NearestEndPaginator(files, rows).get_page(request.GET.get("page"))
    context = {
        "provider": provider,
        "switch": switch,
        "page": page,
        "rows": files_presenting.file_rows(page),
        "feed": queries.feed_of(provider),
    }
    return render(request, "feeds/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, pk: int) -> HttpResponse:
    provider = own_provider_or_404(request, pk)
    form = CourseFileForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            file = services.send_in_courses(provider=provider, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say_refused(form, error, otherwise="file")
        else:
            return redirect("feeds:detail", file.pk)
    limit = f"{MOST_BYTES // 1_000_000} MB"
    context = {"provider": provider, "form": form, "limit": limit, "trail": [to_files(provider)]}
    return form_page(request, "feeds/new.html", context)


@require_safe
def meanings(request: StaffRequest) -> HttpResponse:
    provider, _switch = chosen(request)
    context = {
        "provider": provider,
        "columns": files_meanings.columns(),
        "as_json": files_meanings.as_json(),
        "trail": [to_files(provider)],
    }
    return render(request, "feeds/meanings.html", context)


@require_safe
def template(request: StaffRequest) -> HttpResponse:
    """A file with the headings we know and two invented course runs, to start from."""
    chosen(request)
    return _csv(files_meanings.template_rows(), name="evu-courses-template")


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_or_404(request, pk)
    if request.htmx and not request.htmx.history_restore_request:
        return _progress(request, file)
    context = files_presenting.page_of(request, file) | {"trail": [to_files(file.provider)]}
    return render(request, "feeds/detail.html", context)


@require_safe
def problems(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_or_404(request, pk)
    found = file.problems.order_by("row", "pk").iterator(2000)
    return _csv(files_facts.problem_lines(found), name=f"evu-courses-problems-{file.pk}")


def _progress(request: StaffRequest, file: CatalogueFile) -> HttpResponse:
    """What htmx asks for while a worker is at it; once it is done, the page shows itself anew."""
    if file.state not in queries.AT_WORK:
        return HttpResponseClientRefresh()
    context = {"batch": file, "progress": queries.progress(file)}
    return render(request, "imports/_progress.html", context)


def _csv(rows: Iterator[list[str]], *, name: str) -> HttpResponse:
    response = HttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
