"""Copies of what is held about a person, ordered by that person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.models.people import User


class DataCopy(models.Model):
    """All that is held about a person, as a PDF, as it was when they ordered it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_copies")
    language = models.CharField(max_length=2)
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="data-copies/", blank=True)

    class Meta:
        verbose_name = _("copy of one’s data")
        indexes = [models.Index(fields=["user", "-id"], name="datacopy_of_user")]
        constraints = [
            models.CheckConstraint(
                name="datacopy_made_has_a_file",
                condition=Q(made_at=None, file="") | (Q(made_at__isnull=False) & ~Q(file="")),
            )
        ]

    PERSONAL = {"user": "7 days", "file": "7 days"}

    def __str__(self) -> str:
        return f"{self.ordered_at}"
