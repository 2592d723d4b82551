"""The applicant's own pages: courses, the application in steps, the case, the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import policy, services
from applications.forms.applicant import StepForm, WhyForm
from applications.forms.courses import StartForm
from applications.models import Application, Attachment, Round
from applications.timeline import next_step, until
from applications.views.case import render_case, visible_or_404
from applications.views.courses import render_course, render_courses
from applications.views.steps import (
    FORMS,
    SLUGS,
    draft_key,
    estimate_of,
    following,
    form_for,
    render_step,
    step_url,
)
from staff import money
from staff.http import StaffRequest
from staff.verdict import Refusal, require

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def courses(request: StaffRequest) -> HttpResponse:
    return render_courses(request)


@require_safe
def course(request: StaffRequest, pk: int) -> HttpResponse:
    return render_course(request, pk)


@require_POST
def start(request: StaffRequest, round_pk: int) -> HttpResponse:
    """Begin, or go on where one was; with the course one pressed “apply” at."""
    round = get_object_or_404(Round.objects.visible_to(request.user), pk=round_pk)
    form = StartForm(round, request.user, request.POST)
    if not form.is_valid():
        reason = " ".join(form.errors["course_run"].as_data()[0].messages)
        return render_courses(request, refusal=reason, status=422)
    try:
        application = services.start(round=round, by=request.user)
    except Refusal as refusal:
        return render_courses(request, refusal=str(refusal), status=409)
    if not application.is_draft:
        messages.info(request, _("You have already applied in this round. This is your case."))
        return redirect(application)
    if run := form.cleaned_data["course_run"]:
        services.save_draft(application=application, changes={"course_run": run}, by=request.user)
    return redirect(step_url(application, "about"))


@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return render_case(request, visible_or_404(request, pk))


@page_or_post
def step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """One step. “Next” asks for all of it; “save and continue later” takes it as it is."""
    application = _in_steps_or_404(request, pk, step)
    if request.method != "POST":
        return _show_step(request, application, step)
    if step not in FORMS:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    require(policy.may_edit(request.user, application))
    later = "later" in request.POST
    form = form_for(application, step, request.POST, request.FILES, in_part=later)
    if not _save(request, application, form):
        return render_step(request, application, step, form, status=422)
    if not (verdict := policy.is_open(application.round)):
        reason = {"reason": verdict.reason}
        messages.warning(request, _("Saved as a draft, not sent: %(reason)s") % reason)
    onward = application.get_absolute_url() if later else step_url(application, following(step))
    return redirect(f"{onward}?saved={step}")


@require_POST
def autosave(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Keep what is being typed, as far as it is valid; say when, and that it is not sent."""
    application = _in_steps_or_404(request, pk, step)
    if step not in FORMS:
        raise Http404
    require(policy.may_edit(request.user, application))
    form = form_for(application, step, request.POST, in_part=True)
    saved = _save(request, application, form)
    if saved is None:
        return render(request, "applications/not_saved.html", {"form": form}, status=422)
    context = {
        "application": saved,
        "saved_key": draft_key(saved, step),
        "is_open": policy.is_open(saved.round),
        "estimate": estimate_of(saved) if step == "scheme" else None,
    }
    return render(request, "applications/autosaved.html", context)


