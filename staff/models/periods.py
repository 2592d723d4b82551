"""What is held from a day to a day, or until further notice."""

import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class HeldQuerySet(models.QuerySet[Row_co]):
    """Rows with `starts_on` and `ends_on`, both included."""

    def on(self, day: datetime.date) -> Self:
        """Held on that day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
