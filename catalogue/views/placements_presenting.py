"""A placement as its page shows it: the steps, who has signed, what waits, what would follow."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import agreements
from catalogue.covering import Cover
from catalogue.models import Placement, Signature
from catalogue.policy import placements as policy
from catalogue.states import PlacementState as S
from staff import formats
from staff.access import people_with
from staff.http import Fact, Step
from staff.impartiality import impartial_among
from staff.models import User
from staff.questions import ask
from staff.roles import Permission

Party = Signature.Party
COLORS: Final = {
    S.WISHED: "warning",
    S.AGREED: "info",
    S.SIGNED: "success",
    S.COMPLETED: "success",
    S.DECLINED: "neutral",
    S.CANCELLED: "neutral",
}
HOURS_A_DAY: Final = 7.5


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A party, who signs for it, and the signature on the text of now if it is there."""

    party: str
    who: str
    signature: Signature | None
    missing: str = ""


def color_of(placement: Placement) -> str:
    return COLORS[S(placement.state)]


def steps(placement: Placement) -> list[Step]:
    """Wish, agreement, signatures, days, confirmation; where it stopped if it came no further."""
    labels = [
        _("Wish"),
        _("Agreement"),
        _("Signatures of three"),
        _("In the business"),
        _("Confirmed"),
    ]
    is_signed = len([each for each in placement.signatures.all() if is_current(each)]) == len(Party)
    here = 3 if is_signed else 2 if placement.version else 1
    if placement.state == S.COMPLETED:
        here = len(labels)
    elif placement.state == S.SIGNED and is_over(placement):
        here = 4
    ended = placement.state in (S.DECLINED, S.CANCELLED)
    return [
        Step(label, done=number < here, current=number == here and not ended)
        for number, label in enumerate(labels)
    ]


def is_over(placement: Placement) -> bool:
    return placement.ends_on <= timezone.localdate()


def facts(placement: Placement) -> list[Fact]:
    days = len(agreements.days(placement))
    period = _("%(first)s to %(last)s") % {
        "first": formats.day(placement.starts_on),
        "last": formats.day(placement.ends_on),
    }
    found = [
        Fact(_("Who"), str(placement.participant)),
        Fact(_("Post"), str(placement.position)),
        Fact(_("Employer"), str(placement.owner)),
        Fact(_("Business"), str(placement.business)),
        Fact(_("Trade"), str(placement.trade)),
        Fact(_("Period"), period),
        Fact(
            _("Weekdays"),
            _("%(weekdays)s: %(count)s days in all")
            % {"weekdays": formats.weekdays(placement.weekdays), "count": days},
        ),
    ]
    if placement.hours is not None:
        confirmed = _("%(hours)s, confirmed by %(name)s %(day)s") % {
            "hours": formats.number(placement.hours),
            "name": placement.confirmed_by,
            "day": formats.day(placement.completed_at),
        }
        found.append(Fact(_("Hours"), confirmed))
    return found


def chapters(placement: Placement) -> list[Fact]:
    """The four texts of the agreement."""
    return [
        Fact(str(title), getattr(placement, field)) for field, title in agreements.CHAPTERS.items()
    ]


def signatures(placement: Placement) -> list[SignedBy]:
    """Of the text of now, party by party; needs the signatures fetched."""
    given = {each.party: each for each in placement.signatures.all() if is_current(each)}
    who = {
        Party.PARTICIPANT: str(placement.participant),
        Party.EMPLOYER: f"{placement.workplace}, {placement.owner}",
        Party.BUSINESS: str(placement.business),
    }
    return [
        SignedBy(
            str(party.label),
            who[party],
            given.get(party),
            _nobody_signs(placement) if party == Party.EMPLOYER and party not in given else "",
        )
        for party in Party
    ]


def is_current(signature: Signature) -> bool:
    return signature.version == signature.placement.version


def _nobody_signs(placement: Placement) -> str:
    """Said where whoever leads the workplace is the one who goes away, or is in a conflict."""
    leaders = people_with(
        Permission.PLACEMENT_SIGN, owner=placement.owner, workplace=placement.workplace
    )
    if impartial_among(leaders, placement.participant_id, placement.owner_id):
        return ""
    return _("Nobody can sign for the employer now. A stand-in for the leader must be named.")


# ── What would follow ────────────────────────────────────────────────────────────────────────────


def cover_of(user: User, placement: Placement) -> Cover | None:
    """How the cover of the placement stands, as the room above answers."""
    answers = ask("cover_of_placement", placement=placement, user=user)
    found: list[Cover] = [cover for answer in answers for cover in answer]
    return found[0] if found else None


def what_signing_means(placement: Placement) -> list[str]:
    """The last signature makes it hold, and cover is ordered."""
    given = sum(1 for each in placement.signatures.all() if is_current(each))
    if given < len(Party) - 1:
        return [
            _("You sign for yourself or for your party. Nobody can sign for you."),
            _("When all three have signed, the agreement holds, and cover is ordered."),
        ]
    return [
        _("You are the last to sign: the agreement holds, and it is kept as a PDF."),
        _("Cover is ordered for the days of the placement. The owner sets money aside for it."),
        _("The agreement cannot be changed after this, only cancelled."),
    ]


def what_changing_means(placement: Placement) -> list[str]:
    """Whose signatures fall when the text is changed."""
    given = [each for each in placement.signatures.all() if is_current(each)]
    if not given:
        return [_("The others are told that there is a text to read and sign.")]
    names = ", ".join(str(each.signed_by) for each in given)
    return [
        _("A change makes a new version, which all three must sign.")
        + " "
        + _("What is signed already does not hold for it: %(names)s.") % {"names": names},
    ]


def what_cancelling_means(placement: Placement, cover: Cover | None) -> list[str]:
    said = [_("The placement does not take place, and the others are told why.")]
    if placement.state == S.SIGNED:
        said.append(_("The signed agreement does not hold any more."))
    if cover is not None and cover.if_cancelled:
        return [*said, cover.if_cancelled]
    return [*said, _("No cover is ordered for it.")] if cover is None else said


def what_confirming_means(cover: Cover | None) -> list[str]:
    said = [
        _("The participant gets a proof that the placement was carried out."),
        _("A month or more of full time also counts as practice in the trade."),
    ]
    if cover is not None and cover.if_completed:
        said.append(cover.if_completed)
    return said


def hours_expected(placement: Placement) -> int:
    """All the days, in whole hours of ordinary length."""
    return int(len(agreements.days(placement)) * HOURS_A_DAY)


def verdicts(user: User, placement: Placement) -> dict[str, object]:
    """What the reader may do, for the buttons."""
    return {
        "write": policy.may_write_agreement(user, placement),
        "sign": policy.may_sign(user, placement),
        "decline": policy.may_decline_placement(user, placement),
        "cancel": policy.may_cancel_placement(user, placement),
        "log": policy.may_write_log(user, placement),
        "confirm": policy.may_confirm_placement(user, placement),
    }
