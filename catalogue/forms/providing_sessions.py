"""The days participants meet, one row each: as many as wanted, without a script."""

import datetime
import itertools
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.free_days import is_holiday, is_sunday
from catalogue.models import CourseRun
from catalogue.services.courses import Slot
from staff import formats
from staff.forms.fields import DayField

MORE_ROWS: Final = 3
MOST_ROWS: Final = 200
CLOCK: Final = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=CLOCK,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time, such as 09:00.")},
    )


class SessionForm(forms.Form):
    """A row; an empty one is no session. A Sunday or a holiday is kept only if one says so."""

    day = DayField(label=_("Day"), required=False)
    starts_at = _clock(_("From"))
    ends_at = _clock(_("To"))
    place = forms.CharField(label=_("Other place or room"), required=False, max_length=120)
    remove = forms.BooleanField(label=_("Remove"), required=False)
    # The day it was said of: another day is warned about anew.
    keep = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, run: CourseRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.warning, self.warned_of, self.is_kept = "", "", False

    @property
    def slot(self) -> Slot | None:
        told = self.cleaned_data if self.is_valid() else {}
        if told.get("remove") or not told.get("day"):
            return None
        return told["day"], told["starts_at"], told["ends_at"], told["place"]

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("remove"):
            self._errors.clear()  # type: ignore[attr-defined]  # nobody minds what goes away
            return
        asked = ("day", "starts_at", "ends_at", "place")
        if not any(told.get(name) for name in asked) and not self.errors:
            return
        missing = {"day": _("Choose the day."), "starts_at": _("Write when it begins.")}
        for name, said in (missing | {"ends_at": _("Write when it ends.")}).items():
            if not told.get(name) and name not in self.errors:
                self.add_error(name, said)
        self._check(told.get("day"), told.get("starts_at"), told.get("ends_at"))

    def _check(
        self,
        day: datetime.date | None,
        first: datetime.time | None,
        last: datetime.time | None,
    ) -> None:
        if first and last and last <= first:
            self.add_error("ends_at", _("The session ends before it begins."))
        if day is None:
            return
        if not self.run.starts_on <= day <= self.run.ends_on:
            said = _("The course runs from %(first)s to %(last)s. Choose a day within it.")
            days = {
                "first": formats.day(self.run.starts_on),
                "last": formats.day(self.run.ends_on),
            }
            self.add_error("day", ValidationError(said, params=days))
        else:
            self._warn(day)

    def _warn(self, day: datetime.date) -> None:
        if is_holiday(day):
            self.warning = str(_("This day is a public holiday."))
        elif is_sunday(day):
            self.warning = str(_("This day is a Sunday."))
        if self.warning:
            self.warned_of = day.isoformat()
            self.is_kept = self.cleaned_data.get("keep") == self.warned_of
            if not self.is_kept:
                said = _("%(warning)s Tick the box below to keep it, or choose another day.")
                self.add_error("day", ValidationError(said, params={"warning": self.warning}))


class _Sessions(forms.BaseFormSet):  # type: ignore[type-arg]  # not at run time
    def clean(self) -> None:
        """No two at the same time, said beside the later one."""
        rows = [(slot, form) for form in self.forms if (slot := form.slot)]
        rows.sort(key=lambda row: row[0][:2])
        for (one, _form), (other, form) in itertools.pairwise(rows):
            if one[0] == other[0] and other[1] < one[2]:
                said = _("Two sessions on %(day)s are at the same time.")
                day = {"day": formats.day(one[0])}
                form.add_error("starts_at", ValidationError(said, params=day))

    def is_fine(self) -> bool:
        """Also after `clean` has blamed a row."""
        return self.is_valid() and not any(form.errors for form in self.forms)

    def refuse(self, reasons: Iterable[str]) -> None:
        """What a service said no to, above the rows."""
        self.non_form_errors().extend(reasons)

    @property
    def slots(self) -> list[Slot]:
        return [form.slot for form in self.forms if form.slot]


SessionFormSet: Any = forms.formset_factory(
    SessionForm,
    formset=_Sessions,
    extra=MORE_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
    validate_max=True,
)


def sessions_now(run: CourseRun) -> list[dict[str, Any]]:
    """The rows as they are. What somebody has kept on a holiday needs no saying so once more."""
    return [
        {
            "day": session.day,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
            "place": session.place,
            "keep": session.day.isoformat(),
        }
        for session in run.sessions.all()
    ]
