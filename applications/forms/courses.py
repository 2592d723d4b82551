"""Finding a course, and beginning to apply for it."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from applications.queries.outside import runs_to_choose
from catalogue.models import CourseRun
from staff.models import User


class StartForm(forms.Form):
    """Which course one pressed “apply” at; none is fine too."""

    course_run = forms.ModelChoiceField(
        queryset=CourseRun.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("That course is not offered in this round. Choose another.")
        },
    )

    def __init__(self, round: Round, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["course_run"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = runs_to_choose(round, user.pk)


class CourseFilter(forms.Form):
    CREDITS: Final[Mapping[str, tuple[int, int]]] = {
        "0": (0, 0),
        "1-15": (1, 15),
        "16-30": (16, 30),
        "31": (31, 1000),
    }

    text = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    credits = forms.ChoiceField(
        label=_("Credits"),
        required=False,
        choices=[
            ("", _("All")),
            ("0", _("Without credits")),
            ("1-15", _("Up to 15")),
            ("16-30", _("16 to 30")),
            ("31", _("More than 30")),
        ],
    )
    fits = forms.BooleanField(label=_("Only for my staff group"), required=False)
