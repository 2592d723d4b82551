"""Who offers: universities, vocational colleges, businesses, the owners themselves."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.access import holding
from staff.models import County, Membership, Owner, User
from staff.org_numbers import OrgNumberField, is_valid_or_blank
from staff.roles import Permission


class ProviderQuerySet(models.QuerySet["Provider"]):
    def run_by(self, user: User) -> Self:
        """The providers the person is a contact of today."""
        held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
        return self.filter(contacts__membership__in=held).distinct()


class Provider(models.Model):
    """Whoever offers courses: a university, a fagskole, a business that takes people in."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        UNIVERSITY_COLLEGE = "university_college", _("University college")
        FAGSKOLE = "fagskole", _("Vocational college")
        BUSINESS = "business", _("Business")
        STUDY_ASSOCIATION = "study_association", _("Study association")
        OWNER = "owner", _("Owner of schools or kindergartens")

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    org_number = OrgNumberField()
    itself = models.OneToOneField(
        Owner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="as_provider",
        help_text="The owner itself, where it gives courses of its own.",
    )
    county = models.ForeignKey(
        County,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="providers",
        help_text="Whose vocational college it is.",
    )
    website = models.URLField(blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        constraints = [
            models.CheckConstraint(
                name="provider_org_number_has_its_check_digit",
                condition=is_valid_or_blank("org_number"),
                violation_error_message=_("The organisation number is not valid."),
            ),
            models.CheckConstraint(
                name="provider_that_is_an_owner_says_which",
                condition=Q(kind="owner", itself__isnull=False)
                | (~Q(kind="owner") & Q(itself=None)),
                violation_error_message=_("Choose which owner gives the course."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Ties a provider contact's role to the provider."""

    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, related_name="provider_contact"
    )
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contacts")

    class Meta:
        verbose_name = _("provider contact")

    PERSONAL = {"membership": "while held, then 5 years"}

    def __str__(self) -> str:
        return f"{self.membership}: {self.provider}"
