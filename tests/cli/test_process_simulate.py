"""`motcua process simulate`: numbers in, the share on time and the bottleneck out (A-18)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.cli import main

pytestmark = pytest.mark.req("A-18")

MODEL = Path(__file__).parents[2] / "bpmn" / "xay_dung" / "1.013225.bpmn"
USUAL = ("process", "simulate", str(MODEL), "--dossiers", "100", "--from", "2026-12-07")


def run(*more: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*USUAL, *more])
    return result.exit_code, result.output


def test_the_same_numbers_give_the_same_outcome_and_fewer_people_are_the_bottleneck() -> None:
    code, text = run("--arrivals", "8", "--people", "chuyen_vien=3", "--json")
    assert (code, run("--arrivals", "8", "--people", "chuyen_vien=3", "--json")[1]) == (0, text)
    found = json.loads(text)
    assert found["bottleneck"] == "T_tham_dinh"
    assert found["pools"]["chuyen_vien"]["people"] == 3
    assert found["pools"]["chuyen_vien"]["needed"] > 3
    assert found["on_time"] < 0.5
    assert found["limit"] == 56 * 3600
    assert len(found["steps"]) == 9
    enough = json.loads(
        run("--arrivals", "1", "--people", "chuyen_vien=20", "--spread", "0", "--even", "--json")[1]
    )
    assert enough["on_time"] > 0.9


def test_it_tells_people_in_both_languages() -> None:
    assert "Điểm nghẽn" in run("--people", "chuyen_vien=3")[1]
    assert "Bottleneck" in run("--people", "chuyen_vien=3", "--lang", "en")[1]


@pytest.mark.parametrize(
    ("option", "named"),
    [
        (("--people", "chuyen_mon=3"), "chuyen_vien"),
        (("--people", "chuyen_vien"), "NAME=VALUE"),
        (("--work", "T_tham_dinh=mau"), "mau"),
        (("--branch", "F_khong=0.2"), "--branch F_khong"),
        (("--arrivals", "0"), "arrivals"),
    ],
)
def test_what_cannot_be_used_is_named(option: tuple[str, str], named: str) -> None:
    code, text = run(*option)
    assert code == 2
    assert named in text
