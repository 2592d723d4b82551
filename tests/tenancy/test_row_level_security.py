"""Row-level security can be switched on under the house without touching a view.

The policies live in the test's transaction only. The tables whose rows tell who one is (users,
roles, history, what is owed) are read before the owner is known and stay open.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import reverse

from applications.models import Application
from catalogue.models import (
    LogEntry,
    OrderInvitation,
    OrderPartner,
    OutsideStudy,
    Placement,
    Proof,
    Seat,
    Signature,
    TailoredOrder,
    TradeNote,
)
from funding.models import Earmark
from staff.models import Employee, Workplace
from tenancy.acting import acting_for
from tests.factories import (
    EarmarkFactory,
    OwnerFactory,
    WorkplaceFactory,
    cases,
    finance_of,
    officer_of,
)
from tests.factories.catalogue_orders import written_order
from tests.factories.catalogue_results import completed_seat

pytestmark = pytest.mark.django_db
BEFORE_THE_OWNER_IS_KNOWN = {"staff_membership"}
# Rows of everybody's and of one owner's own: read by all.
PARTLY_SHARED = {"staff_positioncode", "staff_threshold", "funding_scheme", "funding_rate"}
POLICY = """
CREATE POLICY own ON {table} USING ({column} = ANY ((
    SELECT CASE WHEN current_setting('evu.stamp', true) = now()::text
           THEN string_to_array(nullif(current_setting('evu.owners', true), ''), ',') END
)::bigint[]))
"""


def guarded():
    """Every table with rows of one owner."""
    for model in apps.get_models():
        names = {field.attname: field.column for field in model._meta.local_fields}
        is_ours = model._meta.app_label in settings.OUR_APPS[2:]
        table = model._meta.db_table
        is_open = table in BEFORE_THE_OWNER_IS_KNOWN | PARTLY_SHARED
        if is_ours and "owner_id" in names and not is_open:
            yield table, names["owner_id"]


@pytest.fixture
def switch_on():
    """Call it when the rows are made: from then on the database guards them itself."""

    def switch() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE evu_guarded")
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO evu_guarded")
            cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO evu_guarded")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table, column in guarded():
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
                cursor.execute(POLICY.format(table=table, column=column))
            cursor.execute("SET LOCAL ROLE evu_guarded")

    return switch


@pytest.fixture
def here_and_there():
    """A recommended case, a workplace and an earmark at each of two owners."""
    made = []
    for _number in range(2):
        case = cases.recommended()
        EarmarkFactory(owner=case.owner)
        made.append(case)
    return made


def test_the_database_shows_nobody_anything_unless_it_is_told_who_acts(switch_on, here_and_there):
    here, there = here_and_there
    switch_on()
    assert not Application.objects.exists()
    with acting_for([here.owner_id]):
        assert list(Application.objects.values_list("pk", flat=True)) == [here.pk]
        assert set(Workplace.objects.values_list("owner", flat=True)) == {here.owner_id}
        assert set(Earmark.objects.values_list("owner", flat=True)) == {here.owner_id}
    with acting_for([here.owner_id, there.owner_id]):
        assert Application.objects.count() == 2
    assert not Employee.objects.exists()


OF_THE_CATALOGUE = {
    LogEntry,
    OrderInvitation,
    OrderPartner,
    OutsideStudy,
    Placement,
    Proof,
    Seat,
    Signature,
    TailoredOrder,
    TradeNote,
}


def test_all_of_the_catalogue_that_belongs_to_an_owner_is_guarded():
    tables = {table for table, _column in guarded() if table.startswith("catalogue_")}
    assert tables == {model._meta.db_table for model in OF_THE_CATALOGUE}


def test_seats_and_orders_are_seen_by_their_owner_alone(switch_on):
    here, there = completed_seat(), completed_seat()
    mine, theirs = written_order(), written_order()
    switch_on()
    for model in OF_THE_CATALOGUE:
        assert not model.objects.exists()
    with acting_for([here.owner_id, mine.owner_id]):
        assert list(Seat.objects.all()) == [here]
        assert list(TailoredOrder.objects.all()) == [mine]
        assert set(OrderPartner.objects.values_list("owner", flat=True)) == {mine.owner_id}
    with acting_for([there.owner_id, theirs.owner_id]):
        assert list(Seat.objects.all()) == [there]
        assert list(TailoredOrder.objects.all()) == [theirs]


def test_pages_work_the_same_under_it(client, switch_on, here_and_there):
    here, there = here_and_there
    officer, finance = officer_of(here.owner), finance_of(here.owner)
    switch_on()
    client.force_login(officer)
    queue = client.get(reverse("rounds:queue", args=[here.round_id]))
    assert queue.status_code == 200
    assert here.applicant.get_full_name() in queue.content.decode()
    assert client.get(reverse("applications:detail", args=[here.pk])).status_code == 200
    assert client.get(reverse("applications:detail", args=[there.pk])).status_code == 404
    assert client.get(reverse("reports:index")).status_code == 200
    client.force_login(finance)
    assert client.get(reverse("funding:index")).status_code == 200


def test_services_work_the_same_under_it(client, switch_on, here_and_there):
    here, _there = here_and_there
    switch_on()
    client.force_login(here.applicant)
    withdrawn = client.post(reverse("applications:withdraw", args=[here.pk]))
    assert withdrawn.status_code == 302
    with acting_for([here.owner_id]):
        here.refresh_from_db()
    assert here.state == "withdrawn"


def test_an_owner_cannot_write_rows_of_another(switch_on):
    here, there = OwnerFactory(), OwnerFactory()
    WorkplaceFactory(owner=there)
    switch_on()
    with acting_for([here.pk]):
        Workplace.objects.create(owner=here, name="Vår skole", sector="primary")
        assert Workplace.objects.update(name="Tatt") == 1
