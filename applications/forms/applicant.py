"""The application in steps. Each form keeps what was typed, also when it is not finished."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.queries.outside import runs_to_choose
from applications.queries.support import Support
from catalogue.models import CourseRun
from funding.costs import HUNDRED_PERCENT
from staff.files import content_type_of, safe_name
from staff.forms.amounts import PercentField, WeekdaysField, shown_percent
from staff.forms.cards import Card
from staff.forms.texts import LongText
from staff.models import Position
from staff.money import kroner

WHY_LENGTH: Final = 5000
MAX_FILES: Final = 10


class StepForm(forms.Form):
    """One step. Saved in part, nothing is required of it.

    `conditional` fields are required only by other answers: the form's own `clean` says when.
    """

    conditional: tuple[str, ...] = ()

    def __init__(
        self, application: Application, *args: Any, in_part: bool = False, **kwargs: Any
    ) -> None:
        self.application, self.in_part = application, in_part
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        # Required all the same when it is shown again: only this look at it is lenient.
        spared = [
            field
            for name, field in self.fields.items()
            if field.required and (self.in_part or name in self.conditional)
        ]
        for field in spared:
            field.required = False
        super().full_clean()
        for field in spared:
            field.required = True

    def changes(self) -> dict[str, Any]:
        """What the service is to save."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class PositionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: Position) -> str:
        label = f"{obj.code}, {shown_percent(obj.percent)} %"
        return Card(label, f"{obj.workplace}, {obj.code.staff_group}")


class RunField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: CourseRun) -> str:
        course = obj.course
        if not course.credits:
            return f"{course}, {course.provider}, {obj.place}"
        return gettext("%(course)s, %(credits)d credits, %(provider)s, %(place)s") % {
            "course": course,
            "credits": course.credits,
            "provider": course.provider,
            "place": obj.place,
        }


class AboutForm(StepForm):
    position = PositionField(
        label=_("The position you apply from"),
        queryset=Position.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the position you apply from.")},
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"position": application.position_id})
        super().__init__(application, *args, **kwargs)
        field = self.fields["position"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = (
            Position.objects.on(timezone.localdate())
            .filter(employee=application.employee_id)
            .select_related("code__staff_group", "workplace")
            .order_by("-percent", "pk")
        )

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes().items() if value}


