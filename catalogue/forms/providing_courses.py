"""What a provider writes about a course."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Course, Provider
from catalogue.queries.subjects import MOST, subjects_named
from staff.forms.texts import LongText
from staff.models import Path, Sector, Subject
from staff.queries.codes import real_groups
from staff.queries.roads import paths_on

Kind = Course.Kind
MOST_CREDITS: Final = 300
LONGEST_DESCRIPTION: Final = 5000
# Levels of the national framework, as diplomas write them.
LEVELS: Final = ("2", "3", "4", "4A", "4B", "5.1", "5.2", "6.1", "6.2", "7", "8")


class SubjectsField(forms.CharField):
    """Codes or names, one on each line or with commas between, as a list of subjects."""

    default_error_messages = {
        "several": _("“%(word)s” is several: %(names)s. Write the code."),
        "unknown": _("We know no subject or trade called “%(word)s”."),
        "perhaps": _("We know no subject or trade called “%(word)s”. Did you mean %(names)s?"),
        "too_many": _("Write at most %(most)s subjects and trades."),
    }

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        found = subjects_named(text)
        wrong = [self._wrong("several", word, meant) for word, meant in found.several.items()]
        for word, meant in found.unknown.items():
            wrong.append(self._wrong("perhaps" if meant else "unknown", word, meant))
        if len(found.subjects) > MOST:
            said = self.error_messages["too_many"]
            wrong.append(ValidationError(said, code="too_many", params={"most": MOST}))
        if wrong:
            raise ValidationError(wrong)
        return found.subjects

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_with_code, value)) if isinstance(value, list) else value

    def _wrong(self, code: str, word: str, meant: Iterable[Subject]) -> ValidationError:
        params = {"word": word, "names": ", ".join(map(_with_code, meant))}
        return ValidationError(self.error_messages[code], code=code, params=params)


class CourseForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("In your own language, the way people know the course."),
        error_messages={"required": _("Write what the course is called.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind of course"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which kind of course it is.")},
    )
    description = LongText(
        label=_("Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        help_text=_("What one learns, how it is taught, and for whom. Plain text."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    credits = forms.IntegerField(
        label=_("Credits"),
        required=False,
        min_value=0,
        max_value=MOST_CREDITS,
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
        label=_("Level in the national qualifications framework"), required=False
    )
    staff_groups: Any = forms.ModelMultipleChoiceField(
        label=_("Staff groups it is meant for"),
        queryset=real_groups(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it is for everybody."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Where those work whom it is meant for"),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everywhere."),
    )
    subjects = SubjectsField(
        label=_("Subjects and trades"),
        required=False,
        help_text=_("Grep codes or names, one on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    road = forms.TypedChoiceField(
        label=_("Road to a qualification it is part of"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    code = forms.CharField(
        label=_("Code in your own system"),
        required=False,
        max_length=60,
        help_text=_("Files and feeds of courses find the course by it."),
        widget=forms.TextInput(attrs={"size": 20}),
    )

    def __init__(
        self, *args: Any, provider: Provider, course: Course | None = None, **kwargs: Any
    ) -> None:
        if course is not None:
            kwargs.setdefault("initial", _initial(course))
        super().__init__(*args, **kwargs)
        self.provider, self.course = provider, course
        level = course.nqf_level if course else ""
        levels = [*LEVELS, *([level] if level and level not in LEVELS else [])]
        self._choose("nqf_level", [("", _("Not placed")), *((each, each) for each in levels)])
        self._choose("road", [("", _("None")), *self._roads()])

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if self._others().filter(title__iexact=title).exists():
            raise ValidationError(_("You have another course with this title. Choose another."))
        return title

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code and self._others().filter(code__iexact=code).exists():
            raise ValidationError(_("You have another course with this code."))
        return code

    def clean(self) -> None:
        """Credits and the kind of course belong together."""
        told = self.cleaned_data
        if "credits" not in told:
            return
        told["credits"] = told["credits"] or 0
        if told.get("kind") == Kind.WITH_CREDITS and not told["credits"]:
            self.add_error("credits", _("Write how many credits the course gives."))
        elif told.get("kind") == Kind.WITHOUT_CREDITS and told["credits"]:
            said = _("A course without credits cannot have %(value)s credits.")
            self.add_error("credits", ValidationError(said, params={"value": told["credits"]}))
        elif told["credits"] and not told.get("credit_system"):
            self.add_error("credit_system", _("Choose whose credits they are."))
        elif not told["credits"]:
            told["credit_system"] = ""

    def changes(self) -> dict[str, Any]:
        """What `save_course` takes beside the staff groups and subjects."""
        named = ("title", "kind", "description", "credits", "credit_system", "nqf_level")
        changes = {name: self.cleaned_data[name] for name in (*named, "sectors", "code")}
        return changes | {"road_id": self.cleaned_data["road"]}

    def _others(self) -> Any:
        return self.provider.courses.exclude(pk=self.course.pk if self.course else 0)

    def _roads(self) -> list[tuple[int, str]]:
        """Today's, and the one the course is on already."""
        paths: list[Path] = paths_on(timezone.localdate())
        if self.course and self.course.road and self.course.road not in paths:
            paths.append(self.course.road)
        return [(path.pk, str(path)) for path in paths]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices


def _initial(course: Course) -> dict[str, Any]:
    named = ("title", "kind", "description", "credits", "credit_system", "nqf_level", "code")
    initial = {name: getattr(course, name) for name in (*named, "sectors")}
    return initial | {
        "staff_groups": course.staff_groups.all(),
        "subjects": list(course.subjects.all()),
        "road": course.road_id,
    }


def _with_code(subject: Subject) -> str:
    return f"{subject} ({subject.code})"
