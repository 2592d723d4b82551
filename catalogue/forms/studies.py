"""A study outside the catalogue, as its employee describes it; and what the owner answers."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue import loads
from catalogue.forms.providing_courses import LEVELS, LONGEST_DESCRIPTION, MOST_CREDITS
from catalogue.importing.matching import ONLINE
from catalogue.models import Course, Provider
from staff.forms.amounts import KronerField, PercentField
from staff.forms.fields import DayField
from staff.forms.profile import AtEmployerForm
from staff.forms.texts import LongText
from staff.models import Employee

INSTITUTIONS: Final = (
    Provider.Kind.UNIVERSITY,
    Provider.Kind.UNIVERSITY_COLLEGE,
    Provider.Kind.FAGSKOLE,
    Provider.Kind.STUDY_ASSOCIATION,
)
COURSE: Final = ("title", "description", "credits", "credit_system", "nqf_level")
RUN: Final = (
    "starts_on",
    "ends_on",
    "place",
    "is_online",
    "study_load",
    "terms",
    "price_ore",
    "apply_by",
)
# What the models call it → what the form calls it.
CALLED_HERE: Final[Mapping[str, str]] = {"name": "institution", "apply_at": "link"}


class StudyForm(AtEmployerForm):
    title = forms.CharField(
        label=_("What is the study called?"),
        max_length=150,
        help_text=_("As the institution writes it."),
        error_messages={"required": _("Write what the study is called.")},
    )
    institution = forms.CharField(
        label=_("Which institution offers it?"),
        max_length=200,
        error_messages={"required": _("Write the name of the institution.")},
    )
    provider_kind = forms.ChoiceField(
        label=_("What kind of institution is it?"),
        choices=[(kind.value, kind.label) for kind in INSTITUTIONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of institution it is.")},
    )
    link = forms.URLField(
        label=_("Where does the institution describe it?"),
        max_length=200,
        assume_scheme="https",
        help_text=_("The address of the page about the study, so that your employer can look."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={
            "required": _("Write the address of the page about the study."),
            "invalid": _("Write an address that begins with https://."),
        },
    )
    description = LongText(
        label=_("What does one learn?"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    credits = forms.IntegerField(
        label=_("Credits"),
        required=False,
        min_value=0,
        max_value=MOST_CREDITS,
        help_text=_("Leave it empty if the study gives none."),
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 0 to 300.")
        ),
    )
    credit_system = forms.ChoiceField(
        label=_("Whose credits"),
        choices=[("", _("No credits")), *Course.CreditSystem.choices],
        required=False,
    )
    nqf_level = forms.ChoiceField(
        label=_("Level in the national qualifications framework"),
        choices=[("", _("I do not know")), *((level, level) for level in LEVELS)],
        required=False,
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    is_online = forms.BooleanField(label=_("The study is online"), required=False)
    place = forms.CharField(
        label=_("Where is it held?"),
        required=False,
        max_length=120,
        help_text=_("A town. A study that is only online may leave it empty."),
    )
    study_load = PercentField(
        label=_("Study load"),
        required=False,
        help_text=_(
            "Percent of full-time study. Leave it empty, and we work it out from credits and dates."
        ),
    )
    terms = forms.IntegerField(
        label=_("Terms"),
        required=False,
        min_value=1,
        max_value=loads.MOST_TERMS,
        help_text=_("How many half years it lasts. Leave it empty, and we work it out."),
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 1 to 12.")
        ),
    )
    price_ore = KronerField(
        label=_("Price in kroner for the whole study"),
        may_be_nothing=True,
        help_text=_("Write 0 if it costs nothing."),
    )
    apply_by = DayField(
        label=_("Last day to apply to the institution"),
        required=False,
        help_text=_("You apply there yourself, besides applying to your employer."),
    )

    def __init__(self, employments: Sequence[Employee], *args: Any, **kwargs: Any) -> None:
        super().__init__(employments, *args, **kwargs)
        self.order_fields(["employer"])

    def clean(self) -> None:
        told = self.cleaned_data
        self._check_days(told)
        if told.get("credits") and not told.get("credit_system"):
            self.add_error("credit_system", _("Choose whose credits they are."))
        if "place" in told and not told["place"]:
            if told.get("is_online"):
                told["place"] = ONLINE
            else:
                self.add_error("place", _("Write where the study is held."))
        if not self.errors:
            self._work_out(told)

    def _check_days(self, told: dict[str, Any]) -> None:
        first, last, by = (told.get(name) for name in ("starts_on", "ends_on", "apply_by"))
        if first and first < timezone.localdate():
            self.add_error("starts_on", _("The study has begun. Describe one that begins later."))
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first. Change one of them."))
        if first and by and by > first:
            self.add_error("apply_by", _("One applies before the course starts."))

    def _work_out(self, told: dict[str, Any]) -> None:
        """Load and terms, where they are left empty."""
        days = told["starts_on"], told["ends_on"]
        told["credits"] = told["credits"] or 0
        if not told["credits"]:
            told["credit_system"] = ""
        if not self.data.get("study_load", "").strip():
            told["study_load"] = min(loads.WHOLE, loads.study_load(told["credits"], *days))
        told["terms"] = told["terms"] or loads.terms(*days)

    def course(self) -> dict[str, Any]:
        kind = Course.Kind.WITH_CREDITS if self.cleaned_data["credits"] else None
        facts = {name: self.cleaned_data[name] for name in COURSE}
        return facts | {"kind": kind or Course.Kind.WITHOUT_CREDITS}

    def run(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in RUN}

    def say_refused(self, error: ValidationError) -> None:
        """What the models say, each beside the field it is about."""
        for name, errors in getattr(error, "error_dict", {"": [error]}).items():
            field = CALLED_HERE.get(name, name)
            self.add_error(field if field in self.fields else None, errors)


class CheckForm(forms.Form):
    """The owner's answer. `answer` is which of the two buttons was pressed."""

    ACCEPT: Final = "accept"
    REFUSE: Final = "refuse"

    reason = LongText(
        label=_("Note, or the reason why not"),
        required=False,
        max_length=2000,
        help_text=_("The employee reads it. Needed only if you do not accept."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.ChoiceField(
        choices=[(ACCEPT, ACCEPT), (REFUSE, REFUSE)],
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Press one of the two buttons.")
        ),
    )

    def clean(self) -> None:
        refuses = self.cleaned_data.get("answer") == self.REFUSE
        if refuses and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", _("Write why the study is not accepted."))
