"""Files made of reports: ordered on a page, made by a worker, kept to be downloaded."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Round
from staff.access import owner_ids_anywhere
from staff.models import Owner, User
from staff.roles import Permission


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        """Those of the owners whose reports one may read: the report is the same for all."""
        return self.filter(owner__in=owner_ids_anywhere(user, Permission.REPORT_READ))


class Export(models.Model):
    """The report of a round as a PDF, as it was when it was ordered."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="exports")
    language = models.CharField(max_length=2)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="reports/%Y/%m/", blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report file")
        constraints = [
            models.CheckConstraint(
                name="export_made_has_a_file",
                condition=Q(made_at=None, file="") | (Q(made_at__isnull=False) & ~Q(file="")),
            )
        ]

    PERSONAL = {"ordered_by": "1 year"}

    def __str__(self) -> str:
        return f"{self.round}, {self.ordered_at}"
