"""One cell → one value: numbers, amounts, days as Norwegians and their systems write them."""

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import Final

from django.utils import timezone
from stdnum.exceptions import ValidationError as NotValid
from stdnum.no import fodselsnummer

from staff.importing.reading import Cell

EARLIEST: Final = datetime.date(1930, 1, 1)
LATEST: Final = datetime.date(2100, 1, 1)
MOST_PAY_ORE: Final = 100_000_000_00
_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_SPACES = re.compile(r"\s+")
_ERRORS: Final = ("#REF!", "#N/A", "#I/T", "#VALUE!", "#VERDI!", "#NAME?", "#NAVN?", "#DIV/0!")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][0-9:.+Z-]*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NORWEGIAN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\.?(?: [0-9:.]*)?")
_EMAIL = re.compile(r"[^@\s\"'<>(),;:\\]+@[^@\s\"'<>(),;:\\]+\.[^@\s\"'<>(),;:\\.]{2,}")
_PHONE = re.compile(r"\+?[0-9 ()/.-]{5,20}")


class Wrong(Exception):
    """A value that cannot be used; `code` is one of `words.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text(cell: Cell) -> str:
    """As a person reads it: one line, no sign that is invisible or turns the text round."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        if cell.isascii() and cell.isprintable() and "  " not in cell:
            return cell.strip()
        return _tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _tidy(cell: str) -> str:
    seen = (
        sign
        for sign in _SPACES.sub(" ", cell)
        if sign.isprintable() or sign.isspace() or unicodedata.category(sign) == "Zs"
    )
    return unicodedata.normalize("NFC", _SPACES.sub(" ", "".join(seen)).strip())


def is_live(value: str) -> bool:
    """A formula, or what a spreadsheet shows where a formula failed."""
    return value.startswith(("=", "@")) or value in _ERRORS


def _is_national_id(digits: str) -> bool:
    """The parts of `fodselsnummer.validate` that remain for eleven digits: thrice as fast."""
    if digits[-2] != fodselsnummer.calc_check_digit1(digits):
        return False
    if digits[-1] != fodselsnummer.calc_check_digit2(digits):
        return False
    try:
        born: datetime.date = fodselsnummer.get_birth_date(digits)
    except NotValid:
        return False
    return born <= timezone.localdate()


def national_id(cell: Cell) -> str:
    """Eleven digits, D-numbers too. A spreadsheet may have dropped the first nought."""
    plain = text(cell)
    if not plain.isdigit():
        plain = re.sub(r"[ .-]", "", plain)
    if isinstance(cell, int | float) and len(plain) == 10:
        plain = f"0{plain}"
    if not (_ELEVEN_DIGITS.fullmatch(plain) and _is_national_id(plain)):
        raise Wrong("national_id")
    return plain


@lru_cache(maxsize=10_000)
def decimal_hundredths(plain: str) -> int | None:
    """“37,5”, “612 500,50”, “1.234,00” → hundredths. None if it is no number."""
    plain = _SPACES.sub(" ", plain)
    if _NUMBER.fullmatch(plain) and not _THOUSANDS.fullmatch(plain):
        return _hundredths(plain.replace(",", "."))
    if _GROUPED.fullmatch(plain):
        whole, decimals = plain, ""
        if found := re.search(r"[.,](\d{1,2})$", plain):
            whole, decimals = plain[: found.start()], f".{found[1]}"
        return _hundredths(re.sub(r"[ .,']", "", whole) + decimals)
    return None


def _hundredths(plain: str) -> int:
    whole, _, decimals = plain.partition(".")
    sign = -1 if whole.startswith("-") else 1
    hundredths = int(f"{decimals}000"[:2]) + (f"{decimals}000"[2] >= "5")
    return sign * (abs(int(whole or "0")) * 100 + hundredths)


def _cell_hundredths(cell: Cell, plain: str) -> int | None:
    if isinstance(cell, int | float) and abs(cell) < 1e13:
        return round(cell * 100)
    return decimal_hundredths(plain)


def percent(cell: Cell) -> int:
    """“80”, “37,5”, “80 %” → hundredths of a percent, more than 0 and at most 100 percent."""
    plain = text(cell).removesuffix("%").rstrip()
    found = _cell_hundredths(cell, plain)
    if found is None:
        raise Wrong("percent")
    if not 0 < found <= 10_000:
        raise Wrong("percent_range")
    return found


def pay(cell: Cell) -> int:
    """Kroner a year for a full post → øre."""
    plain = text(cell).removeprefix("kr").removesuffix("kr").strip().removesuffix(",-")
    found = _cell_hundredths(cell, plain)
    if found is None:
        raise Wrong("pay")
    if not 0 <= found <= MOST_PAY_ORE:
        raise Wrong("pay_range")
    return found


def day(cell: Cell) -> datetime.date:
    """24.11.2026, 24.11.26, 2026-11-24, 20261124."""
    return _day(text(cell))


@lru_cache(maxsize=10_000)
def _day(plain: str) -> datetime.date:
    if found := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, month, number = found.groups()
    elif found := _NORWEGIAN.fullmatch(plain):
        number, month, year = found.groups()
        year = f"20{year}" if len(year) == 2 else year
    else:
        raise Wrong("date")
    try:
        value = datetime.date(int(year), int(month), int(number))
    except ValueError:
        raise Wrong("date") from None
    if not EARLIEST <= value <= LATEST:
        raise Wrong("date_range")
    return value


def email(plain: str) -> bool:
    return len(plain) <= 254 and _EMAIL.fullmatch(plain) is not None


def phone(plain: str) -> bool:
    return len(plain) <= 20 and _PHONE.fullmatch(plain) is not None
