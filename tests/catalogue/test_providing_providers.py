"""Who offers courses: registered by owners and the grant-giver, kept by its own contacts."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from catalogue import policy, services
from catalogue.models import Contact, Provider
from notifications.models import Message
from staff.models import County, Membership, User
from staff.roles import Role
from tests.factories import (
    ContactFactory,
    MembershipFactory,
    OwnerFactory,
    ProviderFactory,
    UserFactory,
    contact_of,
    officer_of,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "Fjordfagskolen", "kind": "fagskole", "org_number": "974 760 673"}
KARI = {"first_name": "Kari", "last_name": "Ås", "email": "Kari.As@Fjord.no"}


@pytest.fixture
def owner():
    return OwnerFactory(name="Vik kommune")


@pytest.fixture
def officer(client, owner):
    client.force_login(officer_of(owner))
    return client


def central(client):
    client.force_login(MembershipFactory(role=Role.CENTRAL, owner=None).user)
    return client


def at(name, *args):
    return reverse(f"providing:{name}", args=[arg.pk for arg in args])


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


def test_providers_are_found_by_name_number_and_kind(officer):
    fjord = ProviderFactory(name="Fjordfagskolen", kind="fagskole", org_number="974760673")
    other = ProviderFactory(name="Nordhav universitet", kind="university")

    def found(**wanted):
        page = officer.get(at("providers"), wanted)
        assert page.status_code == 200
        return [provider for provider, _number, _contact in page.context["rows"]]

    assert found() == [fjord, other]
    assert found(q="fjord") == found(q="974 760") == found(kind="fagskole") == [fjord]
    assert found(q="FJORD", kind="university") == []
    assert found(q="\x00") == found(kind="nonsense") == found()


def test_who_registers_no_providers_is_told_so(client):
    for user in (UserFactory(), ContactFactory().membership.user):
        client.force_login(user)
        assert client.get(at("providers")).status_code == 403
        assert client.post(at("register"), NEW).status_code == 403
    assert Provider.objects.count() == 1


def test_the_list_costs_the_same_for_one_as_for_three(officer, query_count):
    ContactFactory()
    officer.get(at("providers"))
    once = query_count(lambda: officer.get(at("providers")))
    ContactFactory()
    ContactFactory()
    assert query_count(lambda: officer.get(at("providers"))) == once
    assert once <= 12


# ── Registering ──────────────────────────────────────────────────────────────────────────────────


def test_a_provider_is_registered_and_its_first_contact_appointed(officer):
    county, _made = County.objects.get_or_create(number="46", defaults={"name": "Vestland"})
    assert officer.get(at("register")).status_code == 200
    answer = officer.post(
        at("register"), NEW | {"county": county.pk, "website": "fjordfagskolen.no"}
    )
    provider = Provider.objects.get()
    assert (provider.name, provider.org_number) == ("Fjordfagskolen", "974760673")
    assert (provider.county, provider.website) == (county, "https://fjordfagskolen.no")
    assert answer.url == at("appoint_contact", provider)
    assert "974\u00a0760\u00a0673" in officer.get(at("provider", provider)).text
    assert officer.post(answer.url, KARI).url == at("provider", provider)
    kari = User.objects.get(email="kari.as@fjord.no")
    assert Contact.objects.get().membership.user == kari
    assert Message.objects.filter(recipient=kari).count() == 1
    assert "kari.as@fjord.no" in officer.get(at("provider", provider)).text


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"name": "opptatt"}, "name"),
        ({"kind": ""}, "kind"),
        ({"kind": "circus"}, "kind"),
        ({"kind": "owner"}, "itself"),
        ({"org_number": "974760674"}, "org_number"),
        ({"org_number": "12"}, "org_number"),
        ({"county": "999999"}, "county"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(officer, wrong, beside):
    ProviderFactory(name="Opptatt")
    answer = officer.post(at("register"), NEW | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]
    if "name" not in wrong:
        assert 'value="Fjordfagskolen"' in answer.text
    assert Provider.objects.count() == 1


def test_an_officer_registers_the_own_owner_and_the_grant_giver_any(client, owner):
    other = OwnerFactory(name="Nes kommune")
    sent = {"name": "Vik kommune, kurs", "kind": "owner"}
    client.force_login(officer_of(owner))
    refused = client.post(at("register"), sent | {"itself": other.pk})
    assert list(refused.context["form"].errors) == ["itself"]
    assert client.post(at("register"), sent | {"itself": owner.pk}).status_code == 302
    central(client)
    again = client.post(at("register"), sent | {"name": "Dobbelt", "itself": owner.pk})
    assert list(again.context["form"].errors) == ["itself"]
    sent = {"name": "Nes kommune, kurs", "kind": "owner", "itself": other.pk}
    assert client.post(at("register"), sent).status_code == 302


def test_only_an_owner_says_which_owner_it_is(officer, owner):
    answer = officer.post(at("register"), NEW | {"itself": owner.pk})
    assert list(answer.context["form"].errors) == ["itself"]


# ── Contacts ─────────────────────────────────────────────────────────────────────────────────────


def test_its_own_contacts_appoint_and_end_others(client):
    provider = ProviderFactory()
    ContactFactory(provider=provider)
    client.force_login(contact_of(provider))
    assert client.post(at("appoint_contact", provider), KARI).status_code == 302
    again = client.post(at("appoint_contact", provider), KARI)
    assert again.status_code == 422
    kari = Contact.objects.get(membership__user__email="kari.as@fjord.no")
    assert client.get(at("end_contact", kari)).status_code == 200
    assert client.post(at("end_contact", kari)).url == at("provider", provider)
    assert not Contact.objects.filter(pk=kari.pk).exists(), "appointed and ended the same day"


def test_who_ends_their_own_role_is_led_home(client):
    contact = ContactFactory()
    ContactFactory(provider=contact.provider)
    client.force_login(contact.membership.user)
    assert client.post(at("end_contact", contact)).url == reverse("home")
    membership = Membership.objects.get(pk=contact.membership_id)
    assert membership.ends_on == timezone.localdate() - datetime.timedelta(days=1)
    assert client.get(at("provider", contact.provider)).status_code == 404


def test_the_last_contact_is_not_ended(client):
    contact = ContactFactory()
    client.force_login(contact.membership.user)
    assert client.get(at("end_contact", contact)).context["is_last"]
    answer = client.post(at("end_contact", contact), follow=True)
    assert 'role="alert"' in answer.text
    assert Membership.objects.get(pk=contact.membership_id).ends_on is None


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"first_name": ""}, "first_name"),
        ({"last_name": "a" * 151}, "last_name"),
        ({"email": ""}, "email"),
        ({"email": "kari"}, "email"),
    ],
)
def test_a_contact_that_cannot_be_is_said_beside_its_field(client, wrong, beside):
    contact = ContactFactory()
    client.force_login(contact.membership.user)
    answer = client.post(at("appoint_contact", contact.provider), KARI | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [beside]


def test_a_contact_of_another_provider_since_today_is_appointed_tomorrow(client, officer):
    one, two = ProviderFactory(), ProviderFactory()
    assert officer.post(at("appoint_contact", one), KARI).status_code == 302
    refused = officer.post(at("appoint_contact", two), KARI)
    assert refused.status_code == 422
    assert "Kari Ås" in refused.context["form"].non_field_errors()[0]
    Membership.objects.filter(role=Role.PROVIDER).update(
        starts_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert officer.post(at("appoint_contact", two), KARI).status_code == 302


def test_a_stranger_finds_no_provider(client):
    contact = ContactFactory()
    for user in (UserFactory(), ContactFactory().membership.user):
        client.force_login(user)
        for name in ("provider", "change_provider", "appoint_contact"):
            assert client.get(at(name, contact.provider)).status_code == 404, name
        assert client.post(at("appoint_contact", contact.provider), KARI).status_code == 404
        assert client.post(at("end_contact", contact)).status_code == 404


def test_officers_leave_a_provider_with_contacts_to_them(client, owner):
    """Else anybody's officer could appoint themselves, and read who takes part."""
    contact, orphan = ContactFactory(), ProviderFactory()
    own = ProviderFactory(kind="owner", itself=owner)
    ContactFactory(provider=own)
    user = officer_of(owner)
    client.force_login(user)
    assert client.get(at("provider", contact.provider)).status_code == 200
    for name in ("change_provider", "appoint_contact"):
        assert client.get(at(name, contact.provider)).status_code == 403, name
        assert client.get(at(name, orphan)).status_code == 200, name
        assert client.get(at(name, own)).status_code == 200, name
    assert client.post(at("end_contact", contact)).status_code == 403
    with pytest.raises(PermissionDenied):
        services.appoint_contact(
            provider=contact.provider, first_name="A", last_name="B", email="a@b.no", by=user
        )
    ended = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(pk=contact.membership_id).update(ends_on=ended)
    assert policy.may_keep_contacts(user, contact.provider)


def test_the_grant_giver_may_always_help(client):
    contact = ContactFactory()
    central(client)
    assert client.get(at("appoint_contact", contact.provider)).status_code == 200


# ── Put right ────────────────────────────────────────────────────────────────────────────────────


def test_its_own_contacts_put_it_right(client):
    contact = ContactFactory(provider__name="Gammelt navn")
    client.force_login(contact.membership.user)
    page = client.get(at("change_provider", contact.provider))
    assert 'value="Gammelt navn"' in page.text
    sent = {"name": "Nytt navn", "org_number": "974760673", "website": ""}
    assert client.post(at("change_provider", contact.provider), sent).status_code == 302
    contact.provider.refresh_from_db()
    assert (contact.provider.name, contact.provider.kind) == ("Nytt navn", "university_college")
    ProviderFactory(name="Opptatt")
    taken = client.post(at("change_provider", contact.provider), sent | {"name": "OPPTATT"})
    assert list(taken.context["form"].errors) == ["name"]


def test_mine_leads_to_ones_own(client):
    contact = ContactFactory()
    client.force_login(contact.membership.user)
    assert client.get(at("mine")).url == at("provider", contact.provider)
