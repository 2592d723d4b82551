"""What one may narrow the list of courses by."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from catalogue.models import Course, Provider
from staff.forms.amounts import KronerField
from staff.forms.fields import DayField
from staff.forms.selects import PlainSelect
from staff.models import Sector

ALL: Final = ("", _("All"))
CREDITS: Final[Mapping[str, tuple[int, int]]] = {
    "0": (0, 0),
    "1-15": (1, 15),
    "16-30": (16, 30),
    "31": (31, 1000),
}
SHOWN_AT_ONCE: Final = ("text", "kind", "group", "fits", "open")


def _choice(label: Any, choices: Iterable[tuple[str, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[ALL, *choices],
        widget=PlainSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _said_wrong(name: str, **attrs: Any) -> dict[str, Any]:
    """The message has its place beside the input from the start, so that htmx can fill it."""
    return {"aria-describedby": f"id_{name}_error", **attrs}


def _day(name: str, label: Any) -> forms.DateField:
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_said_wrong(name, type="date")),
    )


class FindForm(forms.Form):
    """A field that makes no sense has a message of its own and is left out of the search.

    `credits` comes out as (fewest, most).
    """

    text = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_said_wrong("text", type="search")),
        error_messages={
            "max_length": _("Use fewer words."),
            "null_characters_not_allowed": _("Use ordinary letters."),
        },
    )
    kind = _choice(_("Kind"), Course.Kind.choices)
    group = _choice(_("Meant for"))
    fits = _tick(_("Fits me"))
    open = _tick(_("Can be applied for now"))
    sector = _choice(_("Where one works"), Sector.choices)
    provider_kind = _choice(_("Kind of provider"), Provider.Kind.choices)
    credits = _choice(
        _("Credits"),
        [
            ("0", _("Without credits")),
            ("1-15", _("Up to 15")),
            ("16-30", _("16 to 30")),
            ("31", _("More than 30")),
        ],
    )
    price = KronerField(
        label=_("Price at most"),
        required=False,
        may_be_nothing=True,
        widget=forms.TextInput(
            attrs=_said_wrong("price", size=12, inputmode="decimal", autocomplete="off")
        ),
    )
    starts_from = _day("starts_from", _("Starts on or after"))
    starts_to = _day("starts_to", _("Starts on or before"))
    online = _tick(_("Online"))
    free = _tick(_("With free seats"))

    def __init__(
        self,
        *args: Any,
        groups: Iterable[tuple[str, str]],
        has_post: bool,
        may_apply: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["group"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choice.choices = [ALL, *groups]
        if not has_post:
            del self.fields["fits"]
        if not may_apply:
            del self.fields["open"]

    def clean_credits(self) -> tuple[int, int] | None:
        return CREDITS.get(self.cleaned_data["credits"])

    def clean(self) -> dict[str, Any]:
        """Nothing starts between two days in the wrong order."""
        first, last = (self.cleaned_data.get(name) for name in ("starts_from", "starts_to"))
        if first and last and last < first:
            self.add_error("starts_to", ValidationError(_("Choose a day after the first one.")))
        return self.cleaned_data

    @property
    def first(self) -> list[BoundField]:
        return [field for field in self if field.name in SHOWN_AT_ONCE]

    @property
    def more(self) -> list[BoundField]:
        """Folded away until one needs them."""
        return [field for field in self if field.name not in SHOWN_AT_ONCE]

    @property
    def is_unfolded(self) -> bool:
        """Whether something in the fold is used, so that nobody wonders why so little is found."""
        return any(self.data.get(field.name) for field in self.more)

    @property
    def messages(self) -> str:
        """Where messages may come, for htmx: a comma-separated list of selectors."""
        described = (field for field in self if "aria-describedby" in field.field.widget.attrs)
        return ",".join(f"#{field.auto_id}_error" for field in described)
