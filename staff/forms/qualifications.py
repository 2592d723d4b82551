"""One form for each kind of qualification: only the fields that say something about it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.files import content_type_of, safe_name
from staff.forms.profile import AtEmployerForm
from staff.models import Employee, Qualification, Subject

Kind = Qualification.Kind
OLDEST: Final = 1940
# What a kind asks for, in order. Title and year are asked of all.
ASKED: Final[Mapping[str, Sequence[str]]] = {
    Kind.TRADE_CERTIFICATE: ("title", "subject", "institution", "year"),
    Kind.JOURNEYMAN: ("title", "subject", "institution", "year"),
    Kind.FAGSKOLE: ("title", "subject", "institution", "level", "credits", "year"),
    Kind.DEGREE: ("title", "subject", "institution", "level", "credits", "year"),
    Kind.PPU: ("title", "subject", "institution", "credits", "year"),
    Kind.PRACTICE: ("title", "subject", "institution", "months", "year"),
    Kind.ASSESSED: ("title", "subject", "institution", "level", "year"),
    Kind.ENTRANCE: ("title", "institution", "year"),
}
ABOUT: Final[Mapping[str, str | Promise]] = {
    Kind.TRADE_CERTIFICATE: _("Fagbrev, in a trade with an examination in practice"),
    Kind.JOURNEYMAN: _("Svennebrev, in a craft"),
    Kind.FAGSKOLE: _("Fagskole, with fagskole credits"),
    Kind.DEGREE: _("Bachelor, master or other education at a university or university college"),
    Kind.PPU: _("PPU or PPU-Y"),
    Kind.PRACTICE: _("Work in the trade, in months"),
    Kind.ASSESSED: _("Realkompetanse, assessed by a county, fagskole or university"),
    Kind.ENTRANCE: _("Generell studiekompetanse"),
}
LEVELS: Final = {
    Kind.FAGSKOLE: ((5, _("5: vocational college")),),
    Kind.DEGREE: (
        (6, _("6: bachelor and single courses")),
        (7, _("7: master")),
        (8, _("8: doctor")),
    ),
    Kind.ASSESSED: (
        (2, _("2: lower secondary school")),
        (3, _("3: part of upper secondary school")),
        (4, _("4: upper secondary school, trade certificate")),
        (5, _("5: vocational college")),
        (6, _("6: bachelor and single courses")),
        (7, _("7: master")),
    ),
}
INSTITUTIONS: Final = {
    Kind.TRADE_CERTIFICATE: _("County that issued it"),
    Kind.JOURNEYMAN: _("County that issued it"),
    Kind.PRACTICE: _("Where you worked"),
    Kind.ASSESSED: _("Who assessed it"),
}


class QualificationForm(AtEmployerForm):
    """Built for one kind; `facts()` is what the service takes."""

    title = forms.CharField(
        label=_("What is it called?"),
        max_length=200,
        help_text=_("As it stands on the diploma or certificate."),
        error_messages={"required": _("Write what it is called.")},
    )
    subject = forms.ModelChoiceField(
        label=_("Subject or trade"),
        queryset=Subject.objects.none(),
        required=False,
        empty_label=_("Not in the list"),
    )
    institution = forms.CharField(label=_("Institution"), required=False, max_length=200)
    level = forms.TypedChoiceField(
        label=_("Level in the national qualifications framework"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    credits = forms.IntegerField(
        label=_("Credits"),
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, such as 60.")},
    )
    months = forms.IntegerField(
        label=_("Months of practice, counted as full time"),
        min_value=1,
        max_value=720,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many months of practice it is."),
            "invalid": _("Write a whole number, such as 60."),
        },
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=OLDEST,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={
            "required": _("Write the year."),
            "invalid": _("Write the year with four digits."),
        },
    )
    document = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("Your diploma or certificate. You, your leader and your employer can open it."),
        widget=forms.FileInput,
        error_messages={"empty": _("The file is empty. Choose another.")},
    )
    without_document = forms.BooleanField(label=_("Remove the document"), required=False)

    def __init__(
        self,
        kind: str,
        employments: Sequence[Employee],
        *args: Any,
        existing: Qualification | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind = kind
        if existing is not None:
            kwargs["initial"] = {name: getattr(existing, name) for name in ASKED[kind]}
        super().__init__(employments, *args, **kwargs)
        has_document = existing is not None and bool(existing.document)
        asked = ["employer", *ASKED[kind], "document"]
        self._keep([*asked, "without_document"] if has_document else asked)
        self._fit(kind)

    def facts(self) -> dict[str, Any]:
        """The fields of the kind; whose credits they are follows from the kind."""
        facts = {name: self.cleaned_data[name] for name in ASKED[self.kind]}
        if "credits" in facts:
            system = Qualification.CreditSystem
            whose = system.FAGSKOLE if self.kind == Kind.FAGSKOLE else system.HIGHER
            facts["credit_system"] = whose if facts["credits"] else ""
        return facts

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(gettext("The year has not come yet."))
        return year

    def clean_document(self) -> "UploadedFile[bytes] | None":
        upload: UploadedFile[bytes] | None = self.cleaned_data["document"]
        if upload is None:
            return None
        upload.name = safe_name(upload.name or "", content_type_of(upload))
        return upload

    def _keep(self, asked: Sequence[str]) -> None:
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
        self.order_fields(asked)

    def _fit(self, kind: str) -> None:
        """Words and choices that depend on the kind."""
        if kind in INSTITUTIONS:
            self.fields["institution"].label = INSTITUTIONS[Kind(kind)]
        if isinstance(level := self.fields.get("level"), forms.TypedChoiceField):
            level.choices = [("", _("Not known")), *LEVELS[Kind(kind)]]
        if isinstance(subject := self.fields.get("subject"), forms.ModelChoiceField):
            subjects = Subject.objects.all()
            if kind in (Kind.TRADE_CERTIFICATE, Kind.JOURNEYMAN, Kind.PRACTICE):
                subjects = subjects.filter(kind=Subject.Kind.TRADE)
            subject.queryset = subjects
