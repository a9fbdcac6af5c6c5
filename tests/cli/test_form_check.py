"""`motcua form check`: every finding of every form, by file and place."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from motcua.cli import main

GOOD = {
    "type": "object",
    "properties": {"ten": {"type": "string", "title": "Ten", "x-en": {"title": "Name"}}},
}
BAD = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"title": "B", "prefixItems": []}}}


def test_findings_are_listed_by_file_and_place_and_errors_exit_1(tmp_path: Path) -> None:
    for name, schema in (("good.json", GOOD), ("bad.json", BAD), ("list.json", [])):
        (tmp_path / name).write_text(json.dumps(schema), encoding="utf-8")
    good, bad, other = (str(tmp_path / name) for name in ("good.json", "bad.json", "list.json"))
    fine = CliRunner().invoke(main, ["form", "check", good])
    assert (fine.exit_code, fine.output) == (0, f"{good}: không có gì phải sửa.\n")
    wrong = CliRunner().invoke(main, ["form", "check", good, bad, other, "--json", "--lang", "en"])
    found = json.loads(wrong.output)
    assert wrong.exit_code == 1
    assert [one["pointer"] for one in found[bad] if one["severity"] == "error"] == [
        "/properties/b/prefixItems",
        "/properties/a/title",
        "/properties/b/type",
    ]
    assert found[other][0]["pointer"] == "/type"
    assert CliRunner().invoke(main, ["form", "check", str(tmp_path / "none.json")]).exit_code == 2
