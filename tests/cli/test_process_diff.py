"""`motcua process diff`: what people read, its JSON, its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from motcua.cli import main
from motcua.domain.diff.process_diff import Side, difference
from motcua.engine.reader.reader import read

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "bpmn").glob("*/*.bpmn"))
PERMIT = ROOT / "bpmn" / "xay_dung" / "1.013225.bpmn"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["process", "diff", *map(str, arguments)])


@pytest.mark.req("A-12")
def test_change_of_a_time_is_said_and_told_by_the_exit_code(tmp_path: Path) -> None:
    new = tmp_path / "new.bpmn"
    text = PERMIT.read_text(encoding="utf-8")
    assert text.count('name="Xét duyệt"') == 1
    step = text.index('name="Xét duyệt"')
    new.write_text(text[:step] + text[step:].replace('budget="6h"', 'budget="8h"', 1), encoding="utf-8")
    said = run(PERMIT, new, "--forms", ROOT / "forms")
    assert (said.exit_code, said.output.splitlines()[1:]) == (1, ["  Bước “Xét duyệt”: 6 giờ → 8 giờ"])
    told = json.loads(run(PERMIT, new, "--json", "--lang", "en").output)
    assert (told["changes"][0]["before"], told["changes"][0]["aspect"]) == ("6 hours", "budget")
    assert told["total_seconds"]["new"] - told["total_seconds"]["old"] == 2 * 3600


def test_same_file_has_no_difference_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    same = run(PERMIT, PERMIT, "--forms", ROOT / "forms")
    assert (same.exit_code, same.output) == (0, "Hai bản giống nhau.\n")
    (tmp_path / "no.bpmn").write_text("<a/>", encoding="utf-8")
    broken = run(PERMIT, tmp_path / "no.bpmn")
    assert (broken.exit_code, "no.bpmn" in broken.output) == (2, True)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_file_whose_ids_are_all_new_says_the_same(path: Path) -> None:
    """As after a drawing of the same process by another program; sub-processes, loops and events included."""
    text = path.read_text(encoding="utf-8")
    model = read(text.encode()).model
    assert model is not None
    elements = sorted([one.id for one in (*model.nodes, *model.flows)], reverse=True)
    new = {key: f"z{number:03}" for number, key in enumerate(elements)}
    for around in (r'"([^"]+)"', r">([\w.-]+)<"):
        text = re.sub(around, lambda found: found[0].replace(found[1], new.get(found[1], found[1])), text)
    renumbered = read(text.encode()).model
    assert renumbered is not None
    assert {node.id for node in renumbered.nodes} <= set(new.values())
    assert difference(Side(model, {}), Side(renumbered, {})).changes == []
