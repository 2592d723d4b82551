"""Organisation numbers: nine digits, the last a check digit (mod 11, weights 3 2 7 6 5 4 3 2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotValid
from stdnum.no import orgnr


def compact(number: str) -> str:
    """Without spaces and a leading country code, as it is stored."""
    return str(orgnr.compact(number)).removeprefix("NO").removesuffix("MVA")


def check(number: str) -> None:
    """Raises ValidationError, in words, if the number cannot be an organisation number."""
    try:
        orgnr.validate(number)
    except NotValid:
        raise ValidationError(
            _(
                "“%(number)s” is not a valid organisation number: it has nine digits, and the last "
                "one is calculated from the others. Look for two digits that changed places."
            ),
            code="org_number",
            params={"number": number},
        ) from None


def is_valid_or_blank(field: str) -> Q:
    """The same rule for the database: its function is made by a migration."""
    passes = Func(F(field), function="staff_is_org_number", output_field=models.BooleanField())
    return Q(**{field: ""}) | Q(passes)


class OrgNumberField(models.CharField):  # type: ignore[type-arg]
    """A valid organisation number, or nothing. Valid is not the same as existing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name, usual in (("max_length", 9), ("blank", True), ("validators", [check])):
            kwargs.setdefault(name, usual)
        super().__init__(*args, **kwargs)
