"""What is typed about somebody employed, and the people and places it is typed for."""

import datetime

from staff.services import Post

DAY = datetime.date(2026, 8, 1)
BEFORE = datetime.date(2026, 7, 31)
LATER = datetime.date(2027, 1, 1)


def words(place, code, /, **other):
    return {
        "workplace": place.pk,
        "code": code.pk,
        "percent": "62,5",
        "annual_pay": "512 500",
        "starts_on": DAY.isoformat(),
    } | other


def new(place, code, /, **other):
    return (
        words(place, code)
        | {
            "first_name": "Kari",
            "last_name": "Ås",
            "email": "kari@example.org",
            "national_id": "",
            "number": "12",
        }
        | other
    )


def post(place, code, percent=5_000):
    return Post(workplace=place, code=code, percent=percent, annual_pay_ore=40_000_000)
