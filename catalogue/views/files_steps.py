"""The steps with a file of courses: checked once more, applied, undone, discarded."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import policy, services
from catalogue.models import CatalogueFile
from catalogue.queries.file_undoing import in_the_way, to_put_back
from catalogue.views import files_presenting, files_words
from catalogue.views.files_frame import file_or_404, to_file, to_files
from staff.http import StaffRequest
from staff.importing.states import ImportAction
from staff.states import IllegalTransition
from staff.verdict import Refusal, require

NAMED_AT_MOST = 50


@require_POST
def check(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, services.check_courses, said=_("The file is being checked once more."))


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        said = _("The changes are being made. This page says when it is done.")
        return _do(request, pk, services.apply_courses, said=said)
    file = file_or_404(request, pk)
    require(policy.may_step(request.user, file, ImportAction.APPLY))
    context = {"consequences": files_words.what_it_means(file)}
    return render(request, "feeds/apply.html", context | _frame(file))


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What is put back, or what stands in its way, is said before anything is."""
    if request.method == "POST":
        said = _("The changes are being undone. This page says when it is done.")
        return _do(request, pk, services.undo_courses, said=said)
    file = file_or_404(request, pk)
    require(policy.may_step(request.user, file, ImportAction.UNDO))
    names = in_the_way(to_put_back(file))
    context = {
        "consequences": files_words.what_is_put_back(file),
        "in_the_way": names[:NAMED_AT_MOST],
        "more": max(0, len(names) - NAMED_AT_MOST),
    }
    return render(request, "feeds/undo.html", context | _frame(file))


@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    said = _("The file is discarded. Nothing was changed.")
    return _do(request, pk, services.discard_courses, said=said)


def _frame(file: CatalogueFile) -> dict[str, object]:
    return {"file": file, "trail": [to_files(file.provider), to_file(file)]}


def _do(
    request: StaffRequest, pk: int, service: Callable[..., CatalogueFile], *, said: str
) -> HttpResponse:
    """Take one step with the file; what a rule refuses is said on the file's own page."""
    file = file_or_404(request, pk)
    try:
        service(file=file, by=request.user)
    except (Refusal, IllegalTransition) as refusal:
        messages.error(request, str(refusal))
        context = files_presenting.page_of(request, file_or_404(request, pk))
        context["trail"] = [to_files(file.provider)]
        return render(request, "feeds/detail.html", context, status=409)
    messages.success(request, said)
    return redirect("feeds:detail", pk)
