"""What a case costs, from the dated rates and the person's pay."""

from applications.models import Application, CostLine
from funding import costs
from funding.rules import terms_on


def estimate(application: Application) -> list[costs.Line]:
    """Cost lines by the rates in force when the course starts.

    Needs course run, scheme and position. Raises staff.verdict.Refusal where no rate is registered.
    """
    run, scheme = application.course_run, application.scheme
    if run is None or scheme is None:
        return []
    terms = terms_on(scheme, run.starts_on)
    return costs.lines(
        terms,
        substitute_scheme=scheme.is_substitute,
        credits=run.course.credits,
        leave_percent=application.leave_percent,
        price_ore=run.price_ore,
        annual_pay_ore=application.position.annual_pay_ore,
    )


def keep(application: Application) -> None:
    """Store the estimate as the case's cost lines, in place of an earlier one."""
    found = estimate(application)
    application.cost_lines.all().delete()
    CostLine.objects.bulk_create(
        [
            CostLine(
                owner_id=application.owner_id,
                application=application,
                kind=line.kind,
                state_ore=line.state_ore,
                owner_ore=line.owner_ore,
            )
            for line in found
        ]
    )
    application.cost_ore = sum(line.total_ore for line in found)
