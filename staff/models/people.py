"""People, the posts they hold, what they teach, and how a log-in is matched to them."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from staff.models.organisation import Owner, PositionCode, Workplace, WrittenLanguage
from staff.models.periods import HeldQuerySet
from staff.models.reference import Subject
from staff.naming import FROM_LETTERS, TO_LETTERS


class AddressField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address in small letters: the log-in looks for it so."""

    def to_python(self, value: Any) -> Any:
        return _in_small_letters(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _in_small_letters(super().get_prep_value(value))


def _in_small_letters(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class User(AbstractUser):
    """A person who can log in. What they may do follows from their memberships."""

    email = AddressField(_("e-mail address"), blank=True)

    written_language = models.CharField(
        _("written language"), max_length=2, choices=WrittenLanguage, default="nb"
    )

    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    sort_name = models.GeneratedField(
        expression=Func(
            Lower(Concat("last_name", Value(" "), "first_name")),
            Value(FROM_LETTERS),
            Value(TO_LETTERS),
            function="TRANSLATE",
        ),
        output_field=models.CharField(max_length=310, db_collation="C"),
        db_persist=True,
    )

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["sort_name"], name="user_by_name")]
        constraints = [
            models.CheckConstraint(
                name="user_address_is_in_small_letters", condition=Q(email=Lower("email"))
            )
        ]

    PERSONAL = {
        "first_name": "while employed",
        "last_name": "while employed",
        "sort_name": "while employed",
        "email": "while employed",
        "phone": "while employed",
    }

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Employee(models.Model):
    """A person employed by one owner."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="employees")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="employments")
    number = models.CharField(max_length=20, help_text="The owner's own employee number.")
    left_on = models.DateField(
        null=True, blank=True, help_text="The last day of the last post; empty while employed."
    )
    teaches = models.ManyToManyField(Subject, through="Teaching", related_name="+", blank=True)
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When the profile was deleted, some time after leaving."
    )

    class Meta:
        verbose_name = _("employee")
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="employee_number_once"),
            models.UniqueConstraint(fields=["owner", "user"], name="employee_once_per_owner"),
        ]

    PERSONAL = {"user": "while employed", "number": "while employed"}

    def __str__(self) -> str:
        return str(self.user)


class Position(models.Model):
    """One post. `percent` is hundredths of a percent; the pay is for a year of a full post."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="positions")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="positions")
    code = models.ForeignKey(PositionCode, on_delete=models.PROTECT, related_name="positions")
    percent = models.PositiveIntegerField()
    annual_pay_ore = models.BigIntegerField()
    number = models.CharField(
        max_length=40, blank=True, help_text="What the owner's staff system calls the post."
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = HeldQuerySet["Position"].as_manager()

    class Meta:
        verbose_name = _("position")
        indexes = [models.Index(fields=["owner", "workplace"], name="position_of_workplace")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "employee", "number"],
                condition=~Q(number=""),
                name="position_number_once",
            ),
            models.CheckConstraint(
                name="position_starts_before_it_ends",
                condition=Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("A position must start before it ends."),
            ),
            models.CheckConstraint(
                name="position_is_at_most_a_full_post",
                condition=Q(percent__gt=0, percent__lte=10_000),
                violation_error_message=_("A position is between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="position_pay_is_not_negative", condition=Q(annual_pay_ore__gte=0)
            ),
        ]

    PERSONAL = {"annual_pay_ore": "while employed", "percent": "while employed"}

    def __str__(self) -> str:
        return f"{self.code}, {self.workplace}"


class Teaching(models.Model):
    """A subject or trade somebody teaches or works in."""

    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="teachings")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("subject taught")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "employee", "subject"], name="teaching_once_per_subject"
            )
        ]

    PERSONAL = {"employee": "while employed", "subject": "while employed"}

    def __str__(self) -> str:
        return f"{self.subject}"


class Identity(models.Model):
    """What a log-in elsewhere is matched by: a keyed hash, never the number or the name itself."""

    class Kind(models.TextChoices):
        NATIONAL_ID = "national_id", _("National id number")
        FEIDE = "feide", _("Feide name")
        ENTRA = "entra", _("Entra user name")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=20, choices=Kind)
    keyed_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("identity")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "keyed_hash"],
                name="identity_belongs_to_one_person",
                violation_error_message=_("This log-in already belongs to somebody else."),
            ),
            models.UniqueConstraint(fields=["user", "kind"], name="identity_once_per_kind"),
        ]

    PERSONAL = {"user": "while employed", "keyed_hash": "while employed"}

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