class CourseForm(StepForm):
    course_run = RunField(
        label=_("Course"),
        queryset=CourseRun.objects.none(),
        empty_label=_("Choose a course"),
        error_messages={
            "required": _("Choose a course."),
            "invalid_choice": _("That course is not offered in this round. Choose another."),
        },
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"course_run": application.course_run_id})
        super().__init__(application, *args, **kwargs)
        field = self.fields["course_run"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = runs_of(application)


class SchemeForm(StepForm):
    conditional = ("leave_percent", "leave_weekdays")

    scheme = forms.TypedChoiceField(
        label=_("Which scheme do you apply for?"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("Choose a scheme.")},
    )
    leave_percent = PercentField(
        label=_("Leave, percent of a full post"),
        help_text=_(
            "Only for leave with cover. Leave is a part of a full post, also if you work part time."
        ),
    )
    leave_weekdays = WeekdaysField(
        label=_("Which weekdays do you want leave?"),
        help_text=_("Only for leave with cover. Your leader plans cover for these days."),
    )

    def __init__(
        self, application: Application, *args: Any, supports: Sequence[Support], **kwargs: Any
    ) -> None:
        self.supports = {support.scheme.pk: support for support in supports}
        kwargs.setdefault("initial", _scheme_initial(application, supports))
        super().__init__(application, *args, **kwargs)
        group = str(application.staff_group)
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (pk, Card(str(support.scheme), describe(support, group)))
            for pk, support in self.supports.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        support = self.supports.get(cleaned.get("scheme") or 0)
        if support is None:
            return cleaned
        if not support.scheme.is_substitute:  # money instead of leave
            cleaned["leave_percent"], cleaned["leave_weekdays"] = 0, []
            return cleaned
        self._check_leave(cleaned, support)
        return cleaned

    def _check_leave(self, cleaned: dict[str, Any], support: Support) -> None:
        most = support.leave_percent or HUNDRED_PERCENT
        leave = cleaned.get("leave_percent")
        if leave is not None and leave > most:
            words = gettext("This scheme gives at most %(most)s %% leave for the course.")
            self.add_error("leave_percent", words % {"most": shown_percent(most)})
        if self.in_part:
            return
        if leave == 0:
            self.add_error("leave_percent", _("Say how much leave you want, such as 25."))
        if not cleaned.get("leave_weekdays"):
            self.add_error("leave_weekdays", _("Choose at least one weekday."))

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        support = self.supports.get(changes.pop("scheme") or 0)
        return changes | {"scheme": support.scheme if support else None}


class WhyForm(StepForm):
    why = LongText(
        label=_("Why do you want to take this course?"),
        help_text=_(
            "What do you and your workplace need it for? Your leader and your employer read this."
        ),
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": _("Write why you want to take the course."),
            "max_length": _(
                "The text has %(show_value)d characters, and there is room for %(limit_value)d. "
                "Shorten it: all you wrote is still here."
            ),
        },
    )
    file = forms.FileField(
        label=_("Attachment"),
        required=False,
        help_text=_("For example your diploma or the description of the course."),
        error_messages={"empty": _("The file is empty. Choose another.")},
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"why": application.why})
        super().__init__(application, *args, **kwargs)
        self.content_type = ""

    def clean_file(self) -> "UploadedFile[bytes] | None":
        upload: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if upload is None:
            return None
        if self.application.attachments.count() >= MAX_FILES:
            raise ValidationError(
                ngettext(
                    "There is room for %(count)d file.",
                    "There is room for %(count)d files.",
                    MAX_FILES,
                )
                % {"count": MAX_FILES}
            )
        self.content_type = content_type_of(upload)
        upload.name = safe_name(upload.name or "", self.content_type)
        return upload


def runs_of(application: Application) -> Any:
    """The course runs one can choose in the round, with what a label needs."""
    found = runs_to_choose(application.round, application.applicant_id).for_display()
    return found.order_by("course__title", "starts_on", "pk")


def describe(support: Support, group: str) -> str:
    """What a scheme gives for the chosen course, who pays, and whether there is money for one."""
    sentences = [_gives(support)]
    if not support.for_group:
        sentences.append(
            gettext("It is not open to your staff group (%(group)s) today.") % {"group": group}
        )
    elif support.has_money:
        sentences.append(gettext("Your employer has money for your staff group here."))
    else:
        sentences.append(gettext("Your employer has no money for your staff group here this year."))
    return " ".join(sentences)


def _gives(support: Support) -> str:
    if support.terms is None:
        return gettext("No rate is registered for it when the course starts.")
    values = {
        "leave": shown_percent(support.leave_percent),
        "stipend": kroner(support.stipend_ore),
        "state": shown_percent(support.terms.state_share),
        "owner": shown_percent(support.terms.owner_share),
    }
    if not support.leave_percent and not support.stipend_ore:
        return gettext("It pays the course fee. The course gives no credits to count by.")
    if not support.scheme.is_substitute:
        return gettext("You get %(stipend)s and study in your own time.") % values
    return (
        gettext(
            "You get up to %(leave)s %% paid leave, and your workplace gets cover. The state pays "
            "%(state)s %%, your employer %(owner)s %%."
        )
        % values
    )


def _scheme_initial(application: Application, supports: Sequence[Support]) -> dict[str, Any]:
    """What was saved; before that, the leave that the (only, or first) scheme with cover gives."""
    leave = application.leave_percent
    if not leave and (application.scheme is None or application.scheme.is_substitute):
        given = [s.leave_percent for s in supports if s.leave_percent]
        leave = given[0] if given else 0
    return {
        "scheme": application.scheme_id,
        "leave_percent": leave or "",
        "leave_weekdays": application.leave_weekdays,
    }
