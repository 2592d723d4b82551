"""The leader's advice on a case, with the cover that is planned for it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications import calendar
from applications.costing import leave_at_work
from applications.models import Application, Recommendation
from applications.services import Cover
from staff.forms.amounts import PercentField, WeekdaysField
from staff.forms.cards import Card
from staff.forms.texts import LongText

REASON_LENGTH: Final = 2000
SLACK: Final = datetime.timedelta(days=60)  # examinations may lie outside the course's own dates
COVER_FIELDS: Final = ("cover_percent", "cover_weekdays", "cover_from", "cover_to")


class CoverForm(forms.Form):
    """The cover plan alone: for the estimate that follows what is typed."""

    cover_percent = PercentField(
        label=_("Cover, percent of a full post"),
        help_text=_("Write 0 if no cover is needed."),
        error_messages={"required": _("Write how much cover is needed, such as 25 or 37,5.")},
    )
    cover_weekdays = WeekdaysField(
        label=_("Weekdays"), error_messages={"required": _("Choose at least one weekday.")}
    )
    cover_from = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Write the first day of the cover."),
            "invalid": _("Write a date, such as 18.08.2027."),
        },
    )
    cover_to = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Write the last day of the cover."),
            "invalid": _("Write a date, such as 18.08.2027."),
        },
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs["initial"] = _initial(application) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def cover(self) -> Cover | None:
        """The plan, once the form is valid; None where no cover is wanted."""
        return _cover(self.cleaned_data)

    @property
    def planned(self) -> Cover | None:
        """The plan that the empty form proposes."""
        return _cover(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("cover_percent") == 0:
            self._leave_out(COVER_FIELDS[1:])
        first, last = cleaned.get("cover_from"), cleaned.get("cover_to")
        if first and last:
            self._check_period(first, last, cleaned.get("cover_weekdays") or [])
        return cleaned

    def _leave_out(self, names: Iterable[str]) -> None:
        """What stands in these fields does not count, right or wrong."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)

    def _check_period(self, first: datetime.date, last: datetime.date, weekdays: list[int]) -> None:
        run = self.application.course_run
        if last < first:
            self.add_error("cover_to", _("The last day must not be before the first day."))
        elif run and first < run.starts_on - SLACK:
            self.add_error("cover_from", _("The cover starts long before the course does."))
        elif run and last > run.ends_on + SLACK:
            self.add_error("cover_to", _("The cover ends long after the course does."))
        elif weekdays and not any(calendar.working_days(first, last, weekdays)):
            self.add_error("cover_weekdays", _("None of these weekdays lies in the period."))


class AdviceForm(CoverForm):
    recommended = forms.TypedChoiceField(
        label=_("Recommend or not"),
        widget=forms.RadioSelect,
        coerce=lambda answer: answer == "yes",
        error_messages={"required": _("Choose whether you recommend the application.")},
    )
    reason = LongText(
        label=_("Reason"),
        help_text=_("The applicant and the owner read this."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write the reason for your advice."),
            "max_length": _(
                "The text is too long: shorten it to 2000 characters. All is still here."
            ),
        },
    )
    field_order = ["recommended", "reason", *COVER_FIELDS]

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        choice = self.fields["recommended"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choice.choices = [
            (
                "yes",
                Card(
                    gettext("Recommend"),
                    gettext("The course is useful here, and the leave can be planned."),
                ),
            ),
            (
                "no",
                Card(
                    gettext("Not recommend"),
                    gettext("The owner sees your reason and still weighs the application."),
                ),
            ),
        ]
        if not application.scheme or not application.scheme.is_substitute:
            for name in COVER_FIELDS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Whoever advises against it plans no cover, whatever stands in those fields."""
        if self.cleaned_data.get("recommended") is False:
            self._leave_out(COVER_FIELDS)
        return super().clean()


class WaitingFilter(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    view = forms.CharField(required=False, widget=forms.HiddenInput)


def _initial(application: Application) -> dict[str, Any]:
    """What was advised before; else cover for the leave that is wanted, while the course runs."""
    advice: Recommendation | None = getattr(application, "recommendation", None)
    run = application.course_run
    plan = {
        "cover_percent": leave_at_work(application),
        "cover_weekdays": application.leave_weekdays,
        "cover_from": run.starts_on if run else None,
        "cover_to": run.ends_on if run else None,
    }
    if advice is None:
        return plan
    if advice.recommended:
        plan = {
            "cover_percent": advice.cover_percent,
            "cover_weekdays": advice.cover_weekdays,
            "cover_from": advice.cover_from or plan["cover_from"],
            "cover_to": advice.cover_to or plan["cover_to"],
        }
    return plan | {"recommended": "yes" if advice.recommended else "no", "reason": advice.reason}


def _cover(plan: Mapping[str, Any]) -> Cover | None:
    if not plan.get("cover_percent") or not plan["cover_weekdays"]:
        return None
    return Cover(
        percent=plan["cover_percent"],
        weekdays=plan["cover_weekdays"],
        first=plan["cover_from"],
        last=plan["cover_to"],
    )
