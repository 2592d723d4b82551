"""Owners, their workplaces, and the tables that say which group a post belongs to."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from staff.naming import NamedInBoth


class OwnerKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    PRIVATE = "private", _("Private owner")
    STATE = "state", _("State owner")


class Sector(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY = "primary", _("Primary and lower secondary school")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary school")
    AFTER_SCHOOL = "after_school", _("After-school programme")
    PPT = "ppt", _("Educational psychology service")
    CHILD_WELFARE = "child_welfare", _("Child welfare")
    ADULT_EDUCATION = "adult_education", _("Adult education")
    CULTURE_SCHOOL = "culture_school", _("Culture school")
    FAGSKOLE = "fagskole", _("Vocational college")


class WrittenLanguage(models.TextChoices):
    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")


class Owner(models.Model):
    """A municipality, county authority or private owner: the employer, and the tenant."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=OwnerKind)
    org_number = models.CharField(max_length=9, blank=True)
    written_language = models.CharField(max_length=2, choices=WrittenLanguage, default="nb")
    host = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        help_text="The municipality a private kindergarten owner gets its money through.",
    )

    class Meta:
        verbose_name = _("owner")
        constraints = [
            models.CheckConstraint(
                name="owner_hosted_by_a_municipality_is_private",
                condition=Q(host=None) | Q(kind=OwnerKind.PRIVATE),
                violation_error_message=_("Only a private owner gets its money through another."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """A school, kindergarten, after-school programme or service under an owner."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="workplaces")
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector)
    org_number = models.CharField(max_length=9, blank=True)

    class Meta:
        verbose_name = _("workplace")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="workplace_name_once_per_owner")
        ]

    def __str__(self) -> str:
        return self.name


class StaffGroup(NamedInBoth):
    """Teachers, assistants, cleaners …: the groups a distribution is measured by."""

    code = models.SlugField(unique=True)
    place = models.PositiveSmallIntegerField(help_text="Order in lists.")

    class Meta:
        verbose_name = _("staff group")
        ordering = ["place"]


class PositionCode(NamedInBoth):
    """Which staff group a position code means, from a date; an owner may have codes of its own."""

    owner = models.ForeignKey(
        Owner, on_delete=models.PROTECT, null=True, blank=True, related_name="position_codes"
    )
    code = models.CharField(max_length=10)
    staff_group = models.ForeignKey(StaffGroup, on_delete=models.PROTECT, related_name="codes")
    valid = DateRangeField(help_text="From (included) to (not included).")

    class Meta:
        verbose_name = _("position code")
        constraints = [
            ExclusionConstraint(
                name="positioncode_means_one_group_at_a_time",
                expressions=[
                    (
                        models.Func(
                            Coalesce("owner_id", 0),
                            Coalesce("owner_id", 0),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    # Text has no range type: a 32-bit hash stands in; a collision only refuses.
                    (
                        models.Func(
                            models.Func("code", function="hashtext"),
                            models.Func("code", function="hashtext"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This code already has a group in that period."),
            )
        ]


class Union(models.Model):
    """An organisation of employees. Only who represents it is stored, never who belongs to it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("union")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
