"""What the pages of placements have in common: finding one, the way back, trying a step."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Placement
from catalogue.queries.placements import with_signatures
from staff.http import Link, StaffRequest
from staff.states import IllegalTransition
from staff.verdict import Refusal
from staff.views.frame import say_refused

Made = TypeVar("Made")


def placement_or_404(request: StaffRequest, pk: int) -> Placement:
    """One that the reader sees, with its signatures fetched."""
    visible = with_signatures(Placement.objects.visible_to(request.user))
    return get_object_or_404(visible, pk=pk)


def trail(placement: Placement | None = None) -> list[Link]:
    above = [Link(_("Placements"), reverse("placements:index"))]
    if placement is None:
        return above
    return [*above, Link(str(placement.business), placement.get_absolute_url())]


def made(form: Form, act: Callable[[], Made]) -> Made | None:
    """What the service made; nothing when it refused, and then the form says why."""
    try:
        return act()
    except ValidationError as error:
        say_refused(form, error)
    except (Refusal, IllegalTransition) as refusal:
        form.add_error(None, str(refusal))
    return None


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the service did it; if not, the form says why."""
    return made(form, act) is not None


def kept(placement: Placement, draft_key: str = "") -> HttpResponse:
    """On to the placement, which tells the browser that it need not keep the form's text."""
    if not draft_key:
        return redirect(placement)
    return redirect(f"{placement.get_absolute_url()}?{urlencode({'saved': draft_key})}")
