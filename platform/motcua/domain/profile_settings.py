"""The settings of a profile by their dotted keys, as a procedure or a clock story lays them over it (R-17, R-29)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from motcua.domain.dossier.dossier_states import STATE_NAMES
from motcua.domain.errors import InputError
from motcua.domain.papers.slip_kinds import LEGAL_SETS
from motcua.domain.text import Text

MAX_NUMBER = 100_000


class SettingError(InputError):
    """A key that no setting has, or a value that it cannot take; `key` names the setting."""

    code = "setting"

    def __init__(self, key: str, message: Text, code: str) -> None:
        super().__init__(message)
        self.key = key
        self.code = code


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the field of the profile, how its value is read (None: not understood), what to write instead."""

    field: str
    read: Callable[[object], object | None]
    right: str


def _choice(field: str, *values: str) -> Setting:
    known = {value: value for value in values}
    return Setting(field, lambda value: known.get(str(value).strip()), ", ".join(values))


def _flag(field: str) -> Setting:
    known = {"true": True, "false": False}
    return Setting(field, lambda value: known.get(str(value).strip().lower()), "true, false")


def _number(field: str, least: int) -> Setting:
    return Setting(field, lambda value: _whole(value, least), f"{least}, {least + 1}, {least + 2}…")


def _whole(value: object, least: int) -> int | None:
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 6):
        return None
    return int(text) if least <= int(text) <= MAX_NUMBER else None


SETTINGS: Final[Mapping[str, Setting]] = {
    "intake.limit_hours": _number("intake_limit_hours", 1),
    "intake.limit_binds": _flag("intake_limit_binds"),
    "missing_component.notify_limit": Setting(
        "missing_component_notify",
        lambda value: {"next_session": "next_session", "none": ""}.get(str(value).strip()),
        "next_session, none",
    ),
    "clock.start": _choice("clock_start", "accepted", "submitted"),
    "clock.out_of_hours": _choice("out_of_hours", "next_start", "actual"),
    "clock.supplement_policy": _choice(
        "supplement_policy", "close_and_restart", "restart_same", "pause_resume", "continue"
    ),
    "clock.internal_return": _choice("internal_return", "continue_previous", "restart_previous"),
    "clock.payment_wait": _choice("payment_wait", "pause", "continue"),
    "appointment.rule": _choice("appointment_rule", "next_session_start", "same_as_deadline"),
    "resubmit.code": _choice("resubmit_code", "same", "new_linked"),
    "supplement.max": _number("supplement_max", 0),
    "apology.counts_overdue": _flag("apology_counts_overdue"),
    "apology.max_times": _number("apology_max_times", 0),
    "extension.counts_overdue": _flag("extension_counts_overdue"),
    "timeliness.basis": _choice("timeliness_basis", "deadline", "appointment"),
    "timeliness.classes": _choice("class_words", "limit", "appointment", "appointment_open"),
    "warn.remaining_minutes": _number("warn_remaining_minutes", 1),
    "transfer.grace_minutes": _number("transfer_grace_minutes", 0),
    "notify.require_desk_confirm": _flag("notify_require_desk_confirm"),
    "close.separate_step": _flag("close_separate_step"),
    "process.fully_digital": _flag("fully_digital"),
    "citizen.amend_until": _choice("amend_until", *STATE_NAMES),
    "citizen.withdraw_until": _choice("withdraw_until", *STATE_NAMES),
    "slip.set": _choice("slip_set", *LEGAL_SETS),
    "receipt.codes": _choice("receipt_codes", "barcode,qr", "qr", "barcode"),
    "dossier.seal": _choice("dossier_seal", "none", "on_accept", "on_close"),
    "slip.signature": _choice("slip_signature", "none", "required"),
    "original_check": _choice("original_check", "none", "before_accept", "at_return"),
}
"""Every setting that a procedure or a story may decide otherwise than the profile (requirements, Part 3)."""


def read_setting(key: str, value: object) -> tuple[str, object]:
    """The profile's field and its value; raises SettingError naming the key or the value."""
    setting = SETTINGS.get(key)
    if setting is None:
        near = get_close_matches(key, SETTINGS, n=1)
        hint = Text(f" Có phải “{near[0]}”?", f" Did you mean “{near[0]}”?") if near else Text("", "")
        raise SettingError(
            key,
            Text(f"Không có thiết lập “{key[:60]}”.{hint.vi}", f"There is no setting “{key[:60]}”.{hint.en}"),
            "setting_unknown",
        )
    found = setting.read(value)
    if found is None:
        raise SettingError(
            key,
            Text(
                f"Thiết lập “{key}” không nhận giá trị “{str(value)[:40]}”. Viết: {setting.right}.",
                f"The setting “{key}” cannot be “{str(value)[:40]}”. Write: {setting.right}.",
            ),
            "setting_value",
        )
    return setting.field, found
