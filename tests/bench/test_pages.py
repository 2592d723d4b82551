import itertools

import pytest
from django.db.models import Count

from applications.models import Application
from applications.services import drafting
from applications.states import State
from bench.pages import data
from bench.pages.figure import GROWTH_AT_MOST, asked, sizes
from funding.models import Scheme


def test_sizes_are_read_from_one_word_smallest_first() -> None:
    assert sizes("10000,1000") == (1000, 10_000)


@pytest.mark.django_db
def test_an_owner_has_a_queue_in_every_state_and_drafts_that_can_be_sent() -> None:
    house = data.fill(8, 3)
    states = (
        Application.objects.filter(round=house.queue).values_list("state").annotate(Count("pk"))
    )
    assert dict(states) == dict.fromkeys(data.STATES, 2)
    assert len({draft.applicant_id for draft in house.drafts}) == 3
    for draft in house.drafts:
        sent = drafting.submit(application=draft, by=draft.applicant)
        assert (sent.state, sent.cost_ore > 0) == (State.SUBMITTED, True)
    assert {draft.scheme.kind for draft in house.drafts if draft.scheme} == set(Scheme.Kind)


@pytest.mark.django_db
def test_every_kind_is_asked_for_and_answers_to_the_smallest_size() -> None:
    house = data.fill(30, 3)
    cases = {case.name: case for size in (30, 60) for case in asked(size, house, smallest=30)}
    assert cases["list, first page, 30"].no_dearer is None
    assert cases["list, last page, 30"].no_dearer == ("list, first page, 30", GROWTH_AT_MOST)
    assert cases["list, last page, 60"].no_dearer == ("list, first page, 30", GROWTH_AT_MOST)
    assert cases["one case, 60"].no_dearer == ("one case, 30", GROWTH_AT_MOST)
    assert next(cases["list, last page, 60"].requests).path.endswith("?page=3")


@pytest.mark.django_db
def test_no_draft_is_sent_twice() -> None:
    house = data.fill(4, 4)
    cases = {case.name: case for case in asked(4, house, smallest=4)}
    paths = [request.path for request in itertools.islice(cases["sent, 4"].requests, 3)]
    assert len(set(paths)) == 3
