"""What holds for every amount: the parts sum to the whole, and nobody gains by rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import costs
from funding.costs import Kind, Terms
from staff import money
from staff.sharing import share

AMOUNTS = st.integers(0, 10**14)
WEIGHTS = st.dictionaries(st.integers(0, 50), st.integers(0, 10_000), min_size=1).filter(
    lambda weights: any(weights.values())
)
PERCENT = st.integers(0, 10_000)


@st.composite
def terms(draw):
    state_share = draw(PERCENT)
    return Terms(
        leave_per_30_credits=draw(PERCENT),
        stipend_ore_per_30_credits=draw(st.integers(0, 10**8)),
        on_costs=draw(PERCENT),
        year_minutes=draw(st.integers(1, 200_000)),
        state_share=state_share,
        owner_share=10_000 - state_share,
    )


class TestSharing:
    @given(AMOUNTS, WEIGHTS)
    def test_the_parts_sum_to_the_whole(self, amount_ore, weights):
        assert sum(share(amount_ore, weights).values()) == amount_ore

    @given(AMOUNTS, WEIGHTS)
    def test_each_part_is_less_than_one_ore_from_its_exact_share(self, amount_ore, weights):
        total = sum(weights.values())
        for part, got in share(amount_ore, weights).items():
            assert abs(got * total - amount_ore * weights[part]) < total

    @given(AMOUNTS, WEIGHTS)
    def test_no_weight_no_part(self, amount_ore, weights):
        parts = share(amount_ore, weights)
        assert all(parts[part] == 0 for part, weight in weights.items() if not weight)

    @given(AMOUNTS, WEIGHTS, st.integers(1, 100))
    def test_only_the_proportions_count(self, amount_ore, weights, factor):
        larger = {part: weight * factor for part, weight in weights.items()}
        assert share(amount_ore, larger) == share(amount_ore, weights)

    @given(st.integers(0, 10**6), WEIGHTS)
    def test_a_larger_weight_never_gets_less(self, amount_ore, weights):
        parts = share(amount_ore, weights)
        for one in weights:
            for other in weights:
                assert weights[one] <= weights[other] or parts[one] >= parts[other]

    def test_the_first_part_wins_a_tie(self):
        assert share(1, {"a": 1, "b": 1}) == {"a": 1, "b": 0}
        assert share(100, {1: 1, 2: 1, 3: 1}) == {1: 34, 2: 33, 3: 33}

    @pytest.mark.parametrize(
        ("amount_ore", "weights"), [(1, {}), (1, {"a": 0}), (1, {"a": 2, "b": -1}), (-1, {"a": 1})]
    )
    def test_nonsense_is_refused(self, amount_ore, weights):
        with pytest.raises(ValueError, match="weight"):
            share(amount_ore, weights)


class TestCosts:
    @given(terms(), st.booleans(), st.integers(0, 240), PERCENT, AMOUNTS, AMOUNTS)
    def test_every_line_is_paid_in_full_by_state_and_owner(
        self, rule, is_substitute, credits, leave_percent, price_ore, annual_pay_ore
    ):
        lines = costs.lines(
            rule,
            substitute_scheme=is_substitute,
            credits=credits,
            leave_percent=leave_percent,
            price_ore=price_ore,
            annual_pay_ore=annual_pay_ore,
        )
        assert all(line.total_ore == line.state_ore + line.owner_ore > 0 for line in lines)
        assert min([0, *(min(line.state_ore, line.owner_ore) for line in lines)]) == 0
        kinds = {line.kind for line in lines}
        assert kinds <= {Kind.FEES, Kind.COVER if is_substitute else Kind.STIPEND}

    @given(terms(), AMOUNTS, st.integers(0, 200_000), st.integers(0, 200_000))
    def test_cover_never_costs_more_in_parts_than_as_a_whole(self, rule, pay_ore, first, second):
        whole = costs.cover_ore(rule, first + second, pay_ore)
        parts = costs.cover_ore(rule, first, pay_ore) + costs.cover_ore(rule, second, pay_ore)
        assert 0 <= whole - parts <= 1

    @given(terms(), AMOUNTS)
    def test_a_whole_year_of_cover_costs_a_year_of_pay_and_its_on_costs(self, rule, pay_ore):
        cost_ore = costs.cover_ore(rule, rule.year_minutes, pay_ore)
        assert cost_ore == pay_ore * (10_000 + rule.on_costs) // 10_000

    @given(terms(), PERCENT)
    def test_cover_is_never_more_than_the_leave(self, rule, leave_percent):
        minutes = costs.cover_minutes(rule, leave_percent)
        assert minutes * 10_000 <= rule.year_minutes * leave_percent


class TestMoney:
    @pytest.mark.parametrize(
        ("amount_ore", "words", "plain"),
        [
            (0, "0 kr", "0,00"),
            (5, "0,05 kr", "0,05"),
            (-5, "−0,05 kr", "-0,05"),
            (123_456_700, "1 234 567 kr", "1234567,00"),
            (-123_450, "−1 234,50 kr", "-1234,50"),
        ],
    )
    def test_kroner_are_written_the_norwegian_way(self, amount_ore, words, plain):
        assert money.kroner(amount_ore) == words.replace(" ", money.NO_BREAK)
        assert money.plain(amount_ore) == plain
