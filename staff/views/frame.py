"""What the pages of an owner's places, codes and people have in common."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from staff.http import StaffRequest
from staff.models import Owner
from staff.roles import Permission


def acting_owner(request: StaffRequest) -> Owner:
    """The owner one acts for, if the role one acts in reads its whole staff."""
    held = request.acting
    if (
        held is None
        or held.owner is None
        or held.workplace_id is not None
        or not held.grants(Permission.STAFF_READ)
    ):
        raise PermissionDenied(
            _("Only those who act for the whole owner see this. Switch role at the top.")
        )
    return held.owner


def posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def form_page(
    request: StaffRequest, template: str, context: dict[str, object], *, status: int | None = None
) -> HttpResponse:
    """A page with a form: 422 once something was sent, since what is right redirects."""
    told = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status or told)


def say_refused(form: Form, error: ValidationError) -> None:
    """Each message beside its field; those of a field the form does not have, on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
