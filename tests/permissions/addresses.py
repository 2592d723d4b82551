"""Every address there is, and what its numbers stand for in a slot."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.slots import Slot

Fill = Callable[[Slot], dict[str, Any]]
# Not ours to guard: files, and the machine's description of the API.
SKIPPED_NAMESPACES = ("djdt",)


def pk(name: str) -> Fill:
    """The key of one of the slot's things."""
    return lambda slot: {"pk": getattr(slot, name).pk}


def all_names(
    patterns: list[URLPattern | URLResolver] | None = None, spaces: str = ""
) -> Iterator[tuple[str, bool]]:
    """(name with namespaces, whether it takes arguments) of every address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            deeper = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from all_names(pattern.url_patterns, deeper)
        else:
            assert pattern.name, f"an address without a name: {pattern}"
            takes = bool(pattern.pattern.regex.groups)
            yield f"{spaces}{pattern.name}", takes


def address(name: str, slot: Slot) -> str:
    fill = FILLED.get(name)
    return reverse(name, kwargs=fill(slot) if fill else None)


FILLED: dict[str, Fill] = {
    "read_message": pk("message"),
    "applications:course": pk("run"),
    "applications:start": lambda slot: {"round_pk": slot.round.pk},
    "applications:detail": pk("submitted"),
    "applications:step": lambda slot: {"pk": slot.draft.pk, "step": "why"},
    "applications:autosave": lambda slot: {"pk": slot.draft.pk, "step": "why"},
    "applications:attach": pk("draft"),
    "applications:submit": pk("draft"),
    "applications:receipt": pk("submitted"),
    "applications:withdraw": pk("submitted"),
    "applications:accept": pk("granted"),
    "applications:decline": pk("granted"),
    "applications:letter": pk("granted"),
    "applications:attachment": pk("attachment"),
    "applications:detach": pk("attachment"),
    "applications:advise": pk("submitted"),
    "applications:confirm": pk("accepted"),
    "applications:pay_term": pk("participation"),
    "applications:complete": pk("accepted"),
    "rounds:detail": pk("round"),
    "rounds:step": pk("round"),
    "rounds:queue": pk("round"),
    "rounds:ranking": pk("round_to_rank"),
    "rounds:participants": pk("round"),
    "funding:earmark": pk("earmark"),
    "funding:new_earmark": pk("grant"),
    "distribution:propose": lambda slot: {"round_pk": slot.round_to_propose.pk},
    "distribution:detail": pk("proposal"),
    "distribution:finalise": pk("consulted_proposal"),
    "distribution:problem": pk("proposal"),
    "consultations:open": lambda slot: {"proposal_pk": slot.proposal.pk},
    "consultations:detail": pk("consultation"),
    "consultations:state": pk("invitation"),
    "consultations:answer": pk("statement"),
    "consultations:close": pk("consultation"),
    "substitutes:order": pk("cover_order"),
    "substitutes:book": pk("cover_order"),
    "substitutes:unbook": pk("booked_order"),
    "substitutes:cancel": pk("cover_order"),
    "substitutes:hours": pk("filled_order"),
    "substitutes:booking": pk("booking"),
    "substitutes:answer": pk("booking"),
    "reports:round": lambda slot: {"pk": slot.granted.round_id},
    "reports:round_csv": lambda slot: {"pk": slot.granted.round_id},
    "reports:round_pdf": lambda slot: {"pk": slot.granted.round_id},
    "reports:export": pk("export"),
    # ── Calendar, and studies outside the catalogue ──
    "applications:applied_there": pk("applied_elsewhere"),
    "applications:reject_study": pk("refused_study_case"),
    "calendar:feed": lambda slot: {"token": slot.calendar_token},
    "calendar:run_ical": pk("run"),
    "calendar:workload": pk("run"),
    "studies:detail": pk("outside_study"),
    # ── Log-in ──
    "openid_connect_login": lambda slot: {"provider_id": "feide"},
    "openid_connect_callback": lambda slot: {"provider_id": "feide"},
    "account_reset_password_from_key": lambda slot: {"uidb36": "1", "key": "a-b"},
    "mfa_remove_webauthn": pk("passkey"),
    "end_session": pk("session"),
    # ── One's own page ──
    "me:teach": lambda slot: {"pk": slot.teaching.subject_id},
    "me:stop_teaching": pk("teaching"),
    "me:new_qualification": lambda slot: {"kind": "degree"},
    "me:change_qualification": pk("qualification"),
    "me:remove_qualification": pk("qualification"),
    "me:data_copy": pk("data_copy"),
    "me:data_held": lambda slot: {"key": "positions"},
    "me:road": pk("path"),
    "me:start_road": pk("path"),
    "me:road_progress": pk("path_taken"),
    "me:end_road": pk("path_taken"),
    # ── Entry requirements ──
    "entry:edit": pk("course"),
    # ── Staff ──
    "staff:person": pk("employee"),
    "staff:new_position": pk("employee"),
    "staff:leave": pk("employee"),
    "staff:change_position": pk("position"),
    "staff:end_position": pk("position"),
    "staff:workplace": pk("workplace"),
    "staff:change_workplace": pk("workplace"),
    "staff:close_workplace": pk("workplace"),
    "staff:open_workplace": pk("closed_workplace"),
    "staff:take_name": pk("workplace"),
    "staff:keep_name": pk("workplace"),
    "staff:confirm_road": pk("path_taken"),
    "staff:map_code": pk("own_code"),
    "staff:end_code": pk("own_code"),
    "staff:set_threshold": lambda slot: {"code": "role_unused_days"},
    "staff:verify_qualification": pk("qualification"),
    "staff:qualification_document": pk("qualification"),
    "staff:answer_correction": pk("correction"),
    # ── Roles ──
    "roles:detail": pk("role_held"),
    "roles:end": pk("role_held"),
    "roles:keep": pk("role_held"),
    "roles:find_stand_in": pk("role_held"),
    "roles:name_stand_in": lambda slot: {"pk": slot.role_held.pk, "user": slot.colleague.pk},
    "roles:end_stand_in": pk("stand_in"),
    "roles:find": lambda slot: {"owner": slot.owner.pk},
    "roles:appoint": lambda slot: {"owner": slot.owner.pk, "user": slot.colleague.pk},
    "roles:find_conflict": lambda slot: {"owner": slot.owner.pk},
    "roles:declare_conflict": lambda slot: {"owner": slot.owner.pk, "user": slot.colleague.pk},
    "roles:withdraw_conflict": pk("conflict"),
    # ── Staff files ──
    "imports:revoke_key": pk("api_key"),
    "imports:detail": pk("batch"),
    "imports:columns": pk("batch"),
    "imports:check": pk("batch"),
    "imports:apply": pk("batch"),
    "imports:undo": pk("applied_batch"),
    "imports:discard": pk("batch"),
    "imports:problems": pk("batch"),
    "api:show": pk("batch"),
    # ── Finding courses ──
    "catalogue:run": pk("run"),
    # ── The provider's own pages ──
    "providing:new_course": lambda slot: {"pk": slot.contact.provider_id},
    "providing:course": pk("course"),
    "providing:change_course": pk("course"),
    "providing:new_run": pk("course"),
    "providing:run": pk("run"),
    "providing:change_run": pk("run"),
    "providing:sessions": pk("run"),
    "providing:cancel_run": pk("run"),
    "providing:run_seats": pk("run"),
    "providing:confirm_seats": pk("run"),
    "providing:participants_csv": pk("run"),
    "providing:run_results": pk("run"),
    "providing:confirm_seat": pk("seat_to_answer"),
    "providing:refuse_seat": pk("seat_to_answer"),
    "providing:release_seat": pk("seat_given"),
    "providing:provider": lambda slot: {"pk": slot.contact.provider_id},
    "providing:change_provider": lambda slot: {"pk": slot.contact.provider_id},
    "providing:appoint_contact": lambda slot: {"pk": slot.contact.provider_id},
    "providing:end_contact": pk("contact"),
    # ── The provider's files of courses ──
    "feeds:new": pk("provider"),
    "feeds:feed": pk("provider"),
    "feeds:ask": lambda slot: {"pk": slot.feed.provider_id},
    "feeds:drop": lambda slot: {"pk": slot.feed.provider_id},
    "feeds:detail": pk("course_file"),
    "feeds:check": pk("course_file"),
    "feeds:apply": pk("course_file"),
    "feeds:undo": pk("applied_course_file"),
    "feeds:discard": pk("course_file"),
    "feeds:problems": pk("course_file"),
    # ── Placements, their cover, and notes on trades ──
    "placements:detail": pk("placement_wished"),
    "placements:agreement": pk("placement_agreed"),
    "placements:sign": pk("placement_agreed"),
    "placements:agreement_pdf": pk("placement_signed"),
    "placements:log": pk("placement_signed"),
    "placements:confirm": pk("placement_signed"),
    "placements:decline": pk("placement_wished"),
    "placements:cancel": pk("placement_signed"),
    "substitutes:set_money_aside": pk("placement_order"),
    "substitutes:give_money_back": pk("funded_order"),
    "trades:withdraw": pk("trade_note"),
    # ── Tailored orders ──
    "orders:new": lambda slot: {"workplace": slot.workplace.pk},
    "orders:detail": pk("tailored_order"),
    "orders:change": pk("tailored_order"),
    "orders:cancel": pk("tailored_order"),
    "orders:find_partner": pk("tailored_order"),
    "orders:ask": lambda slot: {
        "pk": slot.tailored_order.pk,
        "workplace": slot.workplace_elsewhere.pk,
    },
    "orders:shares": pk("order_to_share"),
    "orders:share_by_participants": pk("order_to_share"),
    "orders:join": pk("leading_partner"),
    "orders:decline_to_join": pk("asked_partner"),
    "orders:remove_partner": pk("partner_not_joined"),
    "orders:invite": pk("order_to_send"),
    "orders:more_time": pk("order_sent"),
    "orders:compare": lambda slot: {"pk": slot.offer_made.order_id},
    "orders:accept": pk("offer_made"),
    "orders:invitation": pk("order_invitation"),
    "orders:offer": pk("order_invitation"),
    "orders:decline": pk("order_invitation"),
    "orders:participants": pk("ordered_partner"),
    "orders:name_participant": lambda slot: {
        "pk": slot.ordered_partner.pk,
        "user": slot.to_be_named.pk,
    },
    "orders:withdraw_participant": lambda slot: {
        "pk": slot.ordered_partner.pk,
        "seat": slot.ordered_seat.pk,
    },
    # ── The fagskole's return ──
    "returns:college": pk("college"),
    "returns:college_csv": pk("college"),
    "returns:county": lambda slot: {"pk": slot.college.county_id},
    "returns:county_csv": lambda slot: {"pk": slot.college.county_id},
    # ── Proofs of completion ──
    "proofs:key": lambda slot: {"kid": slot.proof.signed_with.kid},
    "proofs:detail": lambda slot: {"key": slot.proof.key},
    "proofs:pdf": lambda slot: {"key": slot.proof.key},
    "proofs:credential": lambda slot: {"key": slot.proof.key},
    "proofs:document": lambda slot: {"key": slot.proof.key},
    "proofs:status": lambda slot: {"key": slot.proof.key},
}
