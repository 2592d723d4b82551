"""One line of the entry requirements: a form for each kind of requirement.

A line is always bound: to what was posted, or to what the tree already says. A quiet one keeps
what is wrong to itself: nobody is told off for a line they have only just added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.forms.entry_fields import PositionCodesField, SubjectCodesField
from staff.forms.fields import PercentOfPostField
from staff.models import Qualification, Sector
from staff.requirements.predicates import MOST_CREDITS, MOST_MONTHS
from staff.requirements.words import YEAR

SHORT: Final = {"size": 6, "inputmode": "numeric", "autocomplete": "off"}
WHOLE: Final = _("Write a whole number.")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a line can speak of: staff groups as (code, name), and subjects' names by code."""

    groups: Sequence[tuple[str, str]]
    subjects: Mapping[str, str]

    def lines(self, codes: str | list[str]) -> str:
        """Codes of subjects as one writes them: a name and a code on each line."""
        listed = [codes] if isinstance(codes, str) else codes
        return "\n".join(
            f"{self.subjects[code]} ({code})" if code in self.subjects else code for code in listed
        )


class RowForm(forms.Form):
    """`name` is the requirement it stands for; `FOLDED` are fields that only narrow it."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    FOLDED: ClassVar[Sequence[str]] = ()

    def __init__(self, known: Known, key: str, data: Any, *, quiet: bool) -> None:
        super().__init__(data, prefix=key)
        self.known, self.key, self.quiet = known, key, quiet
        self.is_complete = False
        for field in ("groups", "codes"):
            if isinstance(chosen := self.fields.get(field), forms.MultipleChoiceField):
                chosen.choices = list(known.groups)

    def full_clean(self) -> None:
        super().full_clean()
        self.is_complete = not self._errors  # type: ignore[has-type]
        if self.quiet:
            self._errors = ErrorDict()

    @property
    def leaf(self) -> dict[str, Values]:
        """The requirement as JSON, once the line is complete."""
        return {self.name: self.values()}

    def values(self) -> Values:
        """The values of the requirement, without those that say nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        """What somebody would have typed to get these values."""
        return values

    @classmethod
    def of_values(cls, values: Values, known: Known, key: str) -> "RowForm":
        data: MultiValueDict[str, str] = MultiValueDict()
        for name, value in cls.typed(values, known).items():
            data.setlist(f"{key}-{name}", value if isinstance(value, list) else [str(value)])
        return cls(known, key, data, quiet=True)

    def shown(self) -> Iterator[BoundField]:
        return (field for field in self if field.name not in self.FOLDED)

    def folded(self) -> list[BoundField]:
        return [field for field in self if field.name in self.FOLDED]

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors or field.value() for field in self.folded())


def _several(value: object) -> list[str]:
    """A code or a list of them, as a list."""
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def _sectors(**kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=Sector.choices, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class QualificationRow(RowForm):
    name = "has_qualification"
    title = _("Education or certificate")
    FOLDED = ("subjects", "level")

    kind = forms.MultipleChoiceField(
        label=_("One of these"),
        choices=Qualification.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    subjects = SubjectCodesField()
    level = forms.TypedChoiceField(
        label=_("At least at this level in the national qualifications framework"),
        choices=[("", _("Any level")), *((level, str(level)) for level in range(2, 9))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        return {
            "kind": _several(values["kind"]),
            "subjects": known.lines(values.get("subjects", [])),
            "level": values.get("level", ""),
        }


class CreditsRow(RowForm):
    name = "credits_at_least"
    title = _("Credits")

    n = forms.IntegerField(
        label=_("At least so many credits"),
        min_value=1,
        max_value=MOST_CREDITS,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("60 credits are one year of full-time study."),
        error_messages={"required": _("Write how many credits."), "invalid": WHOLE},
    )
    system = forms.ChoiceField(
        label=_("From"),
        choices=[("", _("Either")), *Qualification.CreditSystem.choices],
        required=False,
    )
    subject = SubjectCodesField()

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        return values | {"subject": known.lines(values.get("subject", []))}


class PracticeRow(RowForm):
    name = "practice_months_at_least"
    title = _("Practice")
    FOLDED = ("groups",)

    years = forms.IntegerField(
        label=_("Years"),
        min_value=0,
        max_value=MOST_MONTHS // YEAR,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Counted as full time: half a post for two years is one year."),
        error_messages={
            "required": _("Write how many years, 0 where it is only months."),
            "invalid": WHOLE,
        },
    )
    months = forms.IntegerField(
        label=_("and months"),
        min_value=0,
        max_value=MOST_MONTHS,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"invalid": WHOLE},
    )
    groups = forms.MultipleChoiceField(
        label=_("Only practice in posts in these staff groups"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Needs some practice, and no more than a lifetime of it."""
        found = super().clean() or self.cleaned_data
        total = _months(found)
        if not self.errors and not total:
            self.add_error("years", gettext("Write how long the practice must be."))
        if total > MOST_MONTHS:
            most = {"years": MOST_MONTHS // YEAR}
            self.add_error("years", gettext("Write %(years)d years at most.") % most)
        return found

    def values(self) -> Values:
        groups = self.cleaned_data["groups"]
        return {"n": _months(self.cleaned_data)} | ({"alike": [groups]} if groups else {})

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        years, months = divmod(values["n"], YEAR)
        [groups] = values.get("alike") or [[]]
        return {"years": years, "months": months or "", "groups": _several(groups)}


def _months(found: Mapping[str, Any]) -> int:
    return YEAR * (found.get("years") or 0) + (found.get("months") or 0)


class PercentRow(RowForm):
    name = "position_percent_at_least"
    title = _("Size of post")
    FOLDED = ("sectors",)

    hundredths = PercentOfPostField(
        label=_("A post of at least so many percent"),
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Write the percentage, such as 50.")},
    )
    sectors = _sectors(label=_("Only posts in these places"), required=False)

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        written = f"{values['hundredths'] / 100:g}".replace(".", ",")
        return {"hundredths": written, "sectors": _several(values.get("sectors", []))}


class SectorRow(RowForm):
    name = "works_in"
    title = _("Where one works")

    sectors = _sectors(
        label=_("In one of these places"), error_messages={"required": _("Tick at least one.")}
    )

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        return {"sectors": _several(values["sectors"])}


class GroupRow(RowForm):
    name = "staff_group"
    title = _("Staff group")

    codes = forms.MultipleChoiceField(
        label=_("In one of these staff groups"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        return {"codes": _several(values["codes"])}


class CodeRow(RowForm):
    name = "position_code"
    title = _("Position code")

    codes = PositionCodesField(
        label=_("One of these position codes"),
        help_text=_("With a comma between, such as 6572, 7517."),
        error_messages={"required": _("Write at least one code.")},
    )

    @classmethod
    def typed(cls, values: Values, known: Known) -> Values:
        return {"codes": ", ".join(_several(values["codes"]))}


ROWS: Final[Mapping[str, type[RowForm]]] = {
    row.name: row
    for row in (QualificationRow, CreditsRow, PracticeRow, PercentRow, SectorRow, GroupRow, CodeRow)
}
