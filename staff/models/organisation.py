"""Owners, their workplaces, and the tables that say which group a post belongs to."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from staff.models.reference import County, Municipality
from staff.naming import NamedInBoth
from staff.org_numbers import OrgNumberField, is_valid_or_blank


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


class InRegister(models.Model):
    """Has an organisation number. A valid number is not yet one that is known to exist."""

    org_number = OrgNumberField()
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the national register last knew the number."
    )
    register_name = models.CharField(
        max_length=200, blank=True, help_text="The name the register has."
    )
    closed_on = models.DateField(
        null=True, blank=True, help_text="Since when the register says it is closed."
    )
    declined_name = models.CharField(
        max_length=200, blank=True, help_text="The register's name that was seen and not taken."
    )

    class Meta:
        abstract = True


class Owner(InRegister):
    """A municipality, county authority, private or state owner: the employer, and the tenant."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=OwnerKind)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="owners"
    )
    county = models.ForeignKey(
        County, on_delete=models.PROTECT, null=True, blank=True, related_name="owners"
    )
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
            ),
            models.CheckConstraint(
                name="owner_org_number_has_its_check_digit",
                condition=is_valid_or_blank("org_number"),
                violation_error_message=_("The organisation number is not valid."),
            ),
            models.UniqueConstraint(
                fields=["org_number"], condition=~Q(org_number=""), name="owner_org_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Workplace(InRegister):
    """A school, kindergarten, after-school programme or service under an owner."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="workplaces")
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=Sector)
    number = models.CharField(
        max_length=40, blank=True, help_text="What the owner's staff system calls the place."
    )
    ended_on = models.DateField(
        null=True, blank=True, help_text="The last day of the place; empty while it is in use."
    )

    class Meta:
        verbose_name = _("workplace")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="workplace_name_once_per_owner"),
            models.UniqueConstraint(
                fields=["owner", "number"],
                condition=~Q(number=""),
                name="workplace_number_once_per_owner",
            ),
            models.CheckConstraint(
                name="workplace_org_number_has_its_check_digit",
                condition=is_valid_or_blank("org_number"),
                violation_error_message=_("The organisation number is not valid."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffGroup(NamedInBoth):
    """Teachers, assistants, cleaners …: the groups a distribution is measured by.

    The group with the code `UNMAPPED` holds position codes nobody has placed yet, so that they
    show up everywhere and get lost nowhere.
    """

    UNMAPPED = "to-be-mapped"

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
                            Coalesce("owner", 0),
                            Coalesce("owner", 0),
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
