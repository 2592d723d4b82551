"""Who offers courses: found, registered and put right; and the contacts who speak for them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import policy, services
from catalogue.forms.providing_providers import (
    ContactForm,
    ProviderFilter,
    ProviderForm,
    RegisterForm,
)
from catalogue.models import Contact, Provider
from catalogue.queries import providing as queries
from catalogue.views.providing_frame import to_provider, tried
from staff.access import holding
from staff.formats import NO_BREAK
from staff.http import Fact, StaffRequest
from staff.models import Owner
from staff.paging import NearestEndPaginator
from staff.roles import Permission
from staff.step_up import step_up_required
from staff.verdict import Refusal, require
from staff.views.frame import form_page, posted

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def providers(request: StaffRequest) -> HttpResponse:
    require(policy.may_keep_providers(request.user))
    form = ProviderFilter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    found = queries.providers_found(told.get("q", ""), told.get("kind", ""))
    page = NearestEndPaginator(found, Provider.objects.select_related("county")).get_page(
        request.GET.get("page")
    )
    spoken_for = queries.with_contacts(page)
    rows = [(one, _grouped(one.org_number), one.pk in spoken_for) for one in page]
    return render(request, "providing/providers.html", {"form": form, "page": page, "rows": rows})


@page_or_post
def register(request: StaffRequest) -> HttpResponse:
    """Then the first contact: without one, nobody speaks for it."""
    require(policy.may_keep_providers(request.user))
    form = RegisterForm(posted(request), owners=_owners(request))
    made: list[Provider] = []
    if form.is_valid() and tried(
        form,
        lambda: made.append(services.register_provider(changes=form.changes(), by=request.user)),
    ):
        said = _("%(name)s is registered. Now appoint somebody who speaks for it.")
        messages.success(request, said % {"name": made[0]})
        return redirect("providing:appoint_contact", made[0].pk)
    return form_page(request, "providing/register.html", {"form": form})


@require_safe
def provider(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible_or_404(request, pk)
    context = {
        "provider": found,
        "facts": _facts(found),
        "contacts": queries.contacts_of(found),
        "may_keep": policy.may_keep_contacts(request.user, found),
        "is_mine": bool(policy.may_deliver(request.user, found.pk)),
        "is_keeper": bool(policy.may_keep_providers(request.user)),
    }
    return render(request, "providing/provider.html", context)


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """The page of the provider one is a contact of; of the first by name, where there are more."""
    mine = queries.providers_of(request.user)
    require(policy.may_deliver(request.user, mine[0].pk if mine else 0))
    return redirect("providing:provider", mine[0].pk)


@page_or_post
def change_provider(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible_or_404(request, pk)
    require(policy.may_keep_contacts(request.user, found))
    form = ProviderForm(posted(request), provider=found)
    if form.is_valid() and tried(
        form,
        lambda: services.change_provider(provider=found, changes=form.changes(), by=request.user),
    ):
        messages.success(request, _("Saved."))
        return redirect("providing:provider", pk)
    context = {"form": form, "provider": found, "trail": [to_provider(found)]}
    return form_page(request, "providing/change_provider.html", context)


@page_or_post
@step_up_required
def appoint_contact(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible_or_404(request, pk)
    require(policy.may_keep_contacts(request.user, found))
    form = ContactForm(posted(request))
    made: list[Contact] = []
    if form.is_valid() and tried(
        form,
        lambda: made.append(
            services.appoint_contact(provider=found, by=request.user, **form.cleaned_data)
        ),
    ):
        said = _("%(name)s is a contact now, and is told.")
        messages.success(request, said % {"name": made[0].membership.user})
        return redirect("providing:provider", pk)
    context = {"form": form, "provider": found, "trail": [to_provider(found)]}
    return form_page(request, "providing/appoint_contact.html", context)


@page_or_post
@step_up_required
def end_contact(request: StaffRequest, pk: int) -> HttpResponse:
    contact = _contact_or_404(request, pk)
    require(policy.may_keep_contacts(request.user, contact.provider))
    if request.method == "POST":
        return _end(request, contact)
    context = {
        "contact": contact,
        "is_me": contact.membership.user_id == request.user.pk,
        "is_last": len(queries.contacts_of(contact.provider)) == 1,
        "trail": [to_provider(contact.provider)],
    }
    return render(request, "providing/end_contact.html", context)


def _number_said(provider: Provider) -> str:
    """The organisation number; that it is valid does not say that anybody has it."""
    if not provider.org_number:
        return ""
    number = {"number": _grouped(provider.org_number)}
    return _("%(number)s: valid, but not confirmed to exist") % number


def _grouped(number: str) -> str:
    """974 760 673, kept on one line."""
    return NO_BREAK.join((number[:3], number[3:6], number[6:])) if number else ""


def _end(request: StaffRequest, contact: Contact) -> HttpResponse:
    person, provider = contact.membership.user, contact.provider
    try:
        services.end_contact(contact=contact, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is no longer a contact.") % {"name": person})
        if person.pk == request.user.pk:
            return redirect("home")
    return redirect("providing:provider", provider.pk)


def _visible_or_404(request: StaffRequest, pk: int) -> Provider:
    visible = queries.visible_providers(request.user).select_related("county", "itself")
    return get_object_or_404(visible, pk=pk)


def _contact_or_404(request: StaffRequest, pk: int) -> Contact:
    visible = queries.visible_providers(request.user)
    contacts = Contact.objects.filter(provider__in=visible)
    return get_object_or_404(contacts.select_related("membership__user", "provider"), pk=pk)


def _owners(request: StaffRequest) -> QuerySet[Owner]:
    """One's own, or for the grant-giver all; without those that are a provider already."""
    keepers = {held.owner_id for held in holding(request.user, Permission.PROVIDER_KEEP)}
    owners = Owner.objects.filter(as_provider=None).order_by("name")
    return owners if None in keepers else owners.filter(pk__in=[key for key in keepers if key])


def _facts(provider: Provider) -> list[Fact]:
    facts = [
        (_("Kind"), provider.get_kind_display()),
        (_("Owner"), provider.itself or ""),
        (_("Organisation number"), _number_said(provider)),
        (_("County"), provider.county or ""),
    ]
    return [Fact(term, value) for term, value in facts if value]
