"""How amounts are typed, written and drawn."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from funding.queries import Balance
from staff.forms.amounts import KronerField
from staff.money import kroner, plain


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("1 250 000", 125_000_000),
        ("1.250.000", 125_000_000),
        ("1250000", 125_000_000),
        ("1250000,50", 125_000_050),
        ("1\xa0250\xa0000,5", 125_000_050),
        ("1\u202f250\u202f000 kr", 125_000_000),
        ("  250 Kr. ", 25_000),
        ("1 500,-", 150_000),
        ("0,01", 1),
        ("007", 700),
    ],
)
def test_kroner_are_read_as_people_write_them(typed, ore):
    assert KronerField().clean(typed) == ore


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("kr", "required"),
        ("mye", "invalid"),
        ("12 50", "invalid"),
        ("1,250,000", "invalid"),
        ("1250.50", "invalid"),
        ("1,505", "invalid"),
        ("-5", "invalid"),
        ("1e6", "invalid"),
        ("١٢٣", "invalid"),
        ("0", "too_little"),
        ("0,00", "too_little"),
        ("1" + "0" * 12, "too_much"),
    ],
)
def test_what_is_no_amount_is_said_clearly(typed, code):
    with pytest.raises(ValidationError) as caught:
        KronerField().clean(typed)
    assert caught.value.code == code
    assert str(caught.value.messages[0])


@given(st.integers(1, 10**13))
def test_whatever_we_write_we_can_read(ore):
    assert KronerField().clean(kroner(ore)) == ore
    assert KronerField().clean(plain(ore)) == ore
    assert KronerField().clean(KronerField().prepare_value(ore)) == ore


@given(*[st.integers(0, 10**12)] * 4)
def test_a_bar_is_as_long_as_its_sum(available, reserved_, committed, paid):
    parts = Balance(available, reserved_, committed, paid).parts
    assert sum(part.width for part in parts) == (
        1000 if available + reserved_ + committed + paid else 0
    )
    assert [part.x for part in parts[1:]] == [part.x + part.width for part in parts[:-1]]
