"""What a vocational training board writes about a trade, and how the notes are narrowed."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Provider, TradeNote
from staff.forms.cards import Card
from staff.forms.selects import PlainSelect
from staff.forms.texts import LongText
from staff.models import County, Owner, Subject

LONGEST_TEXT: Final = 4_000
NOT_THERE: Final = _("Choose one from the list.")


def _one_of(label: Any, empty: Any, *, required: bool = False) -> Any:
    return forms.ModelChoiceField(
        label=label,
        required=required,
        queryset=Subject.objects.none(),
        empty_label=empty,
        widget=PlainSelect,
        error_messages={"invalid_choice": NOT_THERE, "required": NOT_THERE},
    )


def _kinds() -> list[tuple[str, Card]]:
    """In the reader's language."""
    need, advice = TradeNote.Kind.NEED, TradeNote.Kind.ADVICE
    return [
        (need, Card(str(need.label), gettext("What teachers in the trade need to learn."))),
        (advice, Card(str(advice.label), gettext("What you think of what somebody offers."))),
    ]


class TradesFilter(forms.Form):
    trade = _one_of(_("Trade"), _("All"))
    county = _one_of(_("County"), _("All"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *TradeNote.Kind.choices],
        error_messages={"invalid_choice": NOT_THERE},
    )

    def __init__(
        self, *args: Any, trades: QuerySet[Subject], counties: QuerySet[County], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trade"].queryset = trades  # type: ignore[attr-defined]
        self.fields["county"].queryset = counties  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """A need in a trade, or advice on what somebody offers in it."""

    county = forms.TypedChoiceField(
        label=_("For which county?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the county."), "invalid_choice": NOT_THERE},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=_kinds,
        error_messages={
            "required": _("Choose whether it is a need or advice."),
            "invalid_choice": NOT_THERE,
        },
    )
    trade = _one_of(_("Trade"), _("Choose a trade"), required=True)
    provider = _one_of(_("Whose offer is the advice about?"), _("Nobody’s: it is a need"))
    text = LongText(
        label=_("What do you want to say?"),
        help_text=_("Vocational teachers, leaders and owners read this."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you want to say.")},
    )

    def __init__(
        self,
        *args: Any,
        boards: Sequence[Owner],
        trades: QuerySet[Subject],
        providers: QuerySet[Provider],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {board.pk: board for board in boards}
        self.fields["trade"].queryset = trades  # type: ignore[attr-defined]
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        if len(boards) == 1:
            del self.fields["county"]
        else:
            choices = [(board.pk, str(board)) for board in boards]
            self.fields["county"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Advice is about somebody's offer; a need is nobody's."""
        given = self.cleaned_data
        kind, provider = given.get("kind"), given.get("provider")
        if kind == TradeNote.Kind.ADVICE and provider is None and "provider" not in self.errors:
            self.add_error("provider", _("Choose whose offer the advice is about."))
        if kind == TradeNote.Kind.NEED and provider is not None:
            self.add_error("provider", _("A need is not about one offer. Choose nobody’s."))
        return given

    @property
    def board(self) -> Owner:
        """The county authority it is posted for."""
        return self.boards[self.cleaned_data.get("county") or next(iter(self.boards))]
