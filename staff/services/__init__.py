from staff.services.api_keys import make_api_key, revoke_api_key
from staff.services.appointments import appoint, end_role, keep_role, use_role
from staff.services.codes import add_code, end_code, map_code, remap_code, set_threshold
from staff.services.conflicts import declare_conflict, withdraw_conflict
from staff.services.corrections import answer_correction, ask_correction
from staff.services.employment import (
    Post,
    change_position,
    end_position,
    hire,
    leave,
    open_position,
)
from staff.services.forgetting import forget
from staff.services.imports import apply, check, discard, map_columns, undo, upload
from staff.services.organisation import (
    add_workplace,
    change_owner,
    change_workplace,
    close_workplace,
    establish_owner,
    keep_own_name,
    open_workplace_again,
    take_register_name,
)
from staff.services.own_data import drop_data_copies, order_data_copy
from staff.services.profile import change_contact, choose_language, stop_teaching, teach
from staff.services.qualifications import (
    add_qualification,
    change_qualification,
    remove_qualification,
    unverify_qualification,
    verify_qualification,
)
from staff.services.roads import (
    confirm_road,
    end_road,
    remind_of_conditions,
    report_progress,
    start_road,
)
from staff.services.role_upkeep import propose_removals, remind_of_ends
from staff.services.stand_ins import end_stand_in, name_stand_in

__all__ = [
    "Post",
    "add_code",
    "add_qualification",
    "add_workplace",
    "answer_correction",
    "apply",
    "appoint",
    "ask_correction",
    "change_contact",
    "change_owner",
    "change_position",
    "change_qualification",
    "change_workplace",
    "check",
    "choose_language",
    "close_workplace",
    "confirm_road",
    "declare_conflict",
    "discard",
    "drop_data_copies",
    "end_code",
    "end_position",
    "end_road",
    "end_role",
    "end_stand_in",
    "establish_owner",
    "forget",
    "hire",
    "keep_own_name",
    "keep_role",
    "leave",
    "make_api_key",
    "map_code",
    "map_columns",
    "name_stand_in",
    "open_position",
    "open_workplace_again",
    "order_data_copy",
    "propose_removals",
    "remap_code",
    "remind_of_conditions",
    "remind_of_ends",
    "remove_qualification",
    "report_progress",
    "revoke_api_key",
    "set_threshold",
    "start_road",
    "stop_teaching",
    "take_register_name",
    "teach",
    "undo",
    "unverify_qualification",
    "upload",
    "use_role",
    "verify_qualification",
    "withdraw_conflict",
]
