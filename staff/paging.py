"""Pages of a long list. The last page costs what the first does: it is counted from the end."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 25


class NearestEndPaginator(Paginator, Generic[Row]):  # type: ignore[type-arg]  # not at run time
    """Finds a page's keys from whichever end is nearer, then fetches only those rows.

    `keys` decides order and filter and should be answered by an index alone; `rows` adds what
    the page shows of each.
    """

    def __init__(self, keys: QuerySet[Row], rows: QuerySet[Row], per_page: int = PAGE_SIZE) -> None:
        super().__init__(keys, per_page)
        self.keys, self.rows = keys, rows

    def page(self, number: int | str) -> Page[Row]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        size = max(0, min(self.per_page, self.count - first))
        from_end = self.count - first - size
        if first <= from_end:
            pks = list(self.keys.values_list("pk", flat=True)[first : first + size])
        else:
            backwards = self.keys.reverse().values_list("pk", flat=True)
            pks = list(backwards[from_end : from_end + size])[::-1]
        found: dict[Any, Row] = self.rows.in_bulk(pks) if pks else {}
        rows: Sequence[Row] = [found[pk] for pk in pks if pk in found]
        return Page(rows, number, self)
