"""Names as heard in a Norwegian staff room today. Any likeness to somebody real is chance."""

import random
from collections.abc import Iterator

FIRST = (
    "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Anna Solveig Marianne Randi "
    "Nina Kristin Tone Silje Camilla Ida Marte Ragnhild Sigrid Guro Turid Gunn Wenche Mona Anita "
    "Siv Heidi Trine Cathrine Elin Lene Monica Stine Julie Maria Emma Nora Thea Sofie Ingeborg "
    "Jan Per Bjørn Ole Lars Kjell Knut Svein Thomas Arne Geir Morten Terje Odd Erik Martin "
    "Andreas Anders Tor Rune Trond Tore Daniel Kristian Espen Magnus Sindre Eirik Håkon Torbjørn "
    "Amina Fatima Aisha Khadija Hodan Zainab Nasrin Shabnam Agnieszka Katarzyna Małgorzata Ewa "
    "Joanna Oksana Olena Natalia Iryna Ruta Daiva Egle Kristina Thuy Linh Mai Ling Siriporn "
    "Ahmed Mohamed Abdi Hassan Omar Yusuf Ali Reza Farid Tomasz Piotr Marek Krzysztof Andrii "
    "Mindaugas Tesfaye Samuel Selam Mehret Rahel Biniam Priya Rajesh Sunita Carlos Lucia"
).split()
LAST = (
    "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen "
    "Pettersen Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Halvorsen Jørgensen "
    "Dahl Lund Solberg Sørensen Bakken Moen Strand Solheim Nguyen Lie Kristoffersen Martinsen "
    "Eide Nygård Bakke Lunde Sæther Ruud Fredriksen Aas Myhre Tangen Haugland Nordli Brekke "
    "Holm Hovland Fjeld Myklebust Sandvik Tveit Engen Vik Hauge Birkeland Øien Skoglund Dale "
    "Grønli Rønning Viken Bøe Sætre Rustad Thorsen Bjerke Aune Knudsen Ødegård Ellingsen Vatne "
    "Ahmed Ali Hussein Mohamud Warsame Abdullahi Khan Malik Hussain Nowak Kowalski Wójcik "
    "Kamiński Lewandowski Kazlauskas Petrauskas Shevchenko Kovalenko Bondarenko Tran Pham Le "
    "Rahimi Hosseini Karimi Haile Tesfay Gebre Berhane Singh Kaur Sharma Garcia Santos Wang"
).split()
ASCII = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ł": "l", "ó": "o", "ń": "n", "ö": "o", " ": "."}
)


def slug_of(name: str) -> str:
    """The name as in an e-mail address."""
    return name.lower().translate(ASCII)


def people(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """(first name, last name, slug), the slug never twice, for ever."""
    taken: dict[str, int] = {}
    while True:
        first, last = rng.choice(FIRST), rng.choice(LAST)
        slug = slug_of(f"{first} {last}")
        taken[slug] = taken.get(slug, 0) + 1
        yield first, last, slug if taken[slug] == 1 else f"{slug}.{taken[slug]}"
