from hypothesis import given
from hypothesis import strategies as st

from distribution.disclosure import PUBLIC, Group, disclose


def group(label: str, applicants: int, granted: int) -> Group:
    return Group(label, applicants, granted, granted * 1000)


groups = st.lists(
    st.integers(0, 30).flatmap(
        lambda applicants: st.builds(
            group, st.text("abc", min_size=1), st.just(applicants), st.integers(0, applicants)
        )
    ),
    max_size=8,
)


def test_large_groups_are_shown_as_they_are():
    shown = disclose([group("a", 20, 10), group("b", 30, 15)], fewest=PUBLIC)
    assert [(row.applicants, row.granted, row.amount_ore) for row in shown] == [
        (20, 10, 10_000),
        (30, 15, 15_000),
        (50, 25, 25_000),
    ]


def test_one_small_group_takes_another_with_it_so_that_the_sum_says_nothing():
    shown = disclose(
        [group("small", 2, 1), group("next", 8, 0), group("big", 30, 15)], fewest=PUBLIC
    )
    assert [row.applicants for row in shown] == [None, None, 30, 40]


def test_a_group_in_which_all_but_one_were_granted_does_not_say_so():
    shown = disclose([group("a", 10, 9), group("b", 20, 10)], fewest=PUBLIC)
    assert [(row.applicants, row.granted) for row in shown] == [(10, None), (20, None), (30, 19)]


def test_a_small_total_is_hidden_too():
    assert disclose([group("a", 3, 1)], fewest=PUBLIC)[-1].applicants is None


@given(groups)
def test_no_figure_shown_has_few_people_behind_it(table):
    for row in disclose(table, fewest=PUBLIC):
        assert row.applicants is None or row.applicants == 0 or row.applicants >= PUBLIC
        if row.granted is not None and row.applicants is not None:
            assert row.granted == 0 or row.granted >= PUBLIC
            refused = row.applicants - row.granted
            assert refused == 0 or refused >= PUBLIC


@given(groups)
def test_no_hidden_group_can_be_worked_out_from_the_total(table):
    *rows, total = disclose(table, fewest=PUBLIC)
    for count, shown_total in (
        (lambda g: g.applicants, total.applicants),
        (lambda g: g.granted, total.granted),
    ):
        column = "applicants" if shown_total is total.applicants else "granted"
        hidden = [
            count(before)
            for before, row in zip(table, rows, strict=True)
            if getattr(row, column) is None and count(before)
        ]
        if hidden and shown_total is not None:
            assert len(hidden) >= 2
            assert sum(hidden) >= PUBLIC


@given(groups)
def test_what_is_shown_is_true(table):
    *rows, _total = disclose(table, fewest=PUBLIC)
    for before, row in zip(table, rows, strict=True):
        assert row.applicants in (None, before.applicants)
        assert row.granted in (None, before.granted)
        assert row.amount_ore in (None, before.amount_ore)
