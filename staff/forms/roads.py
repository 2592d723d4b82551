"""Starting on a road, saying how far one has come, and ending it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staff.forms.cards import Card
from staff.models import Path, PathTaken

MONTH_DAYS = 30.44
NOT_A_DATE = gettext_lazy("Write the date as day, month and year.")


def date_field(label: Any, *, help_text: Any = "", required: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": required, "invalid": NOT_A_DATE},
    )


class StartForm(forms.Form):
    """Where one has started, and when one thinks one is done."""

    institution = forms.CharField(
        label=gettext_lazy("Place of study"),
        max_length=200,
        help_text=gettext_lazy(
            "The name of the school or college. For a trade certificate: the county, or the "
            "business that has approved you."
        ),
        error_messages={"required": gettext_lazy("Write where you study.")},
    )
    started_on = date_field(
        gettext_lazy("First day"), required=gettext_lazy("Write when you started.")
    )
    expected_end = date_field(
        gettext_lazy("Done about"),
        help_text=gettext_lazy("You can change it later."),
        required=gettext_lazy("Write when you think you are done; you can change it later."),
    )

    def __init__(self, path: Path, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        usual_end = today + datetime.timedelta(days=round(path.months * MONTH_DAYS))
        kwargs.setdefault("initial", {"started_on": today, "expected_end": usual_end})
        super().__init__(*args, **kwargs)


class ProgressForm(forms.Form):
    """How far one has come. A road without credits only asks when one thinks one is done."""

    on = date_field(
        gettext_lazy("Counted on"), required=gettext_lazy("Write which day it is counted on.")
    )
    expected_end = date_field(
        gettext_lazy("Done about"),
        required=gettext_lazy("Write when you think you are done; you can change it later."),
    )

    def __init__(self, taken: PathTaken, *args: Any, **kwargs: Any) -> None:
        facts = {
            "credits_done": taken.credits_done,
            "on": timezone.localdate(),
            "expected_end": taken.expected_end,
        }
        kwargs.setdefault("initial", facts)
        super().__init__(*args, **kwargs)
        if not (total := taken.path.credits):
            return
        between = _("Write a whole number from 0 to %(total)d.") % {"total": total}
        self.fields["credits_done"] = forms.IntegerField(
            label=gettext_lazy("Credits you have passed"),
            help_text=_("Of %(total)d in all.") % {"total": total},
            min_value=0,
            max_value=total,
            widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), between
            ),
        )
        self.order_fields(["credits_done", "on", "expected_end"])


class EndForm(forms.Form):
    """Completed, or left."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ended.")},
    )
    ended_on = date_field(
        gettext_lazy("Last day"), required=gettext_lazy("Write which day it ended.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ended_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (
                PathTaken.Outcome.COMPLETED.value,
                Card(
                    _("I have completed it"),
                    _("It is added to what you have learned, and your leader can confirm it."),
                ),
            ),
            (
                PathTaken.Outcome.LEFT.value,
                Card(_("I have stopped"), _("You can start again later.")),
            ),
        ]
