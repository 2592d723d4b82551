"""Providers chosen one after the other, without a script: the choice stands in the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from catalogue.models import Provider
from staff.models import User

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A provider, and the address that adds it to those chosen, or takes it away.

    Without an address it cannot be chosen: nobody can answer for it.
    """

    provider: Provider
    url: str


class Choice:
    """The providers chosen so far, from the parameter `chosen`, at most 20."""

    def __init__(self, sent: QueryDict, text: str) -> None:
        numbers = (key for key in sent.getlist("chosen") if key.isdecimal() and len(key) < 12)
        self.keys = list(dict.fromkeys(map(int, numbers)))[:MOST]
        self.text = text

    @cached_property
    def providers(self) -> Sequence[Provider]:
        """Those that exist, in the order in which they were chosen."""
        found = Provider.objects.in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found]

    @property
    def chosen(self) -> list[Found]:
        """Each with the address that takes it away again."""
        return [
            Found(provider, self._url(key for key in self.keys if key != provider.pk))
            for provider in self.providers
        ]

    def rows(
        self, providers: Iterable[Provider], contacts: Mapping[int, list[User]]
    ) -> list[Found]:
        """Each with the address that adds it."""
        return [
            Found(each, self._url([*self.keys, each.pk]) if each.pk in contacts else "")
            for each in providers
        ]

    def _url(self, keys: Iterable[int]) -> str:
        return f"?{urlencode([('q', self.text), *(('chosen', key) for key in keys)])}"
