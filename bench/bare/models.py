from typing import ClassVar

from django.db import models


class Workplace(models.Model):
    """A table of ours, seen without any of its house."""

    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20)

    objects: ClassVar[models.Manager["Workplace"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "staff_workplace"

    def __str__(self) -> str:
        return self.name
