"""What a provider answers about seats: a refusal with its reason, and what came of each seat."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.models import Seat
from staff.forms.texts import LongText


class RefuseForm(forms.Form):
    reason = LongText(
        label=_("Why is the seat refused?"),
        max_length=1000,
        help_text=_("The participant reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the seat is refused.")},
    )


class Result(models.TextChoices):
    """What came of it, as one answer, so that nobody completes what they did not attend."""

    COMPLETED = "completed", _("Completed")
    ATTENDED = "attended", _("Took part, did not complete")
    ABSENT = "absent", _("Never met")


NOT_YET: Final = ("", _("Not reported"))


class ResultForm(forms.Form):
    """One participant. Left as it is, nothing is reported."""

    result = forms.ChoiceField(
        label=_("Result"), choices=[NOT_YET, *Result.choices], required=False
    )
    credits = forms.IntegerField(
        label=_("Credits"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value"), _("Write the credits as a whole number.")
        ),
    )

    def __init__(
        self, data: QueryDict | None, *, seat: Seat, most: int, suggested: str = ""
    ) -> None:
        """`most` credits the course gives; `suggested` is shown where nothing is reported yet."""
        self.seat, self.most = seat, most
        result = result_of(seat)
        initial = {"result": result or suggested, "credits": seat.credits_earned}
        if data is not None:
            initial["result"] = result
        super().__init__(data, prefix=f"seat-{seat.pk}", initial=initial)
        if not most:
            del self.fields["credits"]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {seat.participant}"

    def clean(self) -> None:
        told = self.cleaned_data
        if not self.has_changed() or "result" not in told or self.errors:
            return
        result, credits = told["result"], told.get("credits")
        if not result and self.seat.reported_at:
            said = _("A result can be corrected, not taken away. Choose one.")
            self.add_error("result", said)
        elif not result:
            self.add_error("result", _("Choose the result as well."))
        elif credits and result != Result.COMPLETED:
            self.add_error("credits", _("Only those who complete the course get credits."))
        elif credits and credits > self.most:
            said = _("This course gives at most %(credits)s credits.")
            self.add_error("credits", ValidationError(said, params={"credits": self.most}))

    def report(self) -> Mapping[str, Any]:
        """What `report_result` takes. Completed without credits written: all the course gives."""
        is_completed = self.cleaned_data["result"] == Result.COMPLETED
        credits = self.cleaned_data.get("credits")
        if is_completed and self.most and credits is None:
            credits = self.most
        return {
            "met": self.cleaned_data["result"] != Result.ABSENT,
            "is_completed": is_completed,
            "credits_earned": credits if is_completed else None,
        }


def result_of(seat: Seat) -> str:
    """The answer that is reported, or nothing."""
    if seat.reported_at is None:
        return ""
    if seat.is_completed:
        return str(Result.COMPLETED)
    return str(Result.ATTENDED if seat.met else Result.ABSENT)
