"""Long texts, as people write and paste them."""

from typing import Any

from django import forms


class LongText(forms.CharField):
    """Text of some length: line breaks count as one character, as the counter on the page says.

    Emoji and marks of writing direction are kept. NUL, which no database text can hold, is not.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\x00", "")
