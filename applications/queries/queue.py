"""The owner's queue: rows made for the table, so that a page of it stays cheap."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.models import Application, Round
from applications.states import State
from staff.models import StaffGroup, Workplace
from staff.money import NO_BREAK, kroner

COLORS: Final = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "warning",
    State.RECOMMENDED: "info",
    State.NOT_RECOMMENDED: "info",
    State.RANKED: "info",
    State.GRANTED: "success",
    State.WAITING_LIST: "warning",
    State.REJECTED: "danger",
    State.ACCEPTED: "success",
    State.DECLINED: "neutral",
    State.PARTICIPATING: "success",
    State.COMPLETED: "success",
    State.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    url: str
    number: str
    name: str
    staff_group: str
    workplace: str
    course: str
    credits: str
    cost: str
    state: str
    color: str
    advice: str
    rank: str


def choices_of(round: Round) -> dict[str, list[tuple[int, str]]]:
    """What the queue may be narrowed by, as (key, name). One query for the three lists."""
    written = f"name_{_written()}"
    groups = StaffGroup.objects.order_by().annotate(of=Value("staff_group"))
    schemes = round.schemes.order_by().annotate(of=Value("scheme"), place=Value(0))
    workplaces = Workplace.objects.filter(owner=round.owner_id).order_by()
    found = groups.values_list("of", "place", written, "pk").union(
        schemes.values_list("of", "place", written, "pk"),
        workplaces.annotate(of=Value("workplace"), place=Value(0)).values_list(
            "of", "place", "name", "pk"
        ),
        all=True,
    )
    choices: dict[str, list[tuple[int, str]]] = {"staff_group": [], "scheme": [], "workplace": []}
    for of, _place, name, pk in sorted(found):
        choices[of].append((pk, name))
    return choices


def in_order(applications: QuerySet[Application]) -> QuerySet[Application]:
    """As ranked, then as sent: the order of the index `application_queue`."""
    return applications.order_by("rank", "pk")


def for_rows(applications: QuerySet[Application]) -> QuerySet[Application]:
    """One slim row each instead of seven objects: names are joined in as columns."""
    return applications.annotate(
        given_name=F("applicant__first_name"),
        family_name=F("applicant__last_name"),
        group_name=F(f"staff_group__name_{_written()}"),
        workplace_name=F("workplace__name"),
        course_title=F("course_run__course__title"),
        course_credits=F("course_run__course__credits"),
        recommended=F("recommendation__recommended"),
    ).only("number", "cost_ore", "state", "rank")


def queue_rows(applications: Iterable[Any]) -> list[QueueRow]:
    """Needs `for_rows`. What is the same for every row is worked out once."""
    labels = {state.value: (str(state.label), COLORS[state]) for state in State}
    advice = {True: _("Recommended"), False: _("Not recommended"), None: _("No advice yet")}
    credits = _("%(count)s credits")
    address = reverse("applications:detail", args=[0])
    return [
        QueueRow(
            url=address.replace("/0/", f"/{found.pk}/"),
            number=found.number,
            name=f"{found.given_name} {found.family_name}",
            staff_group=found.group_name,
            workplace=found.workplace_name,
            course=found.course_title or "",
            credits=credits % {"count": found.course_credits or 0},
            cost=kroner(found.cost_ore).removesuffix(f"{NO_BREAK}kr"),  # the column says kroner
            state=labels[found.state][0],
            color=labels[found.state][1],
            advice=advice[found.recommended],
            rank="–" if found.rank is None else str(found.rank),
        )
        for found in applications
    ]


def _written() -> str:
    """The written language that names are read in."""
    return "nn" if get_language() == "nn" else "nb"
