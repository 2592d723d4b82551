"""Counties and municipalities, as the state numbers them."""

from staff.models import County, Municipality
from staff.reference.files import Loaded, bring_up_to_date, rows


def load() -> Loaded:
    counties = bring_up_to_date(
        County,
        "number",
        [
            {"number": row["county_number"], "name": row["name"], "org_number": row["org_number"]}
            for row in rows("counties.csv")
        ],
    )
    keys = dict(County.objects.values_list("number", "pk"))
    municipalities = bring_up_to_date(
        Municipality,
        "number",
        [
            {
                "number": row["municipality_number"],
                "name": row["name"],
                "county_id": keys[row["county_number"]],
                "org_number": row["org_number"],
            }
            for row in rows("municipalities.csv")
        ],
    )
    return counties + municipalities
