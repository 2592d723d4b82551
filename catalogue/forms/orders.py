"""What is asked about a tailored order: the need, a workplace's part, the shares, an offer."""

import datetime
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import OrderPartner, TailoredOrder
from catalogue.states import OrderState
from staff.formats import percent
from staff.forms.amounts import HUNDRED_PERCENT, KronerField, PercentField
from staff.forms.fields import DayField
from staff.forms.texts import LongText
from staff.models import Sector, StaffGroup

MOST_PARTICIPANTS: Final = 999
MOST_CREDITS: Final = 300
LONGEST_TEXT: Final = 4_000
LONGEST_SEARCH: Final = 100
LAST_BEFORE_FIRST: Final = _("The last day must not be before the first.")


class SearchForm(forms.Form):
    """Some words to find a workplace, a provider or a person by."""

    q = forms.CharField(
        max_length=LONGEST_SEARCH,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("Search with fewer letters.")},
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class OrdersFilter(SearchForm):
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=gettext("Title or owner"), **kwargs)
        self.fields["state"].choices = [("", _("All")), *OrderState.choices]  # type: ignore[attr-defined]


class OrderForm(forms.Form):
    """The need, for whom, and when."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Write what the course is about.")},
    )
    need = LongText(
        label=_("What do you need to learn, and why?"),
        help_text=_("Write it as you would say it. The providers read this."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you need to learn, and why.")},
    )
    goals = LongText(
        label=_("What should be different afterwards?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    staff_groups = forms.ModelMultipleChoiceField(
        label=_("Whom is it for?"),
        queryset=StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one staff group.")},
    )
    sectors = forms.MultipleChoiceField(
        label=_("Where do they work?"),
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of workplace.")},
    )
    answer_by = DayField(
        label=_("Last day for offers"),
        help_text=_("Providers must answer by this day."),
    )
    wanted_from = DayField(label=_("Earliest first day of the course"))
    wanted_to = DayField(label=_("Latest last day of the course"))

    def __init__(self, *args: Any, existing: TailoredOrder | None = None, **kwargs: Any) -> None:
        if existing is not None:
            given = {name: getattr(existing, name) for name in self.base_fields}
            kwargs["initial"] = {**given, "staff_groups": list(existing.staff_groups.all())}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The answer comes first, then the first day, then the last: said beside the wrong one."""
        given = self.cleaned_data
        answer, first, last = (given.get(n) for n in ("answer_by", "wanted_from", "wanted_to"))
        if answer and answer < timezone.localdate():
            self.add_error("answer_by", _("Choose a day to come."))
        if answer and first and answer > first:
            text = _("The providers must have answered before the course starts.")
            self.add_error("wanted_from", text)
        if first and last and last < first:
            self.add_error("wanted_to", LAST_BEFORE_FIRST)
        return given

    def words(self) -> dict[str, Any]:
        """All but the staff groups, as `write_order` takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "staff_groups"}


class JoinForm(forms.Form):
    """A workplace's part: how many, by which agreement, and what the representatives said."""

    participants = forms.IntegerField(
        label=_("How many take part?"),
        min_value=1,
        max_value=MOST_PARTICIPANTS,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write how many take part."),
            "invalid": _("Write how many take part, as a whole number."),
            "min_value": _("At least one must take part."),
            "max_value": _("That is too many. Check the number."),
        },
    )
    agreement = forms.CharField(
        label=_("Which local agreement does it follow?"),
        help_text=_("For example the local agreement on competence, with its date."),
        max_length=300,
        error_messages={
            "required": _("Write which local agreement it follows, or that there is none.")
        },
    )
    heard_on = DayField(
        label=_("When were the representatives heard?"),
        help_text=_("The union representatives of the workplace, before anything is ordered."),
        error_messages={"required": _("Write the day you talked with the representatives.")},
    )
    heard = LongText(
        label=_("What did they say?"),
        help_text=_("They can read this themselves."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what the representatives said.")},
    )

    def __init__(self, *args: Any, partner: OrderPartner, **kwargs: Any) -> None:
        if partner.joined_at:
            kwargs["initial"] = {name: getattr(partner, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_heard_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["heard_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The representatives must have been heard already."))
        return day


class SharesForm(forms.Form):
    """A percentage for each workplace, together 100."""

    def __init__(self, *args: Any, partners: Sequence[OrderPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        for partner in partners:
            self.fields[_share_of(partner)] = PercentField(
                label=str(partner.workplace),
                initial=partner.share,
                error_messages={"required": _("Write a percentage, 0 for nothing.")},
            )

    def clean(self) -> dict[str, Any]:
        """What the parts make together is said beside the last one."""
        if not self.errors and (together := sum(self.shares.values())) != HUNDRED_PERCENT:
            text = _("Together these are %(sum)s. They must be 100 %%.")
            error = ValidationError(text, params={"sum": percent(together)})
            self.add_error(_share_of(self.partners[-1]), error)
        return self.cleaned_data

    @property
    def shares(self) -> dict[int, int]:
        """Partner key → hundredths of a percent."""
        return {partner.pk: self.cleaned_data[_share_of(partner)] for partner in self.partners}


class MoreTimeForm(forms.Form):
    answer_by = DayField(label=_("New last day for offers"))


class OfferForm(forms.Form):
    """What the provider offers, for all participants together."""

    description = LongText(
        label=_("What do you offer?"),
        help_text=_("Content, how you work, who teaches."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Describe what you offer.")},
    )
    price_ore = KronerField(
        label=_("Price in kroner, for all participants together"), may_be_nothing=True
    )
    credits = forms.IntegerField(
        label=_("Credits"),
        help_text=_("For each participant. 0 where the course gives none."),
        min_value=0,
        max_value=MOST_CREDITS,
        initial=0,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write how many credits, 0 for none."),
            "invalid": _("Write the credits as a whole number, 0 for none."),
            "min_value": _("Write the credits as a whole number, 0 for none."),
            "max_value": _("That is too many credits. Check the number."),
        },
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    place = forms.CharField(
        label=_("Where is it?"),
        help_text=_("A town, one of the workplaces, or online."),
        max_length=120,
        error_messages={"required": _("Write where it is.")},
    )
    sessions = LongText(
        label=_("When do you meet?"),
        help_text=_("In your own words, such as four Tuesdays from 12 to 15."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and first < timezone.localdate():
            self.add_error("starts_on", _("Choose a day to come."))
        if first and last and last < first:
            self.add_error("ends_on", LAST_BEFORE_FIRST)
        return self.cleaned_data


class ReasonForm(forms.Form):
    reason = LongText(
        label=_("Why do you choose this offer?"),
        help_text=_("All providers that were invited read this."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why this offer was chosen.")},
    )


def _share_of(partner: OrderPartner) -> str:
    return f"share_{partner.pk}"
