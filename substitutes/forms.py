"""What leaders and substitutes fill in: few things, most of them a button."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff import formats
from staff.forms.amounts import KronerField
from staff.forms.cards import Card
from staff.money import kroner
from substitutes import queries
from substitutes.models import Order, Substitute


class BookForm(forms.Form):
    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=Substitute.objects.none(),
        error_messages={
            "required": _("Choose a substitute from the list."),
            "invalid_choice": _("That substitute is not in the pool. Choose one from the list."),
        },
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = queries.pool(order)


class MoneyForm(forms.Form):
    """Which earmark pays for the cover of a placement, and how much is set aside."""

    earmark = forms.TypedChoiceField(
        label=_("Which money?"),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={
            "required": _("Choose which money pays."),
            "invalid_choice": _("This money is for something else. Choose another earmark."),
        },
    )
    amount = KronerField(label=_("How much to set aside, in kroner"))

    def __init__(self, *args: Any, sources: Sequence[queries.Source], **kwargs: Any) -> None:
        dearest_ore = max((source.cost_ore for source in sources), default=0)
        kwargs["initial"] = {"amount": -(-dearest_ore // 100) * 100}  # whole kroner, upwards
        if len(sources) == 1:
            kwargs["initial"]["earmark"] = sources[0].line.earmark.pk
        super().__init__(*args, **kwargs)
        self.sources = {source.line.earmark.pk: source for source in sources}
        earmark = self.fields["earmark"]
        assert isinstance(earmark, forms.TypedChoiceField)  # noqa: S101  (for the type checker)
        earmark.choices = [(pk, _card(source)) for pk, source in self.sources.items()]
        self.fields["amount"].help_text = _(
            "The estimate is at the pay of whoever is away. What is not used becomes available "
            "again."
        )

    @property
    def chosen(self) -> queries.Source:
        return self.sources[self.cleaned_data["earmark"]]


def _card(source: queries.Source) -> Card:
    words = _("%(left)s left, to be spent by %(day)s. The cover comes to about %(cost)s.") % {
        "left": kroner(source.line.balance.available_ore),
        "day": formats.day(source.line.earmark.spend_by),
        "cost": kroner(source.cost_ore // 100 * 100),
    }
    return Card(source.line.earmark.name, str(words))


class HoursForm(forms.Form):
    up_to = forms.DateField(
        label=_("Up to and including"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
        error_messages={
            "required": _("Write the last day that was worked."),
            "invalid": _("Write a date, such as 18.08.2027."),
        },
    )


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, I come")), ("no", _("No, I cannot"))],
        coerce=lambda answer: answer == "yes",
        error_messages={
            "required": _("Answer yes or no."),
            "invalid_choice": _("Answer yes or no."),
        },
    )
