"""What the national registers answered, kept so that they are not asked more than needed."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterEntry(models.Model):
    """A register's answer about one organisation number."""

    class Register(models.TextChoices):
        ENHETSREGISTERET = "enhetsregisteret", _("Central register of legal entities")
        NSR = "nsr", _("National school register")
        NBR = "nbr", _("National kindergarten register")

    register = models.CharField(max_length=20, choices=Register)
    org_number = models.CharField(max_length=9)
    fetched_at = models.DateTimeField()
    found = models.BooleanField()
    body: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("register entry")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "org_number"], name="registerentry_once_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.org_number}"
