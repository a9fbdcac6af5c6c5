"""`motcua process bundle`: out of one installation as a file, into it as a draft of a named author."""

from __future__ import annotations

import json
from pathlib import Path

from fixtures_house import NOW
from fixtures_watch import value

from motcua.services.process import bundles, procedures


def test_a_bundle_goes_out_is_shown_and_comes_in_as_a_draft(
    motcua_here, house, database_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "khai-sinh.zip")

    def run(*arguments: str) -> tuple[int, str]:
        done = motcua_here("process", "bundle", *arguments, "--lang", "en", database=database_url)
        return done.exit_code, done.output

    assert run("export", "1.001193", "-o", file)[0] == 0
    shown = json.loads(run("show", file)[1])
    assert (shown["code"], shown["forms"]) == ("1.001193", ["khai_sinh", "tham_tra"])
    assert run("export", "9.999999", "-o", file)[0] == 2
    assert "no account" in run("import", file, "--as", "khong.co")[1]
    assert "lacks the right" in run("import", file, "--as", "vinh.le")[1]
    assert run("import", file, "--as", "soan.quytrinh")[0] == 0
    ours = {**bundles.opened(Path(file).read_bytes()).forms["tham_tra"], "title": "Khác"}
    with house.work() as work:
        procedures.keep_forms(work, "ho_tich", {"tham_tra": ours}, NOW)
        work.commit()
    code, said = run("import", file, "--as", "soan.quytrinh")
    assert code == 2
    assert "tham_tra" in said
    assert run("import", file, "--as", "soan.quytrinh", "--forms", "theirs")[0] == 0
    assert value(house, "select count(*) from process_draft where origin = 'bundle'") == 2
    (tmp_path / "hong.zip").write_bytes(b"PK\x03\x04")
    assert run("show", str(tmp_path / "hong.zip"))[0] == 2
