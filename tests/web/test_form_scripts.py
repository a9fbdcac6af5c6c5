"""The scripts of e-forms mean what the server means: conditions, sums in words, days and numbers as typed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from motcua.domain.forms.form_format import group_digits
from motcua.domain.forms.money_words import in_words
from motcua.web.forms.parsing import parse_date, parse_integer, parse_number

HERE = Path(__file__).parent
CONDITIONS = json.loads((HERE.parent / "data" / "form_conditions.json").read_text("utf-8"))
SUMS = [
    0,
    4,
    10,
    15,
    21,
    24,
    25,
    101,
    110,
    1_000,
    1_004,
    1_000_005,
    80_000_000,
    1_234_567_891,
    20_000_000_001,
]
SUMS += [10**12, 5 * 10**14 + 15, 999_999_999_999_999]
DAYS = ["27/03/1990", "27-3-1990", "27031990", "1990-03-27", "29/02/2024"]
NUMBERS = [
    ["12,5", "vi"],
    ["12.5", "vi"],
    ["12.500", "vi"],
    ["1.234,5", "vi"],
    ["1,234.5", "en"],
    ["-0,5", "vi"],
]
WHOLE = ["80000000", "80.000.000", "80,000,000", "80 000 000 đ", "-3", "5.000 VNĐ"]
GROUPED = [["phone", "0914552187"], ["personal_id", "045188002417"]]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    node = shutil.which("node")
    assert node is not None, "Node is needed to build the front end"
    asked = {
        "conditions": CONDITIONS,
        "sums": SUMS,
        "days": [*DAYS, "31/02/1990", "hôm qua"],
        "numbers": [*NUMBERS, ["tám", "vi"]],
        "whole": [*WHOLE, "80.00", "tám"],
        "grouped": GROUPED,
    }
    answer = subprocess.run(
        [node, str(HERE / "form_scripts.mjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_conditions_hold_in_the_browser_as_on_the_server(told: dict[str, Any]) -> None:
    wrong = [
        (one["name"], case, holds)
        for one, found in zip(CONDITIONS, told["conditions"], strict=True)
        for case, holds in zip(one["cases"], found, strict=True)
        if holds is not case["holds"]
    ]
    assert wrong == []
    assert len(CONDITIONS) > 10


def test_sums_are_said_in_the_same_words(told: dict[str, Any]) -> None:
    assert told["words"] == [[in_words(one, "vi"), in_words(one, "en")] for one in SUMS]


def test_what_is_typed_is_read_alike(told: dict[str, Any]) -> None:
    assert told["days"] == [*map(parse_date, DAYS), None, None]
    assert told["numbers"] == [*(parse_number(typed, language) for typed, language in NUMBERS), None]
    assert told["whole"] == [*map(parse_integer, WHOLE), None, None]
    assert told["grouped"] == [group_digits(figures) for _, figures in GROUPED]
