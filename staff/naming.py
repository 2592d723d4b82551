"""Names that exist in both written languages: reference data, edited by whoever owns it."""

from django.db import models
from django.utils.translation import get_language


class NamedInBoth(models.Model):
    """A row with a name in bokmål and one in nynorsk."""

    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "nb")

    def name_in(self, language: str) -> str:
        return self.name_nn if language == "nn" else self.name_nb
