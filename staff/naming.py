"""Names that exist in both written languages: reference data, edited by whoever owns it."""

from typing import Final

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Collate, Lower
from django.utils.translation import get_language

# Letters as they are sorted in Norwegian: æ ø å last, accents do not count. Compared byte by byte
# (collation C), so that every database sorts alike; `{`, `|` and `}` come after z.
FROM_LETTERS: Final = "æäøöåÆÄØÖÅáàâéèêëíïóòôúùüýčšžđŋŧÁÀÂÉÈÊËÍÏÓÒÔÚÙÜÝČŠŽĐŊŦ"
TO_LETTERS: Final = "{{||}{{||}aaaeeeeiiooouuuycszdntaaaeeeeiiooouuuycszdnt"


def in_norwegian_order(field: str) -> Func:
    """To order by: the field's letters as they are sorted in Norwegian."""
    letters = Func(
        Lower(field),
        Value(FROM_LETTERS),
        Value(TO_LETTERS),
        function="TRANSLATE",
        output_field=models.CharField(),
    )
    return Collate(letters, "C")


def sorted_as(text: str) -> str:
    """The text as the database keeps names for sorting and searching (`User.sort_name`)."""
    return text.lower().translate(str.maketrans(FROM_LETTERS, TO_LETTERS))


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
