"""The dated rules in force on a day, as the arithmetic wants them."""

import datetime

from django.utils.translation import gettext as _

from funding.costs import Terms
from funding.models import CostShare, Rate, Scheme
from staff.verdict import Refusal


def terms_on(scheme: Scheme, day: datetime.date) -> Terms:
    """The scheme's rate and cost share that day. Raises Refusal where none is registered."""
    rate = Rate.objects.filter(scheme=scheme, valid__contains=day).first()
    cost_share = CostShare.objects.filter(scheme=scheme, valid__contains=day).first()
    if rate is None or cost_share is None:
        raise Refusal(
            _("No rate is registered for %(scheme)s on %(day)s.")
            % {"scheme": scheme, "day": day.strftime("%d.%m.%Y")}
        )
    return Terms(
        leave_per_30_credits=rate.leave_per_30_credits,
        stipend_ore_per_30_credits=rate.stipend_ore_per_30_credits,
        on_costs=rate.on_costs,
        year_minutes=rate.year_minutes,
        state_share=cost_share.state_share,
        owner_share=cost_share.owner_share,
    )
