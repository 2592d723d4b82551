"""Who of those we know an entry of the file is: by employee number, else by identity."""

from collections.abc import Iterator

from staff.importing.entries import Entries, Entry
from staff.importing.picture import Person, Picture


def recognise(picture: Picture, entries: Entries) -> dict[str, Person]:
    """Employee number in the file → the person. Whoever is new is not in it.

    Entries that cannot be who they say are rejected, with the reason among the problems.
    """
    known: dict[str, Person] = {}
    claimed: dict[int, Entry] = {}
    for entry, person in _by_number(picture, entries):
        known[entry.number], claimed[person.user_id] = person, entry
    for entry, person in _by_identity(picture, entries, known):
        if (other := claimed.get(person.user_id)) is not None:
            entries.reject_all(entry, "number", "another_number", other.first.row)
            continue
        known[entry.number], claimed[person.user_id] = person, entry
    return known


def _by_number(picture: Picture, entries: Entries) -> Iterator[tuple[Entry, Person]]:
    for entry in list(entries.entries.values()):
        person = picture.people.get(entry.number)
        if person is None:
            continue
        if _is_somebody_else(entry, person):
            entries.reject_all(entry, "national_id", "number_taken")
            continue
        _drop_taken(picture, entries, entry, person)
        yield entry, person


def _by_identity(
    picture: Picture, entries: Entries, known: dict[str, Person]
) -> Iterator[tuple[Entry, Person]]:
    for entry in list(entries.entries.values()):
        if entry.number in known:
            continue
        found = {
            picture.identities[key] for key in entry.identities.items() if key in picture.identities
        }
        if not found:
            continue
        person = picture.users[found.pop()]
        if found or _is_somebody_else(entry, person):
            entries.reject_all(entry, "national_id", "identities_disagree")
            continue
        yield entry, person


def _is_somebody_else(entry: Entry, person: Person) -> bool:
    """Another national id and another name. A D-number becomes a national id: the name stays."""
    ours, theirs = person.identities.get("national_id"), entry.identities.get("national_id")
    if ours is None or theirs is None or ours == theirs:
        return False
    return entry.first.name.casefold() != person.name.casefold()


def _drop_taken(picture: Picture, entries: Entries, entry: Entry, person: Person) -> None:
    """A log-in that is somebody else's stays theirs."""
    for key in list(entry.identities.items()):
        if picture.identities.get(key, person.user_id) != person.user_id:
            entries.warn(entry.first, key[0], "identity_taken")
            del entry.identities[key[0]]
