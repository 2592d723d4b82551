"""What a provider writes about one time a course runs."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.importing.matching import ONLINE
from catalogue.models import CourseRun
from staff.forms.amounts import KronerField, PercentField
from staff.forms.fields import DayField
from staff.forms.texts import LongText

MOST_SEATS: Final = 10_000
MOST_TERMS: Final = 12
FIELDS: Final = (
    "starts_on",
    "ends_on",
    "place",
    "is_online",
    "study_load",
    "terms",
    "seats",
    "has_waiting_list",
    "price_ore",
    "apply_by",
    "apply_at",
    "code",
    "is_published",
)


def _whole(label: Any, least: int, most: int, said: Any, **kwargs: Any) -> forms.IntegerField:
    """A whole number, typed. Whatever is wrong with it, the same sentence tells what to write."""
    codes = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(codes, said),
        **kwargs,
    )


class RunForm(forms.Form):
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    is_online = forms.BooleanField(label=_("The course is online"), required=False)
    place = forms.CharField(
        label=_("Where it is held"),
        required=False,
        max_length=120,
        help_text=_("A town, or where people meet. Online courses may leave it empty."),
    )
    study_load = PercentField(
        label=_("Study load"),
        help_text=_(
            "Percent of full-time study in each term: 30 credits over a year are 50. "
            "For a course of some days, write 0."
        ),
        error_messages={"required": _("Write a percentage from 0 to 100, such as 25 or 37,5.")},
    )
    terms = _whole(_("Terms"), 1, MOST_TERMS, _("Write a whole number from 1 to 12."))
    seats = _whole(_("Seats"), 1, MOST_SEATS, _("Write a whole number from 1 to 10 000."))
    has_waiting_list = forms.BooleanField(
        label=_("Keep a waiting list when all seats are given"), required=False, initial=True
    )
    price_ore = KronerField(
        label=_("Price in kroner for each participant"),
        may_be_nothing=True,
        help_text=_("Write 0 if it costs nothing."),
    )
    apply_by = DayField(
        label=_("Last day to apply to you"),
        required=False,
        help_text=_("Where participants must also apply to your institution themselves."),
    )
    apply_at = forms.URLField(
        label=_("Where one applies to you"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Write an address that begins with https://.")},
    )
    code = forms.CharField(
        label=_("Code in your own system"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"size": 20}),
    )
    is_published = forms.BooleanField(
        label=_("Show it in the catalogue"), required=False, initial=True
    )

    def __init__(self, *args: Any, run: CourseRun | None = None, **kwargs: Any) -> None:
        if run is not None:
            kwargs.setdefault("initial", {name: getattr(run, name) for name in FIELDS})
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        told = self.cleaned_data
        first, last, by = (told.get(name) for name in ("starts_on", "ends_on", "apply_by"))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first. Change one of them."))
        if first and by and by > first:
            self.add_error("apply_by", _("One applies before the course starts."))
        if by and not told.get("apply_at") and "apply_at" not in self.errors:
            self.add_error("apply_at", _("Write where one applies, since there is a last day."))
        if "place" in told and not told["place"]:
            if told.get("is_online"):
                told["place"] = ONLINE
            else:
                self.add_error("place", _("Write where the course is held."))

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class CancelForm(forms.Form):
    reason = LongText(
        label=_("Why is it cancelled?"),
        max_length=1000,
        help_text=_("Everybody with a seat, or waiting for one, reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the run is cancelled.")},
    )
