"""What the history may be narrowed by."""

import datetime
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from evu.history.subjects import codes_about
from evu.history.words import BY_KIND, GAP, ROOMS, SENTENCES, gaps
from staff.models import User

WORDS: Final = 5  # of a name
MOST: Final = 100  # characters of a search


class HistoryFilter(forms.Form):
    """All fields may be left empty. An unknown kind is searched for by its code."""

    kind = forms.CharField(label=_("What happened"), required=False, max_length=60)
    who = forms.CharField(
        label=_("Who did it"),
        required=False,
        max_length=MOST,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name")}),
    )
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=MOST,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Case number or name of a round")}
        ),
    )
    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as 2026-11-24.")},
    )
    last = forms.DateField(
        label=_("To and including"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as 2026-11-24.")},
    )

    def __init__(self, *args: Any, owner_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_id = owner_id
        chosen = str(self.data.get("kind", ""))
        self.fields["kind"].widget = forms.Select(choices=list(_kinds(chosen)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day must not be before the first."))
        return cleaned

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events asked for; those of a wrong form are none."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        if asked["kind"]:
            events = events.filter(kind=asked["kind"])
        if asked["who"]:
            events = events.filter(actor__in=_people(asked["who"], self.owner_id))
        if asked["about"]:
            codes = codes_about(asked["about"].strip(), self.owner_id)
            events = events.filter(subject__in=codes)
        if asked["first"]:
            events = events.filter(at__gte=_midnight(asked["first"]))
        if asked["last"]:
            events = events.filter(at__lt=_midnight(asked["last"] + datetime.timedelta(days=1)))
        return events


def _kinds(chosen: str) -> Iterator[tuple[Any, Any]]:
    """By room: each sentence with its gaps open."""
    yield "", gettext("Everything")
    if chosen and chosen not in BY_KIND:
        yield chosen, chosen
    open_gaps = gaps({})
    open_gaps.update(dict.fromkeys(open_gaps, GAP), who=GAP, about=GAP)
    open_gaps.default_factory = lambda: GAP
    for room in ROOMS:
        yield (
            room.name,
            [(kind, str(said) % open_gaps) for kind, said in SENTENCES[room.app].items()],
        )


def _people(text: str, owner_id: int) -> QuerySet[User]:
    """Those who hold or have held a role at the owner, and whose name has every word."""
    people = User.objects.filter(memberships__owner=owner_id)
    for word in text.split()[:WORDS]:
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    return people


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
