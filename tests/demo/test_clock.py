import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from audit.models import Event
from evu.demo.clock import at, office_hours

THEN = office_hours(datetime.date(2025, 3, 14), 75)


def test_inside_the_block_it_is_then_also_for_the_defaults_of_fields():
    with at(THEN):
        assert timezone.now() == THEN
        assert timezone.localdate() == datetime.date(2025, 3, 14)
        assert Event().at == THEN


def test_templates_can_be_rendered_inside_the_block():
    with at(THEN):
        shown = Template("{{ moment|date:'H.i' }}").render(Context({"moment": THEN}))
    assert shown == "10.15"


def test_afterwards_it_is_now_again_whatever_happened():
    with pytest.raises(LookupError), at(THEN):
        raise LookupError
    assert timezone.now() - THEN > datetime.timedelta(days=100)


def test_office_hours_last_from_nine_to_five():
    day = datetime.date(2025, 6, 2)
    assert office_hours(day).hour == 9
    assert office_hours(day, 480) == office_hours(day)
