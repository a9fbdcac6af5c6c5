"""What a procedure decides otherwise than its province (R-29), read from its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.bootstrap import load_profile
from motcua.engine.reader.reader import read

ROOT = Path(__file__).parents[2]


def file(*settings: tuple[str, str]) -> bytes:
    words = "".join(f'<m:setting key="{key}" value="{value}"/>' for key, value in settings)
    return (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:m="http://motcua.vn/bpmn/1.0">'
        '<b:process id="p" isExecutable="true"><b:extensionElements>'
        f'<m:procedure code="1" name="n">{words}</m:procedure></b:extensionElements></b:process></b:definitions>'
    ).encode()


def test_the_building_permit_pauses_for_one_supplement_in_every_province() -> None:
    model = read((ROOT / "bpmn" / "xay_dung" / "1.013225.bpmn").read_bytes()).model
    assert model is not None
    assert model.facts is not None
    for code in ("000", "001", "002", "003", "004"):
        rules = load_profile(code).with_settings(model.facts.settings)
        assert (rules.supplement_policy, rules.resubmit_code, rules.supplement_max) == (
            "pause_resume",
            "same",
            1,
        )


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ([("clock.suplement", "continue")], "procedure.setting_unknown"),
        ([("", "")], "procedure.setting_unknown"),
        ([("clock.payment_wait", "stop")], "procedure.setting_value"),
        ([("supplement.max", "1"), ("supplement.max", "2")], "procedure.setting_twice"),
    ],
)
def test_a_setting_that_is_not_understood_is_an_error(settings: list[tuple[str, str]], code: str) -> None:
    found = [one for one in read(file(*settings)).findings if one.code.startswith("procedure.setting")]
    assert [(one.code, one.severity) for one in found] == [(code, "error")]


def test_a_setting_not_understood_is_not_kept() -> None:
    model = read(file(("clock.payment_wait", "stop"), ("supplement.max", "2"))).model
    assert model is not None
    assert model.facts is not None
    assert model.facts.settings == {"supplement.max": "2"}
