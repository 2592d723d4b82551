"""`manage.py establish_owner 0301 --administrator anna@oslo.example`: an owner and its first
administrator. Run again, it does nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from staff import services
from staff.models import County, Municipality, Owner, OwnerKind
from staff.verdict import Refusal


class Command(BaseCommand):
    help = (
        "Establishes a municipality (four digits) or county authority (two digits) from the "
        "reference data, or a private or state owner by name, with its first administrator."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", help="of a municipality (0301) or county (46)")
        parser.add_argument("--private", metavar="NAME", help="a private owner of that name")
        parser.add_argument("--state", metavar="NAME", help="a state owner of that name")
        parser.add_argument("--org-number", default="", help="the owner's organisation number")
        parser.add_argument(
            "--host", metavar="NUMBER", help="the municipality its money comes through"
        )
        parser.add_argument("--nynorsk", action="store_true", help="the owner writes nynorsk")
        parser.add_argument("--administrator", required=True, metavar="MAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            owner, is_new = services.establish_owner(
                **self._described(options),
                written_language="nn" if options["nynorsk"] else "nb",
                administrator_email=options["administrator"],
                by=None,
            )
        except (Refusal, ValidationError) as problem:
            messages = getattr(problem, "messages", [str(problem)])
            raise CommandError(" ".join(messages)) from problem
        self.stdout.write(f"{owner} {'established' if is_new else 'is there already'}")

    def _described(self, options: dict[str, Any]) -> dict[str, Any]:
        """Name, kind and place of the owner. Raises CommandError when they cannot be known."""
        named = [options[name] for name in ("number", "private", "state") if options[name]]
        if len(named) != 1:
            raise CommandError("Give one of: a number, --private NAME, --state NAME.")
        if options["number"]:
            return _from_reference(options["number"])
        kind = OwnerKind.PRIVATE if options["private"] else OwnerKind.STATE
        return {
            "name": named[0],
            "kind": kind,
            "org_number": options["org_number"],
            "host": _host(options["host"]) if options["host"] else None,
        }


def _from_reference(number: str) -> dict[str, Any]:
    municipality = Municipality.objects.filter(number=number).first()
    if municipality is not None:
        return {
            "name": _name_of(municipality),
            "kind": OwnerKind.MUNICIPALITY,
            "org_number": municipality.org_number,
            "municipality": municipality,
            "county": municipality.county,
        }
    county = County.objects.filter(number=number).first()
    if county is None or number == "03":
        raise CommandError(
            f"There is no municipality or county authority with the number {number}. Oslo, county "
            "and municipality in one, is 0301. Is the reference data loaded (load_reference)?"
        )
    return {
        "name": f"{county.name} fylkeskommune",
        "kind": OwnerKind.COUNTY,
        "org_number": county.org_number,
        "county": county,
    }


def _name_of(municipality: Municipality) -> str:
    """Two pairs of municipalities share a name: their county tells them apart."""
    name = f"{municipality.name} kommune"
    if Municipality.objects.filter(name=municipality.name).count() > 1:
        return f"{name} ({municipality.county})"
    return name


def _host(number: str) -> Owner:
    host = Owner.objects.filter(municipality__number=number, kind=OwnerKind.MUNICIPALITY).first()
    if host is None:
        raise CommandError(f"The municipality {number} is not established as an owner yet.")
    return host
