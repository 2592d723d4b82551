"""What a provider has to do with: somebody who speaks for it, its course, seats in a run."""

from functools import cached_property
from typing import Any

from tests.factories import (
    CatalogueFeedFactory,
    CatalogueFileFactory,
    ContactFactory,
    UserFactory,
    seat_asked,
    seat_confirmed,
)


class ProviderSlot:
    """Needs the slot's `owner`, `provider` and `run`."""

    owner: Any
    provider: Any
    run: Any

    @cached_property
    def contact(self) -> Any:
        """Beside whoever asks. With a contact, the provider keeps itself in order."""
        return ContactFactory(provider=self.provider)

    @property
    def course(self) -> Any:
        return self.run.course

    @cached_property
    def seat_to_answer(self) -> Any:
        return seat_asked(self.run, participant=UserFactory(), owner=self.owner)

    @cached_property
    def seat_given(self) -> Any:
        return seat_confirmed(self.run, participant=UserFactory(), owner=self.owner)

    # ── Files of courses ─────────────────────────────────────────────────────────────────────────

    @cached_property
    def course_file(self) -> Any:
        return CatalogueFileFactory(provider=self.provider, checked=True, counts={"new_run": 1})

    @cached_property
    def applied_course_file(self) -> Any:
        return CatalogueFileFactory(provider=self.provider, applied=True, counts={"new_run": 1})

    @cached_property
    def feed(self) -> Any:
        return CatalogueFeedFactory(provider=self.provider)
