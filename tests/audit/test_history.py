"""History is written once, and a day that has been sealed shows whether somebody rewrote it."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from audit import seals, services, tasks
from audit.models import Event, Seal
from notifications.models import Owed
from tests.factories import OwnerFactory, UserFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2027, 3, 1)
DAYS = [FIRST, FIRST + datetime.timedelta(days=1), FIRST + datetime.timedelta(days=2)]


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@pytest.fixture
def history():
    """Two events a day for three days, each day sealed."""
    workplace = WorkplaceFactory()
    for day in DAYS:
        with time_machine.travel(noon(day)):
            for number in range(2):
                services.record("test.happened", subject=workplace, by=None, number=number)
        seals.seal(day)
    return list(Event.objects.order_by("pk"))


def rewrite(statement, *parameters):
    """Past the triggers, as somebody with the keys to the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


class TestRecording:
    def test_who_did_what_to_what_and_where(self):
        workplace, user = WorkplaceFactory(), UserFactory()
        services.record("workplace.named", subject=workplace, by=user, name="Nord")
        event = Event.objects.get()
        assert (event.kind, event.subject) == ("workplace.named", f"staff.workplace:{workplace.pk}")
        assert (event.actor, event.owner_id) == (user, workplace.owner_id)
        assert event.details == {"name": "Nord"}

    def test_many_in_as_few_statements_as_one(self, query_count):
        owner = OwnerFactory()

        def record(n):
            services.record_many("test.happened", [(owner, {})] * n, by=None)

        assert query_count(lambda: record(1)) == query_count(lambda: record(50))

    def test_who_listens_is_owed_a_call_for_each(self, monkeypatch):
        monkeypatch.setattr(
            services, "_listeners", lambda: {"test.happened": ("room.hear", "hall.hear")}
        )
        workplace = WorkplaceFactory()
        services.record_many("test.happened", [(workplace, {}), (workplace, {})], by=None)
        events = Event.objects.order_by("pk").values_list("pk", flat=True)
        owed = Owed.objects.order_by("pk").values_list("task", "args", "owner_id")
        assert list(owed) == [
            (task, {"event_id": pk}, workplace.owner_id)
            for task in ("room.hear", "hall.hear")
            for pk in events
        ]

    def test_history_is_not_changed(self, history):
        with pytest.raises(DatabaseError, match="Cannot update or delete"):
            Event.objects.update(kind="other")

    def test_history_is_not_deleted(self, history):
        with pytest.raises(DatabaseError, match="Cannot update or delete"):
            history[0].delete()

    def test_a_seal_is_not_changed(self, history):
        with pytest.raises(DatabaseError, match="Cannot update or delete"):
            Seal.objects.update(sha256="")

    def test_a_seal_is_not_deleted(self, history):
        with pytest.raises(DatabaseError, match="Cannot update or delete"):
            Seal.objects.first().delete()


class TestSealing:
    def test_a_sound_history_has_no_broken_seals(self, history):
        assert seals.broken_seals() == []
        assert list(Seal.objects.order_by("day").values_list("day", "events")) == [
            (day, 2) for day in DAYS
        ]

    def test_a_day_is_sealed_once(self, history):
        assert seals.seal(DAYS[-1]) is None
        assert seals.seal(DAYS[0]) is None
        assert Seal.objects.count() == 3

    def test_what_happens_after_midnight_is_sealed_the_next_day(self, history):
        late = DAYS[-1] + datetime.timedelta(days=1)
        with time_machine.travel(noon(late)):
            services.record("test.happened", subject=OwnerFactory(), by=None)
        empty = seals.seal(late - datetime.timedelta(days=1))
        assert empty is None
        assert seals.seal(late).events == 1

    def test_a_day_on_which_nothing_happened_is_sealed_too(self, history):
        quiet = seals.seal(DAYS[-1] + datetime.timedelta(days=1))
        assert (quiet.events, quiet.last_event) == (0, history[-1].pk)
        assert seals.broken_seals() == []

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE audit_event SET kind = 'other' WHERE id = %s",
            "UPDATE audit_event SET at = at + interval '1 second' WHERE id = %s",
            "UPDATE audit_event SET details = '{}' WHERE id = %s",
            "UPDATE audit_event SET owner_id = NULL WHERE id = %s",
            "DELETE FROM audit_event WHERE id = %s",
        ],
    )
    def test_a_rewritten_event_breaks_its_days_seal_and_no_other(self, history, change):
        rewrite(change, history[2].pk)
        assert [seal.day for seal in seals.broken_seals()] == [DAYS[1]]

    def test_an_event_slipped_in_breaks_its_days_seal(self, history):
        rewrite("DELETE FROM audit_event WHERE id = %s", history[2].pk)
        rewrite(
            "INSERT INTO audit_event (id, kind, subject, owner_id, actor_id, at, details) "
            "SELECT %s, 'test.invented', subject, owner_id, actor_id, at, details "
            "FROM audit_event WHERE id = %s",
            history[2].pk,
            history[3].pk,
        )
        assert [seal.day for seal in seals.broken_seals()] == [DAYS[1]]

    def test_a_seal_made_anew_breaks_the_next_one(self, history):
        rewrite("UPDATE audit_event SET kind = 'other' WHERE id = %s", history[2].pk)
        middle, first = Seal.objects.get(day=DAYS[1]), Seal.objects.get(day=DAYS[0])
        sha256, _count = seals._digest(first.sha256, first.last_event, middle.last_event)
        rewrite("UPDATE audit_seal SET sha256 = %s WHERE id = %s", sha256, middle.pk)
        assert [seal.day for seal in seals.broken_seals()] == [DAYS[2]]

    def test_the_nightly_task_seals_yesterday_and_is_loud_about_a_broken_seal(
        self, history, caplog
    ):
        rewrite("DELETE FROM audit_event WHERE id = %s", history[0].pk)
        with time_machine.travel(noon(DAYS[-1] + datetime.timedelta(days=2))):
            tasks.seal_history()
        assert Seal.objects.latest("day").day == DAYS[-1] + datetime.timedelta(days=1)
        assert caplog.messages == ["the history sealed on 2027-03-01 has been changed"]
