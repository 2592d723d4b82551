"""What somebody has been given as a proof, pasted in or as a file."""

import re
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalogue import signing

ADDRESS: Final = re.compile(
    r"https?://\S+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?", re.IGNORECASE
)
NO_PROOF: Final = _("This is no proof of completion. A proof is a long text with two full stops.")


class VerifyForm(forms.Form):
    """Either the text or the file. `key` is set instead of a token when it was an address."""

    token = forms.CharField(
        label=_("The proof as text"),
        help_text=_("Paste the text or the address you were given."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or the proof as a file"),
        required=False,
        error_messages={"empty": _("The file is empty. Choose another.")},
    )
    key: UUID | None = None

    def clean_file(self) -> str:
        """The text of the file. Proofs are plain letters, digits and signs."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        try:
            if (file.size or 0) <= signing.LONGEST_TOKEN:
                return bytes(file.read()).decode("ascii").strip()
        except UnicodeDecodeError:
            pass
        raise ValidationError(NO_PROOF)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = "".join(cleaned.get("token", "").split()) or cleaned.get("file", "")
        if not given and not self.errors:
            self.add_error("token", _("Paste the proof, or choose its file."))
        if found := ADDRESS.fullmatch(given):
            self.key = UUID(found[1])
        cleaned["given"] = given
        return cleaned
