"""What is written about a provider, and whom to appoint to speak for it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.models import Provider
from staff.forms.fields import OrgNumberField
from staff.models import County, Owner


class ProviderFilter(forms.Form):
    """Every field may be left out; a value that is not a choice narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name or organisation number")}
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Provider.Kind.choices], required=False
    )


class CourseFilter(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class ProviderForm(forms.Form):
    """What its own contacts may put right."""

    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Name the provider.")}
    )
    org_number = OrgNumberField(label=_("Organisation number"), required=False)
    county: Any = forms.ModelChoiceField(
        label=_("County"),
        queryset=County.objects.order_by("name"),
        required=False,
        empty_label=_("None"),
        help_text=_("For a vocational college: the county it belongs to."),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Write an address that begins with https://.")},
    )

    def __init__(self, *args: Any, provider: Provider | None = None, **kwargs: Any) -> None:
        if provider is not None:
            names = ("name", "org_number", "county", "website")
            kwargs.setdefault("initial", {name: getattr(provider, name) for name in names})
        super().__init__(*args, **kwargs)
        self.provider = provider

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Provider.objects.exclude(pk=self.provider.pk if self.provider else 0)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("A provider with this name is registered already."))
        return name

    def changes(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RegisterForm(ProviderForm):
    field_order = ["name", "kind", "itself", "org_number", "county", "website"]

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose a kind")), *Provider.Kind.choices],
        error_messages={"required": _("Choose which kind of provider it is.")},
    )
    itself: Any = forms.ModelChoiceField(
        label=_("Which owner it is"),
        queryset=Owner.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Only for an owner that gives courses of its own."),
    )

    def __init__(self, *args: Any, owners: QuerySet[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["itself"].queryset = owners  # type: ignore[attr-defined]

    def clean(self) -> None:
        told = self.cleaned_data
        is_owner = told.get("kind") == Provider.Kind.OWNER
        if is_owner and not told.get("itself") and "itself" not in self.errors:
            self.add_error("itself", _("Choose which owner gives the course."))
        if told.get("kind") and not is_owner and told.get("itself"):
            self.add_error("itself", _("Only an owner is chosen here. Choose “None”."))


class ContactForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"), max_length=150, error_messages={"required": _("Write the name.")}
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, error_messages={"required": _("Write the name.")}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("They log in with it. Use the address at work."),
        error_messages={"required": _("Write the e-mail address.")},
    )