@require_POST
def attach(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a file, and keep the text beside it."""
    application = _in_steps_or_404(request, pk, "why")
    require(policy.may_edit(request.user, application))
    form = WhyForm(application, request.POST, request.FILES, in_part=True)
    if form.is_valid() and not form.cleaned_data["file"]:
        form.add_error("file", _("Choose a file first."))
    if not _save(request, application, form):
        return render_step(request, application, "why", form, status=422)
    messages.success(request, _("The file has been added."))
    return redirect(f"{step_url(application, 'why')}?saved=why")


@require_POST
def detach(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a file back, and keep the text beside it."""
    mine = Attachment.objects.filter(application__applicant=request.user)
    found = get_object_or_404(mine.select_related("application"), pk=pk)
    application = _in_steps_or_404(request, found.application_id, "why")
    form = WhyForm(application, request.POST, in_part=True)
    if not _save(request, application, form):
        return render_step(request, application, "why", form, status=422)
    services.detach(attachment=found, by=request.user)
    messages.success(request, _("The file has been removed."))
    return redirect(f"{step_url(application, 'why')}?saved=why")


@require_POST
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """Send. Pressed twice, the second leads to the same receipt."""
    application = _in_steps_or_404(request, pk, "check")
    try:
        services.submit(application=application, by=request.user)
    except Refusal as refusal:
        return render_step(request, application, "check", refusal=str(refusal), status=409)
    except PermissionDenied:
        application.refresh_from_db(fields=["submitted_at"])
        if application.applicant_id != request.user.pk or application.submitted_at is None:
            raise
    return redirect("applications:receipt", application.pk)


@require_safe
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Number, time and what happens next: for the applicant, once it is sent."""
    application = visible_or_404(request, pk)
    if application.applicant_id != request.user.pk or application.submitted_at is None:
        return redirect(application)
    context = {
        "application": application,
        "next_step": next_step(application, reader=request.user),
    }
    return render(request, "applications/receipt.html", context)


@page_or_post
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    application = visible_or_404(request, pk)
    require(policy.may_withdraw(request.user, application))
    if request.method != "POST":
        context = {"application": application, "consequences": _of_withdrawing(application)}
        return render(request, "applications/withdraw.html", context)
    services.withdraw(application=application, by=request.user)
    if application.is_draft:
        messages.success(request, _("The draft has been thrown away."))
        return redirect("home")
    messages.success(request, _("The application has been withdrawn."))
    return redirect(application)


@require_POST
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    application = visible_or_404(request, pk)
    try:
        services.accept(application=application, by=request.user)
    except Refusal as refusal:
        return render_case(request, application, refusal=str(refusal), status=409)
    messages.success(request, _("You have accepted the place. Your employer has been told."))
    return redirect(application)


@page_or_post
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    application = visible_or_404(request, pk)
    require(policy.may_answer(request.user, application))
    if request.method != "POST":
        context = {"application": application, "consequences": _of_declining(application)}
        return render(request, "applications/decline.html", context)
    services.decline(application=application, by=request.user)
    messages.success(request, _("You have declined the place. Your employer has been told."))
    return redirect(application)


@require_safe
def letter(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The decision letter, as it was sent."""
    visible = Application.objects.visible_to(request.user)
    application = get_object_or_404(visible, pk=pk)
    decision = application.decisions.exclude(letter="").order_by("-pk").first()
    if decision is None:
        raise Http404
    response = FileResponse(
        decision.letter.open("rb"),
        filename=f"{application.number}.pdf",
        content_type="application/pdf",
    )
    return _private(response, "default-src 'none'; object-src 'self'; frame-ancestors 'none'")


@require_safe
def attachment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Always downloaded, never opened in our own site: what is in it was made by others."""
    visible = Application.objects.visible_to(request.user)
    found = get_object_or_404(Attachment, pk=pk, application__in=visible)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
    )
    return _private(response, "default-src 'none'; frame-ancestors 'none'; sandbox")


def _in_steps_or_404(request: StaffRequest, pk: int, slug: str) -> Application:
    if slug not in SLUGS:
        raise Http404
    visible = Application.objects.visible_to(request.user).select_related(
        "round__owner",
        "course_run__course__provider",
        "scheme",
        "staff_group",
        "workplace",
        "position__code__staff_group",
        "position__workplace",
        "employee__user",
    )
    return get_object_or_404(visible, pk=pk)


def _show_step(request: StaffRequest, application: Application, slug: str) -> HttpResponse:
    if application.applicant_id == request.user.pk and not application.is_draft:
        return redirect(application)  # sent meanwhile, or the browser's back button
    require(policy.may_edit(request.user, application))
    return render_step(request, application, slug)


def _of_withdrawing(application: Application) -> list[str]:
    """What follows, said before it is done."""
    if application.is_draft:
        lines = [_("What you have written in it is no longer shown.")]
    else:
        lines = [
            _("Nobody considers it any more, and your leader is told."),
            _("It cannot be undone."),
        ]
    if policy.is_open(application.round):
        deadline = {"deadline": until(application.round.applicant_deadline)}
        lines.append(_("You can apply again in this round %(deadline)s.") % deadline)
    return lines


def _of_declining(application: Application) -> list[str]:
    commitment = application.commitment
    amount = money.kroner(commitment.reserved_ore) if commitment else ""
    return [
        _("The %(amount)s set aside for you becomes available to others at once.")
        % {"amount": amount},
        _("The place may go to the next on the waiting list."),
        _("It cannot be undone: to study later you must apply again."),
    ]


def _save(request: StaffRequest, application: Application, form: StepForm) -> Application | None:
    """The draft with the form's answers, and its file if there is one; None where it is wrong."""
    if not form.is_valid():
        return None
    saved = services.save_draft(application=application, changes=form.changes(), by=request.user)
    if upload := form.cleaned_data.get("file"):
        assert isinstance(form, WhyForm)  # noqa: S101  (the only one with a file)
        try:
            services.attach(
                application=application,
                upload=upload,
                content_type=form.content_type,
                by=request.user,
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
            return None
    return saved


def _private(response: FileResponse, policy: str) -> FileResponse:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
