"""What the owner sends: the next step of a round, and the ranking."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.queries.rounds import BY_HAND
from applications.states import RoundAction

UP, DOWN = "up", "down"


class StepForm(forms.Form):
    """The steps that are taken by hand. The others follow from the distribution."""

    action = forms.TypedChoiceField(
        choices=[(action.value, action.label) for action in BY_HAND.values()],
        coerce=RoundAction,
        error_messages={
            "required": _("Choose a step."),
            "invalid_choice": _("The round takes this step when its distribution does."),
        },
    )


class RankingForm(forms.Form):
    """Places typed into the list as it was seen.

    `seen` holds every case of the round in the order that was on the screen; the page shows some
    of them, each with a field for its place. Only a place that was changed moves a case.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    move = forms.RegexField(r"^[0-9]+:(up|down)$", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name in data:
            if name.startswith("place-") and name[6:].isdecimal():
                self.fields[name] = forms.IntegerField(
                    min_value=1,
                    max_value=1_000_000,
                    label=_("Place"),
                    error_messages=dict.fromkeys(
                        ("required", "invalid", "min_value", "max_value"),
                        _("Write a place: a whole number from 1."),
                    ),
                )

    def clean_seen(self) -> list[int]:
        keys = self.cleaned_data["seen"].split(",")
        if not all(key.isdecimal() for key in keys) or len(set(keys)) < len(keys):
            raise ValidationError(_("The list could not be read. Open the page again."))
        return [int(key) for key in keys]

    def typed(self) -> dict[int, str]:
        """What stands in the fields, by case."""
        return {int(name[6:]): self.data[name] for name in self._places()}

    def row_errors(self) -> dict[int, str]:
        return {
            int(name[6:]): " ".join(map(str, self.errors.get(name, []))) for name in self._places()
        }

    def changed(self) -> dict[int, int]:
        """Case → new place, for those whose place is not the one that was seen."""
        seen: list[int] = self.cleaned_data["seen"]
        places = {pk: place for place, pk in enumerate(seen, start=1)}
        wanted = {int(name[6:]): self.cleaned_data[name] for name in self._places()}
        return {pk: place for pk, place in wanted.items() if places.get(pk, place) != place}

    def order(self) -> list[int]:
        """The list as it was seen, with what was typed and the button that was pressed."""
        order = moved(self.cleaned_data["seen"], self.changed())
        pk, _colon, direction = self.cleaned_data["move"].partition(":")
        return nudged(order, int(pk), direction) if pk else order

    def ties(self) -> int:
        """How many were given a place that another one in the list was given as well."""
        places = list(self.changed().values())
        return sum(1 for place in places if places.count(place) > 1)

    def _places(self) -> list[str]:
        return [name for name in self.fields if name.startswith("place-")]


def moved(order: Sequence[int], changed: dict[int, int]) -> list[int]:
    """Each changed case at its new place; the others keep their order around them.

    Two with the same new place come one after the other, as they stood. Too large a place is last.
    """
    result = [pk for pk in order if pk not in changed]
    for pk in sorted((pk for pk in order if pk in changed), key=lambda pk: changed[pk]):
        result.insert(_free_from(result, changed, changed[pk]), pk)
    return result


def _free_from(result: Sequence[int], changed: dict[int, int], place: int) -> int:
    """The index for a place: behind those that were given the same one."""
    index = place - 1
    while index < len(result) and changed.get(result[index], place + 1) <= place:
        index += 1
    return index


def nudged(order: Sequence[int], pk: int, direction: str) -> list[int]:
    """One place up or down; at the end of the list nothing happens."""
    result = list(order)
    if pk not in result:
        return result
    here = result.index(pk)
    there = here - 1 if direction == UP else here + 1
    if 0 <= there < len(result):
        result[here], result[there] = result[there], result[here]
    return result
