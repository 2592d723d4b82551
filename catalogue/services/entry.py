"""What a course demands of those who enter it, as its provider writes it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.services import record
from catalogue import policy
from catalogue.entry import check_tree
from catalogue.models import Course
from staff.models import User
from staff.verdict import require


@transaction.atomic
def set_entry(*, course: Course, entry: Mapping[str, Any], by: User) -> Course:
    """The whole tree anew; an empty one lets everybody in. Raises ValidationError, line by line."""
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    require(policy.may_deliver(by, course.provider_id))
    check_tree(entry)
    if course.entry == entry:
        return course
    course.entry = dict(entry)
    course.save(update_fields=["entry"])
    record("course.entry_set", subject=course, by=by)
    return course
