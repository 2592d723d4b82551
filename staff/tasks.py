"""What happens by itself in the staff room."""

import datetime

from celery import shared_task
from django.utils import timezone

from notifications.outbox import owe, owe_many
from staff.models import Employee, Owner
from staff.queries.conditions import owners_with_posts_on_condition
from staff.queries.imports import files_to_drop
from staff.queries.leavers import due_to_be_forgotten
from staff.registers.keeping import longest_unasked, refresh
from staff.services import (
    drop_data_copies,
    forget,
    propose_removals,
    remind_of_conditions,
    remind_of_ends,
)
from staff.services.import_files import drop_old_file, sweep_strays
from staff.services.import_running import apply_file, check_file, undo_file

REGISTER_BATCH = 500  # a night: every school and kindergarten of the country within a month


@shared_task(ignore_result=True)
def forget_leavers() -> None:
    """Owe the deletion of each profile whose time has come, so that one in trouble stops none."""
    for owner in Owner.objects.order_by("pk"):
        due = due_to_be_forgotten(owner)
        owe_many(
            "staff.tasks.forget_leaver", [{"employee_id": pk} for pk in due], owner_id=owner.pk
        )
    drop_data_copies(by=None)


def forget_leaver(*, employee_id: int) -> None:
    forget(employee=Employee.objects.get(pk=employee_id), by=None)


@shared_task(ignore_result=True)
def owe_condition_reminders() -> None:
    """Owe each owner its reminders about posts held on condition; on most nights there are none."""
    for owner_id in owners_with_posts_on_condition(timezone.localdate()):
        owe("staff.tasks.remind_of_conditions_at", owner_id=owner_id, at=owner_id)


def remind_of_conditions_at(*, at: int) -> None:
    remind_of_conditions(owner=Owner.objects.get(pk=at), on=timezone.localdate(), by=None)


@shared_task(ignore_result=True)
def look_after_roles() -> None:
    """Remind of roles about to end, and owe each owner the proposal to remove unused ones."""
    today = timezone.localdate()
    remind_of_ends(on=today)
    for owner_id in Owner.objects.order_by("pk").values_list("pk", flat=True):
        owe_many(
            "staff.tasks.propose_removals_at",
            [{"owner_id": owner_id, "on": today.isoformat()}],
            owner_id=owner_id,
        )


def propose_removals_at(*, owner_id: int, on: str) -> None:
    owner = Owner.objects.get(pk=owner_id)
    propose_removals(owner=owner, on=datetime.date.fromisoformat(on))


@shared_task(ignore_result=True)
def owe_register_questions() -> None:
    """Owe the registers a question about each number that was asked about longest ago."""
    numbers = longest_unasked(REGISTER_BATCH)
    owe_many(
        "staff.tasks.ask_registers", [{"org_number": number} for number in numbers], owner_id=None
    )


def ask_registers(*, org_number: str) -> None:
    refresh(org_number)


def check_import(*, batch_id: int) -> None:
    check_file(batch_id)


def apply_import(*, batch_id: int) -> None:
    apply_file(batch_id)


def undo_import(*, batch_id: int, user_id: int) -> None:
    undo_file(batch_id, user_id)


@shared_task(ignore_result=True)
def drop_import_files() -> None:
    """Uploaded files hold national ids: they go when they are done with, or after some days."""
    for batch_id, owner_id in files_to_drop(timezone.localdate()):
        owe("staff.tasks.drop_import_file", owner_id=owner_id, batch_id=batch_id)
    sweep_strays()


def drop_import_file(*, batch_id: int) -> None:
    drop_old_file(batch_id)
