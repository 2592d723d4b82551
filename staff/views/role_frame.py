"""What the pages about roles have in common: whose roles, choosing a person, saying a refusal."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from staff.access import owner_ids
from staff.forms.roles import FindForm
from staff.http import StaffRequest
from staff.models import Membership, Owner, User
from staff.policy import roles as policy
from staff.queries import roles as queries
from staff.roles import Permission
from staff.verdict import Refusal, require
from staff.views.frame import say_refused


def read_owner(request: StaffRequest) -> Owner:
    """The owner one acts for, if one reads its roles; else the first where one does."""
    readable = owner_ids(request.user, Permission.ROLE_READ)
    acting = request.acting.owner_id if request.acting else None
    chosen = acting if acting in readable else next(iter(readable), acting)
    require(policy.may_read(request.user, chosen))
    return get_object_or_404(Owner, pk=chosen or 0)


def readable_owner_or_404(request: StaffRequest, pk: int) -> Owner:
    readable = owner_ids(request.user, Permission.ROLE_READ)
    return get_object_or_404(Owner.objects.filter(pk__in=readable), pk=pk)


def visible_or_404(request: StaffRequest, pk: int) -> Membership:
    return get_object_or_404(queries.for_display(queries.visible_roles(request.user)), pk=pk)


def known_or_404(owner: Owner, pk: int) -> User:
    """Somebody the owner knows: those whom the search finds."""
    return get_object_or_404(queries.known_to(owner.pk, timezone.localdate()), pk=pk)


def find_page(
    request: StaffRequest,
    template: str,
    owner: Owner,
    *,
    but: Iterable[int],
    context: dict[str, Any],
) -> HttpResponse:
    """Type some letters, look at the list, choose. `people` is None until something is asked."""
    form = FindForm(request.GET if "q" in request.GET else None)
    people = None
    if form.is_valid():
        people = queries.people_found(owner.pk, form.cleaned_data["q"], but=but)
    found = {
        "form": form,
        "owner": owner,
        "people": people[: queries.FOUND_AT_MOST] if people is not None else None,
        "has_more": people is not None and len(people) > queries.FOUND_AT_MOST,
    }
    status = 422 if form.errors else 200
    return render(request, template, {**context, **found}, status=status)


def tried(form: Form, act: Callable[[], object]) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        act()
    except ValidationError as error:
        say_refused(form, error)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False
