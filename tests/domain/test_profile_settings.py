"""Single settings laid over a profile by their dotted keys, and the five profiles as they ship."""

from __future__ import annotations

import dataclasses

import pytest

from motcua.bootstrap import load_profile
from motcua.domain.profile import Profile
from motcua.domain.profile_settings import SETTINGS, SettingError

CODES = ("000", "001", "002", "003", "004")
# Requirements, Part 3, row by row, for 000 to 004.
PART_3 = {
    "clock_start": ("accepted",) * 5,
    "out_of_hours": ("next_start",) * 5,
    "appointment_rule": ("same_as_deadline", "next_session_start", *("same_as_deadline",) * 3),
    "supplement_policy": (
        "pause_resume", "close_and_restart", "restart_same", "pause_resume", "restart_same",
    ),
    "resubmit_code": ("same", "new_linked", "same", "same", "same"),
    "internal_return": ("continue_previous",) * 5,
    "payment_wait": ("continue", "continue", "pause", "continue", "pause"),
    "apology_counts_overdue": (True,) * 5,
    "apology_max_times": (1,) * 5,
    "extension_counts_overdue": (False, True, False, False, False),
    "timeliness_basis": ("appointment", "deadline", "deadline", "appointment", "deadline"),
    "class_words": ("appointment", "limit", "limit", "appointment_open", "limit"),
    "intake_limit_hours": (8,) * 5,
    "intake_limit_binds": (False, True, True, False, True),
    "missing_component_notify": ("", "", "", "next_session", ""),
    "warn_remaining_minutes": (None,) * 5,
    "notify_require_desk_confirm": (False, True, False, False, False),
    "close_separate_step": (False, False, False, False, True),
    "deploy_require_approval": (*("decision",) * 3, "decision_or_legal_notice", "decision"),
    "procedure_two_stage_activation": (False, False, False, True, False),
    "publish_limit_days": (0, 0, 0, 1, 5),
    "publish_limit_unit": (*("day",) * 4, "working_day"),
    "slip_set": ("tt01_2018",) * 5,
    "slip_signature": ("none",) * 5,
    "dossier_seal": ("none", "none", "on_accept", "none", "none"),
    "receipt_codes": ("barcode", "qr", "qr", "barcode", "qr"),
    "publish_limit_from": (*("signed",) * 4, "received"),
}  # fmt: skip


@pytest.mark.parametrize("field", PART_3)
def test_the_five_profiles_ship_what_part_3_says(field: str) -> None:
    assert tuple(getattr(load_profile(code), field) for code in CODES) == PART_3[field]


def test_every_setting_names_a_field_of_the_profile_and_no_field_twice() -> None:
    fields = [setting.field for setting in SETTINGS.values()]
    assert len(set(fields)) == len(fields)
    assert set(fields) <= {one.name for one in dataclasses.fields(Profile)}


@pytest.mark.parametrize(
    ("key", "value", "field", "read"),
    [
        ("clock.supplement_policy", "pause_resume", "supplement_policy", "pause_resume"),
        ("resubmit.code", "same", "resubmit_code", "same"),
        ("supplement.max", "1", "supplement_max", 1),
        ("apology.max_times", 0, "apology_max_times", 0),
        ("close.separate_step", True, "close_separate_step", True),
        ("extension.counts_overdue", "false", "extension_counts_overdue", False),
        ("missing_component.notify_limit", "none", "missing_component_notify", ""),
        ("intake.limit_hours", " 4 ", "intake_limit_hours", 4),
    ],
)
def test_a_setting_is_laid_over_the_profile_and_leaves_the_rest(
    key: str, value: object, field: str, read: object
) -> None:
    profile = load_profile("001")
    assert profile.with_settings({key: value}) == dataclasses.replace(profile, **{field: read})


def test_without_settings_the_profile_is_the_same_object() -> None:
    profile = load_profile("001")
    assert profile.with_settings({}) is profile


@pytest.mark.parametrize("key", ["clock.suplement_policy", "supplement_policy", "", "site.hosts"])
def test_an_unknown_key_is_named(key: str) -> None:
    with pytest.raises(SettingError, match=f"“{key}”") as caught:
        load_profile("001").with_settings({key: "pause"})
    assert (caught.value.code, caught.value.key) == ("setting_unknown", key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("clock.payment_wait", "stop"),
        ("apology.max_times", "-1"),
        ("apology.max_times", True),
        ("intake.limit_hours", 0),
        ("intake.limit_hours", "9999999"),
        ("supplement.max", "١"),
        ("close.separate_step", "có"),
        ("citizen.amend_until", "mới gửi"),
        ("clock.start", None),
    ],
)
def test_a_value_that_is_not_understood_is_named_with_what_to_write(key: str, value: object) -> None:
    with pytest.raises(SettingError, match=f"“{key}” không nhận giá trị .*Viết: ") as caught:
        load_profile("001").with_settings({key: value})
    assert caught.value.code == "setting_value"
