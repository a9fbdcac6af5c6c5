"""What an address is asked with: the values of its variables, and what a form names besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from permission_cast import Ids
from permission_forms import ADDRESSES as FORM_ADDRESSES
from permission_forms import CONSTANT as FORM
from permission_slips import ADDRESSES as TEMPLATE_ADDRESSES
from permission_slips import CONSTANT as TEMPLATE
from werkzeug.routing import Rule

# What a form names besides its address: without it a service would not get as far as the thing.
BODIES: Mapping[str, Callable[[Ids], dict[str, Any]]] = {
    "office.grant_role": lambda ids: {
        "account": ids["account_id"], "role": "can_bo_tiep_nhan", "agency": ids["agency_id"]
    },
    "citizen.pay": lambda ids: {"gateway": "sandbox"},
    "office.issue_token": lambda ids: {"name": "Thuế", "agency_id": ids["agency_id"], "scopes": "dossier.read", "days": "30"},
    "office.request_account_submit": lambda ids: {
        "agency": ids["agency_id"], "login": "moi.them", "name": "Người Mới", "reason": "thử"
    },
    "office.decide_requests": lambda ids: {"request": ids["request"], "outcome": "approve", "decision": "đồng ý"},
    "office.own_calendar": lambda ids: {"agency_id": ids["agency_id"], "code": "Z9", "name": "Lịch riêng"},
    "office.open_commune": lambda ids: {
        "parent_id": ids["agency_id"], "code": "H50.99", "name": "Xã mới", "level": "xa", "login": "xa.moi",
        "person_name": "Người Đầu", "person_email": "a@example.vn",
    },
    "office.call_off_decision": lambda ids: {"document": "NQ 9"},
    "office.change_calendar": lambda ids: {"from": "2026-12-24", "name": "Nghỉ thử"},
    "office.clear_day": lambda ids: {"day": "2026-11-24"},
    "office.save_calendar": lambda ids: {"revision": "1", "change": DAY_OFF},
    "office.change_groups": lambda ids: {"step": ids["step"], "person": ids["account_id"], "scope": "step"},
    "office.group_step": lambda ids: {"step": ids["step"], "person": ids["account_id"], "scope": "step"},
    "office.copy_groups": lambda ids: {"source": ids["neighbour"]},
    "office.replace_person": lambda ids: {"from": ids["account_id"], "to": ids["successor"]},
    "office.delegate": lambda ids: {
        "from": ids["account_id"], "to": ids["successor"], "starts": "2026-12-24", "ends": "2026-12-24",
        "reason": "họp",
    },
    "office.announce_absence": lambda ids: {
        "person": ids["account_id"], "starts": "2026-12-24", "ends": "2026-12-24", "reason": "họp"
    },
    "office.declare_outage": lambda ids: {"agency": ids["agency_id"], "starts_at": "2026-11-22", "story": "Mất điện lâu"},
    "office.declare_tracking": lambda ids: {"agency": ids["agency_id"]},
    "studio.submit_draft": lambda ids: {"revision": "1", "reason": "thử"},
    "studio.withdraw_draft": lambda ids: {"revision": "1"},
    "studio.send_back_draft": lambda ids: {"revision": "1", "answer": "thiếu"},
    "studio.note_decision": lambda ids: {"revision": "1", **DECISION},
    "studio.approve_draft": lambda ids: {"revision": "1", **DECISION, "effective": "2026-12-24"},
    "studio.activate_version": lambda ids: {"effective": "2026-12-24"},
    "studio.call_off_version": lambda ids: {"reason": "hoãn"},
    "studio.abolish_procedure": lambda ids: DECISION,
    "studio.publish_form_now": lambda ids: {"revision": "2", "reason": "thử"},
    "studio.discard_form": lambda ids: {"revision": "2"},
    "studio.follow_shared": lambda ids: {"revision": "2"},
    "studio.remove_form_test": lambda ids: {"revision": "2", "name": "không có"},
    "studio.imported_form": lambda ids: {"revision": "2"},
    "studio.change_shared_field": lambda ids: {
        "title": "Số thử", "schema": '{"type": "string"}', "number": "1", "reason": "thử", "do": "save"
    },
    "studio.new_shared_field": lambda ids: {"title": "Nơi thử", "schema": '{"type": "string"}', "reason": "thử"},
    "studio.republish_shared": lambda ids: {"form": "1", "reason": "thử"},
    "studio.publish_slip_now": lambda ids: {"revision": "1", "reason": "thử"},
    "studio.discard_slip": lambda ids: {"revision": "1"},
    "studio.withdraw_slip": lambda ids: {"reason": "thử"},
    "studio.new_form": lambda ids: {"field": "ho_tich", "title": "Đơn thử quyền"},
    "citizen.begin_submit": lambda ids: {"agency": ids["agency_id"]},
    "officer.act": lambda ids: {"task": ids["task_id"]},
    "officer.bulk_new": lambda ids: {"action": "claim", "item": ids["item"]},
    "officer.bulk_start": lambda ids: {"action": "claim", "item": ids["item"]},
    "api.act": lambda ids: {"task_id": ids["task_id"]},
    "api.bulk_start": lambda ids: {
        "id": "6f2c0d4e-8f5b-4a55-9d5e-3a0c9f6f1b11", "action": "claim",
        "items": [{"code": ids["code"], "task_id": ids["task_id"]}],
    },
}  # fmt: skip
# Their pages show a choice that stands in the address, too.
QUERIED = {"office.group_step", "office.copy_groups", "office.replace_person"}
ADDRESSES: Mapping[str, str] = {
    "officer.accept": "sent",
    "api.accept": "sent",
    "api.check_form": "procedure",
    "api.form": "procedure",
    "citizen.begin": "procedure",
    "citizen.begin_submit": "procedure",
    "declaration.blank": "procedure",
    "declaration.blank_guidance": "procedure",
    "public.blank_form": "procedure",
    "public.sheet": "procedure",
    "public.language": "language",
}
STUDIO = {"code": "studio_code", "draft_id": "process_draft"}
SENT = {"draft_id": "submitted_draft", "file_id": "submitted_file"}
WAITING = {"version_id": "waiting_version", "file_id": "waiting_file"}
LIFE: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(
        ("studio.approve_draft", "studio.send_back_draft", "studio.withdraw_draft", "studio.draft_file"), SENT
    ),
    **dict.fromkeys(("studio.activate_version", "studio.call_off_version", "studio.version_file"), WAITING),
}
DECISION = {"number": "9/QĐ", "date": "2026-11-20", "issuer": "UBND"}
DAY_OFF = '{"days_off": [{"date": "2026-12-24", "name": "Nghỉ thử", "document": ""}]}'
DEED_SLIPS = (
    "officer.slip",
    "officer.slip_sign",
    "officer.slip_file",
    "officer.slip_print",
    "api.draft_slip",
)
DEED_SLIP = {"action_key": "request_supplement", "kind": "pdf", "name": "control"}
CONSTANT = {
    "edition": "current",
    "province": "44",
    "procedure": "1.001193",
    "language": "vi",
    "section_key": "nguoi_yeu_cau",
    "filename": "no-such-file.js",
    "what": "nghi",
    "key": "can_bo_xu_ly",
    "action_key": "claim",
    "kind": "docx",
    "gateway": "sandbox",
}


def values_of(rule: Rule, ids: Ids) -> dict[str, Any]:
    """What stands in the address for its variables."""
    if rule.rule.startswith(FORM_ADDRESSES):
        things = {**FORM, "draft_id": ids["form_draft"], "run_id": ids["shared_run"]}
        return {name: things[name] for name in rule.arguments}
    if rule.rule.startswith(TEMPLATE_ADDRESSES):
        things = {**TEMPLATE, "draft_id": ids["slip_draft"], "agency_id": ids["agency_id"]}
        return {name: things[name] for name in rule.arguments}
    found: dict[str, Any] = {}
    known = {**CONSTANT, **ids}
    for name in rule.arguments:
        key = name
        if name == "code":
            is_calendar = rule.rule.startswith("/quan-tri/lich/")
            key = ADDRESSES.get(rule.endpoint, "calendar" if is_calendar else "code")
        if name == "file_id" and rule.endpoint == "citizen.draft_file":
            key = "draft_file"
        if rule.endpoint.startswith("studio."):
            life = LIFE.get(rule.endpoint, STUDIO)
            key = "upload_file" if rule.endpoint == "studio.new_file" else life.get(name, name)
        if rule.endpoint == "studio.request_file" and name == "file_id":
            key = "request_file"
        if rule.endpoint.startswith("officer.walk_in"):
            key = {"draft_id": "walk_in", "file_id": "walk_in_file"}[name]
        if name in DEED_SLIP and rule.endpoint in DEED_SLIPS:
            found[name] = DEED_SLIP[name]
            continue
        if rule.endpoint == "officer.register_file" and name == "name":
            found[name] = "ledger"
            continue
        assert key in known, f"{rule.endpoint}: say in permission_things what {name} may be"
        found[name] = known[key]
    return found
