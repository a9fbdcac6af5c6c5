"""`motcua audit`: proves the log from the command line and hands out digests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures_watch import value

DAY = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()


@pytest.fixture
def written(house) -> None:
    """A row of two days ago and one of now; the first of the log, so that its day can be closed."""
    with house.work() as work:
        for days in (2, 0):
            at = datetime.now(UTC).replace(hour=3) - timedelta(days=days)
            work.record(at=at, actor_name="A", action="x.written", detail={})
        work.commit()


def break_row(house) -> int:
    with house.engine.begin() as connection:
        connection.exec_driver_sql("alter table audit disable trigger all")
        connection.exec_driver_sql("update audit set actor_name = 'B' where id = 2")
        connection.exec_driver_sql("alter table audit enable trigger all")
    return 2


@pytest.mark.req("N-09")
def test_a_sound_log_is_said_to_be_intact(motcua, motcua_json, house, written, database_url: str) -> None:
    done = motcua("audit", "verify", database=database_url)
    assert (done.returncode, done.stdout.startswith("The log is intact: ")) == (0, True), done.stderr
    told = motcua_json("audit", "verify", database=database_url)
    assert told["is_sound"] is True
    assert told["finding"] is None
    assert told["rows"] == value(house, "select count(*) from audit") == told["number"]
    assert value(house, "select count(*) from audit_check") == 2


@pytest.mark.req("N-09", "J-16")
def test_a_broken_row_is_named_with_exit_code_1(motcua_here, house, written, database_url: str) -> None:
    assert motcua_here("audit", "verify", database=database_url).exit_code == 0
    broken = break_row(house)
    done = motcua_here("audit", "verify", database=database_url)
    assert done.exit_code == 1
    assert f"Row {broken} (" in done.stdout
    told = json.loads(motcua_here("audit", "verify", "--json", database=database_url).stdout)
    assert (told["is_sound"], told["finding"]["kind"], told["finding"]["audit_id"]) == (
        False,
        "row_changed",
        broken,
    )
    assert told["finding"]["sentence"] in done.stdout


def test_a_digest_is_written_and_compared(
    motcua_here, house, written, database_url: str, tmp_path: Path
) -> None:
    # The sample's rows lie on a day to come: the log of this test begins with its own.
    with house.engine.begin() as connection:
        connection.exec_driver_sql("alter table audit disable trigger all")
        connection.exec_driver_sql("delete from audit where action <> 'x.written'")
        connection.exec_driver_sql("alter table audit enable trigger all")
    file = tmp_path / "digest.json"
    done = motcua_here("audit", "digest", "--day", DAY, "-o", str(file), database=database_url)
    assert (done.exit_code, done.stdout.strip()) == (0, str(file))
    digest = json.loads(file.read_text(encoding="utf-8"))
    assert (digest["day"], digest["rows"], digest["format"]) == (DAY, 1, "motcua-audit-digest/1")
    printed = motcua_here("audit", "digest", "--day", DAY, database=database_url)
    assert json.loads(printed.stdout) == digest
    compared = motcua_here("audit", "verify", "--digest", str(file), database=database_url)
    assert compared.exit_code == 0, compared.stdout
    file.write_text(json.dumps({**digest, "rows": 2}), encoding="utf-8")
    refused = motcua_here("audit", "verify", "--digest", str(file), database=database_url)
    assert (refused.exit_code, "digest.json was not written by" in refused.stdout) == (1, True)


@pytest.mark.parametrize("content", ["{}", "no json", "[1]"])
def test_a_file_that_is_no_digest_is_refused_in_words(
    motcua_here, database_url: str, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, encoding="utf-8")
    done = motcua_here("audit", "verify", "--digest", str(file), database=database_url)
    assert done.exit_code == 1
    assert "other.json: " in done.stderr


def test_a_day_that_is_not_over_has_no_digest(motcua_here, written, database_url: str) -> None:
    done = motcua_here("audit", "digest", "--day", "2199-01-01", database=database_url)
    assert done.exit_code == 1
    assert "There is no digest of 01/01/2199" in done.stderr
