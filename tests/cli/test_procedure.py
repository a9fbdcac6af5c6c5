"""`motcua procedure load` and `list`: versions released from files, findings for files that will not do."""

from __future__ import annotations

import json
from pathlib import Path

from fixtures_model import CODE, FORM, bpmn_of
from fixtures_watch import value


def test_the_list_is_json_of_active_procedures_with_their_versions(motcua_json, database_url) -> None:
    listed = motcua_json("procedure", "list", database=database_url)
    assert {row["code"] for row in listed} == {"1.001193", "1.001612", "1.013225", "1.013978", "2.002621"}
    assert [row for row in listed if row["code"] in ("1.001193", "1.001612")] == [
        {"code": "1.001193", "name": "Đăng ký khai sinh", "field": "ho_tich", "level": "xa", "version": 1},
        {
            "code": "1.001612",
            "name": "Đăng ký thành lập hộ kinh doanh",
            "field": "ho_kinh_doanh",
            "level": "xa",
            "version": 1,
        },
    ]


def test_loading_releases_what_is_new_and_tells_what_is_wrong(
    motcua, motcua_here, house, database_url: str, tmp_path: Path
) -> None:
    folder, forms = tmp_path / "bpmn" / "thu", tmp_path / "forms" / "thu"
    folder.mkdir(parents=True)
    forms.mkdir(parents=True)
    (forms / "don.schema.json").write_text(json.dumps(FORM), encoding="utf-8")
    (folder / "a.bpmn").write_bytes(bpmn_of("S>a a>E", limit="4h"))
    (folder / "b.bpmn").write_bytes(bpmn_of("S>a a>E", code="1.900002", a={"budget": "4 tuần"}))
    (folder / "c.bpmn").write_bytes(b"<not xml")
    before = value(house, "select count(*) from procedure_version")
    command = ("procedure", "load", str(tmp_path / "bpmn"), "--forms", str(tmp_path / "forms"), "--json")
    done = motcua(*command, database=database_url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    good, unfit, broken = json.loads(done.stdout)
    assert (good["procedure"], good["version"], good["released"]) == (CODE, 1, True)
    assert unfit["code"] == "unfit_model"
    assert [line.partition(":")[0] for line in unfit["errors"]] == ["a"]
    assert broken["errors"]
    (folder / "b.bpmn").unlink()
    (folder / "c.bpmn").unlink()
    for place, content in (("bpmn", {"name": "Riêng"}), ("forms", FORM)):
        (tmp_path / place / "rieng").mkdir()
        name = "field.json" if place == "bpmn" else "don.schema.json"
        (tmp_path / place / "rieng" / name).write_text(json.dumps(content), encoding="utf-8")
    again = motcua_here(*command, database=database_url)
    assert again.exit_code == 0
    released, loose = json.loads(again.stdout)
    assert (released["version"], released["released"]) == (1, False)
    assert loose == {"field": "rieng", "name": "Riêng", "forms": 1}
    assert value(house, "select count(*) from library_form where field = 'rieng' and key = 'don'") == 1
    assert value(house, "select count(*) from procedure_version where digest is not null") == before + 1
