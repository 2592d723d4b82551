"""Fields of a line in the entry requirements that are written as text: subjects, position codes."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.forms.providing_courses import SubjectsField

MOST_CODES: Final = 30
LONGEST_CODE: Final = 50


class SubjectCodesField(SubjectsField):
    """Subjects and trades as one writes them; gives their codes."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("In these subjects or trades"),
            help_text=gettext_lazy("Grep codes or names, one on each line. Empty: in anything."),
            widget=forms.Textarea(attrs={"rows": 2}),
            required=False,
        )

    def clean(self, value: Any) -> list[str]:
        return [subject.code for subject in super().clean(value)]


class PositionCodesField(forms.CharField):
    """Position codes with commas or line breaks between; gives a list of them."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        written = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", text))))
        if not written:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(written) > MOST_CODES:
            raise ValidationError(_("Write %(most)d codes at most.") % {"most": MOST_CODES})
        if long := [code for code in written if len(code) > LONGEST_CODE]:
            raise ValidationError(_("“%(code)s” is too long for a code.") % {"code": long[0][:20]})
        return written
