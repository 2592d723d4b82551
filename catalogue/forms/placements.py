"""What is asked about a placement: the wish, the agreement, a signature, the log, the end."""

import datetime
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import CourseRun, Placement, Signature
from catalogue.states import PlacementState
from staff.forms.amounts import WeekdaysField
from staff.forms.fields import DayField
from staff.forms.selects import PlainSelect
from staff.forms.texts import LongText
from staff.models import Position, Subject

LONGEST_TEXT: Final = 4_000
LONGEST_SEARCH: Final = 100
MOST_HOURS: Final = 4_000
LAST_BEFORE_FIRST: Final = _("The last day must not be before the first.")
ALL: Final = ("", _("All"))


class WordsForm(forms.Form):
    """Some words to find a business, or a placement, by."""

    q = forms.CharField(
        label=_("Name of the business"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("Search with fewer letters.")},
    )

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class PlacementsFilter(WordsForm):
    """The list of placements; which of them is chosen by the tabs."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ALL, *PlacementState.choices],
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Business or person")


class OffersFilter(forms.Form):
    text = forms.CharField(
        label=_("Search"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("Search with fewer letters.")},
    )
    trade = forms.ModelChoiceField(
        label=_("Trade"),
        required=False,
        queryset=Subject.objects.none(),
        empty_label=_("All"),
        widget=PlainSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )

    def __init__(self, *args: Any, trades: "Any", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trade"].queryset = trades  # type: ignore[attr-defined]


class DaysForm(forms.Form):
    """First and last day, and the weekdays between them."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    weekdays = WeekdaysField(
        label=_("On which weekdays?"),
        error_messages={"required": _("Choose at least one weekday.")},
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and first < timezone.localdate():
            self.add_error("starts_on", _("Choose a day to come."))
        if first and last and last < first:
            self.add_error("ends_on", LAST_BEFORE_FIRST)
        return self.cleaned_data


class WishForm(DaysForm):
    """What one asks a business for. The post is asked about only where one has several."""

    position = forms.ModelChoiceField(
        label=_("From which post?"),
        queryset=Position.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose which post you are away from.")},
    )
    trade = forms.ModelChoiceField(
        label=_("In which trade?"),
        queryset=Subject.objects.none(),
        widget=PlainSelect,
        empty_label=_("Choose a trade"),
        error_messages={
            "required": _("Choose the trade."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    wish = LongText(
        label=_("What do you want to learn, and what is it for?"),
        help_text=_("The business and your leader read this."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you want to learn, and what it is for.")},
    )
    field_order = ("position", "trade", "wish", "starts_on", "ends_on", "weekdays")

    def __init__(
        self,
        *args: Any,
        posts: Sequence[Position],
        trades: Any,
        run: CourseRun | None,
        own: Sequence[Subject],
        **kwargs: Any,
    ) -> None:
        offered = list(run.course.subjects.filter(kind=Subject.Kind.TRADE)) if run else []
        likely = [trade for trade in own if trade in offered] or offered or list(own)
        kwargs["initial"] = {
            "trade": likely[0] if len(likely) == 1 else None,
            "starts_on": max(run.starts_on, timezone.localdate()) if run else None,
            "ends_on": run.ends_on if run else None,
        }
        super().__init__(*args, **kwargs)
        self.posts = posts
        self.fields["position"].queryset = Position.objects.filter(  # type: ignore[attr-defined]
            pk__in=[post.pk for post in posts]
        ).select_related("workplace", "code")
        self.fields["trade"].queryset = trades  # type: ignore[attr-defined]
        if len(posts) == 1:
            del self.fields["position"]

    def words(self) -> dict[str, Any]:
        """As `wish_for_placement` takes them."""
        return {"position": self.posts[0], **self.cleaned_data}


class AgreementForm(DaysForm):
    """What the three agree on. Each of the four texts has something to say."""

    goals = LongText(
        label=_("Goals"),
        help_text=_("What the participant is to learn and do."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the participant is to learn and do.")},
    )
    safety = LongText(
        label=_("Safety and health"),
        help_text=_("Training in safety, protective equipment, and who is responsible."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write how safety is taken care of.")},
    )
    insurance = LongText(
        label=_("Insurance"),
        help_text=_("Who insures the participant against injury, and what is not covered."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write who insures the participant.")},
    )
    confidentiality = LongText(
        label=_("Confidentiality"),
        help_text=_("What the participant must not tell others."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is confidential, or that nothing is.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("version", "goals", "starts_on", "ends_on", "weekdays", "safety", "insurance")

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(placement, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def words(self) -> dict[str, Any]:
        """As `write_agreement` takes them: all but the version that was read."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SignForm(forms.Form):
    """One has read the text, and signs it for the party one is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        error_messages={"required": _("Tick the box to say that you have read it.")}
    )

    def __init__(self, *args: Any, party: Signature.Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["has_read"].label = {
            Signature.Party.PARTICIPANT: _("I have read the agreement, and sign it for myself."),
            Signature.Party.EMPLOYER: _("I have read the agreement, and sign it for the employer."),
            Signature.Party.BUSINESS: _("I have read the agreement, and sign it for the business."),
        }[party]


class WhyForm(forms.Form):
    """Why a wish is declined, or a placement cancelled: the others read it."""

    reason = LongText(
        label=_("Why?"),
        help_text=_("The others read this."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why.")},
    )


class LogForm(forms.Form):
    day = DayField(label=_("Day"))
    text = LongText(
        label=_("What did you do and learn?"),
        help_text=_("The business and your leader can read it."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you did and learned.")},
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        today = min(timezone.localdate(), placement.ends_on)
        kwargs["initial"] = {"day": today}
        super().__init__(*args, **kwargs)
        self.placement = placement

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        last = min(self.placement.ends_on, timezone.localdate())
        if not self.placement.starts_on <= day <= last:
            raise ValidationError(_("Choose a day of the placement that has been."))
        return day


class HoursForm(forms.Form):
    hours = forms.IntegerField(
        label=_("How many hours was it in all?"),
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write how many hours it was."),
            "invalid": _("Write the hours as a whole number."),
            "min_value": _("Write the hours as a whole number, at least 1."),
            "max_value": _("That is too many hours. Check the number."),
        },
    )
