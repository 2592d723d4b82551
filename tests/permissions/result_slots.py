"""What came of courses: a proof somebody holds, a vocational college and its county."""

from functools import cached_property
from typing import Any

from catalogue.models import Provider
from staff.models import County, Owner, User
from tests.factories import ProviderFactory
from tests.factories.catalogue_results import completed_seat, past_run, proof_of


class ResultSlot:
    """Part of `Slot`, whose owner and applicant it uses."""

    owner: Owner
    applicant: User

    @cached_property
    def college(self) -> Any:
        """A vocational college of a county that nobody here has to do with."""
        number = f"{County.objects.count():02d}"
        county = County.objects.create(number=number, name=f"Fylke {number}")
        return ProviderFactory(kind=Provider.Kind.FAGSKOLE, county=county)

    @cached_property
    def proof(self) -> Any:
        """Of a course the applicant has completed."""
        seat = completed_seat(past_run(), owner=self.owner, participant=self.applicant)
        return proof_of(seat)
