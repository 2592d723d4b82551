"""One's own page: who one is here, how one is reached, and what one can have corrected."""

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from notifications.models import Preference
from notifications.services import choose_mail
from staff import services
from staff.forms.profile import ContactForm, CorrectionForm, MailForm
from staff.http import StaffRequest
from staff.queries.profile import employments_of, profile_of
from staff.step_up import has_confirmed_lately

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def profile(request: StaffRequest) -> HttpResponse:
    preference = Preference.objects.filter(user=request.user).first()
    context = {
        "employments": profile_of(request.user),
        "mail": preference or Preference(user=request.user),
    }
    return render(request, "me/profile.html", context)


@page_or_post
def contact(request: StaffRequest) -> HttpResponse:
    """E-mail, telephone and written language: one's own to change.

    The address is also what one logs in with: to change it one confirms that it is oneself.
    """
    user = request.user
    names = ("email", "phone", "written_language")
    form = ContactForm(request.POST or None, initial={name: getattr(user, name) for name in names})
    if request.method == "POST" and form.is_valid() and _save_contact(request, form):
        messages.success(request, _("Your contact details are saved."))
        return redirect("me:profile")
    return render(request, "me/contact.html", {"form": form}, status=422 if form.errors else 200)


@page_or_post
def notifications(request: StaffRequest) -> HttpResponse:
    """When one wants mail about what is not important."""
    chosen = Preference.objects.filter(user=request.user).first() or Preference()
    form = MailForm(request.POST or None, initial={"mail": chosen.mail})
    if request.method == "POST":
        form = MailForm(request.POST)
        if form.is_valid():
            choose_mail(mail=form.cleaned_data["mail"], by=request.user)
            messages.success(request, _("Your choice is saved."))
            return redirect("me:profile")
    status = 422 if form.errors else 200
    return render(request, "me/notifications.html", {"form": form}, status=status)


@page_or_post
def ask_correction(request: StaffRequest) -> HttpResponse:
    """Say that something the employer holds is wrong."""
    employments = list(employments_of(request.user))
    if not employments:
        return render(request, "me/not_employed.html", status=404)
    form = CorrectionForm(employments, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.ask_correction(
            employee=form.employee,
            about=form.cleaned_data["about"],
            text=form.cleaned_data["text"],
            by=request.user,
        )
        messages.success(request, _("Your employer has been told. The answer comes here."))
        return redirect("me:profile")
    return render(request, "me/correction.html", {"form": form}, status=422 if form.errors else 200)


def _save_contact(request: StaffRequest, form: ContactForm) -> bool:
    answers = form.cleaned_data
    if answers["email"] != request.user.email and not has_confirmed_lately(request):
        raise ReauthenticationRequired
    try:
        services.change_contact(email=answers["email"], phone=answers["phone"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    services.choose_language(language=answers["written_language"], by=request.user)
    return True
