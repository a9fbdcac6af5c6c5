"""Nobody changes, deletes or inserts a row of the audit unseen, though he may do anything to the database."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from fixtures_dossier import accept_dossier, file_dossier
from fixtures_house import NOW
from fixtures_watch import rows, value
from services.audit_damage import FORGED, LATER, act, found, sealed_rows, superuser, tamper
from sqlalchemy import text

from motcua.services.audit import audit_seal, audit_verify
from motcua.services.work import House
from motcua.store.audit import audit
from motcua.store.cipher import Cipher

# A million rows in a minute.
ROWS = 20_000
SECONDS = 60 * ROWS / 1_000_000


@pytest.fixture
def sealed(house: House) -> list[int]:
    return sealed_rows(house)


@pytest.mark.req("N-09")
def test_what_the_program_wrote_itself_is_sound(house: House) -> None:
    code = file_dossier(house)
    accept_dossier(house, code)
    act(house, "Ơn trời: “đủ; dấu”\n7;3;")
    result = audit_verify.verify(house, NOW)
    assert result.is_sound, result.finding
    assert result.rows == result.number == value(house, "select count(*) from audit") > 5
    assert result.unsealed == 0
    assert audit_verify.verify(house, NOW).hash == result.hash


@pytest.mark.req("N-09", "J-16")
@pytest.mark.parametrize(
    "change",
    [
        "action = 'x.undone'",
        "actor_name = 'Người khác'",
        "actor_id = null",
        "actor_id = 2",
        "at = at + interval '1 microsecond'",
        "at = 'infinity'",
        "at = '4713-01-01 BC'",
        "counted_at = at",
        "dossier_id = 1",
        "subject = 'x'",
        "detail = '{\"n\": 2}'",
        "detail = '{\"n\": 1.5}'",
        "action = 'x.don', subject = 'e'",
        "mac = '\\x00'",
        "mac = (select mac from audit where id <> :id order by id limit 1)",
    ],
)
def test_a_changed_row_is_named_whatever_was_changed(house: House, sealed: list[int], change: str) -> None:
    tamper(house, f"update audit set {change} where id = :id", id=sealed[4])
    finding = found(house)
    assert (finding.kind, finding.audit_id) == ("row_changed", sealed[4])
    assert finding.at
    assert finding.action.startswith("x.")
    assert f"Dòng {sealed[4]} (" in finding.sentence.vi
    assert "was changed" in finding.sentence.en


def test_of_several_broken_rows_the_first_is_named(house: House, sealed: list[int]) -> None:
    tamper(house, "update audit set action = 'y' where id in (:a, :b)", a=sealed[7], b=sealed[2])
    assert found(house).audit_id == sealed[2]


@pytest.mark.req("N-09")
def test_a_deleted_row_is_named(house: House, sealed: list[int]) -> None:
    tamper(house, "delete from audit where id = :id", id=sealed[4])
    finding = found(house)
    assert (finding.kind, finding.audit_id, finding.other) == ("row_deleted", sealed[4], str(sealed[3]))
    assert finding.action == "x.done"
    assert f"Row {sealed[4]} was deleted" in finding.sentence.en


def test_a_row_deleted_together_with_its_seal_is_missed(house: House, sealed: list[int]) -> None:
    number = value(house, "select number from audit_seal where audit_id = :id", id=sealed[4])
    tamper(house, "delete from audit where id = :id", id=sealed[4])
    tamper(house, "delete from audit_seal where audit_id = :id", id=sealed[4])
    finding = found(house)
    assert (finding.kind, finding.number, finding.audit_id) == ("seal_deleted", number, sealed[5])


def test_closing_the_gap_in_the_numbers_does_not_mend_the_chain(house: House, sealed: list[int]) -> None:
    tamper(house, "delete from audit where id = :id", id=sealed[4])
    tamper(house, "delete from audit_seal where audit_id = :id", id=sealed[4])
    for later in sealed[5:]:
        tamper(house, "update audit_seal set number = number - 1 where audit_id = :id", id=later)
    finding = found(house)
    assert (finding.kind, finding.audit_id) == ("seal_changed", sealed[5])


@pytest.mark.req("N-09")
def test_an_inserted_row_is_named_and_never_sealed(house: House, sealed: list[int]) -> None:
    tamper(house, FORGED)
    act(house, "x.done")
    finding = found(house)
    forged = value(house, "select id from audit where actor_name = 'Ai đó'")
    assert (finding.kind, finding.audit_id, finding.action) == ("row_foreign", forged, "accept")
    assert rows(house, "select 1 from audit_seal where audit_id = :id", id=forged) == []
    assert value(house, "select max(audit_id) from audit_seal") > forged


def test_a_row_inserted_under_an_old_number_is_named(house: House, sealed: list[int]) -> None:
    tamper(house, "delete from audit where id = :id", id=sealed[0])
    with superuser(house) as connection:
        connection.execute(
            text(
                "insert into audit (id, at, actor_name, action, subject, detail, mac) overriding system value"
                " values (:id, now(), 'x', 'x', '', '{}', decode(repeat('ab', 40), 'hex'))"
            ),
            {"id": sealed[0]},
        )
    assert (found(house).kind, found(house).audit_id) == ("row_changed", sealed[0])


def test_a_copied_row_is_named(house: House, sealed: list[int]) -> None:
    tamper(
        house,
        "insert into audit (at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail, mac)"
        " select at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail, mac"
        " from audit where id = :id",
        id=sealed[4],
    )
    finding = found(house)
    assert (finding.kind, finding.audit_id) == ("row_copied", value(house, "select max(id) from audit"))
    assert finding.other == str(sealed[4])


@pytest.mark.parametrize(
    "change", ["hash = decode(repeat('00', 32), 'hex')", "audit_id = audit_id + 1000000"]
)
def test_a_changed_seal_is_named(house: House, sealed: list[int], change: str) -> None:
    tamper(house, f"update audit_seal set {change} where audit_id = :id", id=sealed[4])
    assert found(house).kind in {"seal_changed", "row_deleted"}


def test_a_row_changed_before_it_was_sealed_is_named(house: House, sealed: list[int]) -> None:
    act(house, "x.new", 2)
    tamper(house, "update audit set actor_name = 'Người khác' where id = :id", id=sealed[-1] + 2)
    finding = found(house)
    assert (finding.kind, finding.audit_id, finding.action) == ("row_foreign", sealed[-1] + 2, "x.new")


def test_a_row_deleted_before_it_was_sealed_leaves_no_trace(house: House, sealed: list[int]) -> None:
    # The limit of the method, told in the operators' manual: numbers skip for honest reasons too.
    act(house, "x.new", 2)
    tamper(house, "delete from audit where id = :id", id=sealed[-1] + 1)
    assert audit_verify.verify(house, LATER).is_sound


def test_cutting_the_end_off_is_seen_by_an_earlier_verification(house: House, sealed: list[int]) -> None:
    assert audit_verify.verify(house, NOW).is_sound
    for table, column in (("audit", "id"), ("audit_seal", "audit_id")):
        tamper(house, f"delete from {table} where {column} >= :id", id=sealed[5])
    finding = found(house)
    assert finding.kind == "chain_cut"
    assert finding.other == "verification 2026-11-23 02:00 UTC"


def test_seals_cut_off_alone_are_made_again_alike(house: House, sealed: list[int]) -> None:
    before = audit_verify.verify(house, NOW)
    tamper(house, "delete from audit_seal where audit_id >= :id", id=sealed[5])
    after = audit_verify.verify(house, LATER)
    assert after.is_sound
    assert (after.number, after.hash) == (before.number, before.hash)


def test_another_key_believes_nothing(house: House, sealed: list[int]) -> None:
    stranger = replace(house, cipher=Cipher(bytes(32)))
    assert (found(stranger).kind) == "row_changed"


def test_a_slow_transaction_delays_nobody_and_is_sealed_when_it_ends(house: House, sealed: list[int]) -> None:
    with house.work() as slow:
        slow.record(at=NOW, actor_name="", action="x.slow", detail={})
        act(house, "x.quick")
        assert audit_seal.seal(house) == 1
        slow.commit()
    assert audit_seal.seal(house) == 1
    order = rows(
        house, "select action from audit_seal s join audit a on a.id = audit_id order by number desc limit 2"
    )
    assert [row.action for row in order] == ["x.slow", "x.quick"]
    assert audit_verify.verify(house, LATER).is_sound


def test_many_rows_are_sealed_in_batches(
    house: House, sealed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    act(house, "x.more", 7)
    tamper(house, FORGED)
    monkeypatch.setattr(audit_seal, "BATCH", 3)
    assert audit_seal.seal(house) == 7
    assert audit_seal.seal(house, thoroughly=True) == 0


def test_the_log_is_proven_once_a_day(house: House, caplog: pytest.LogCaptureFixture) -> None:
    assert audit_verify.prove_daily(house, LATER)
    assert not audit_verify.prove_daily(house, LATER + timedelta(hours=1))
    tamper(house, FORGED)
    assert audit_verify.prove_daily(house, LATER + timedelta(hours=24))
    assert "was not written by the program" in caplog.text
    last = rows(house, "select finding from audit_check order by id desc limit 1")[0]
    assert last.finding["kind"] == "row_foreign"


def generate(house: House, number: int) -> None:
    """So many rows as the program would have written them, copied in at once."""
    columns = "at, counted_at, actor_id, actor_name, action, dossier_id, subject, detail, mac"
    with house.engine.begin() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"copy audit ({columns}) from stdin") as copy:
            for second in range(number):
                row = {
                    "at": NOW + timedelta(seconds=second),
                    "counted_at": NOW,
                    "actor_id": second % 300,
                    "actor_name": "Trần Thị Thu Hà",
                    "action": "forward",
                    "dossier_id": second // 20,
                    "subject": str(second),
                    "detail": '{"step":"Thẩm định hồ sơ","to":["Trình ký"]}',
                }
                nonce = os.urandom(audit.NONCE_BYTES)
                code = nonce + house.cipher.mac(nonce + audit.canonical(row))
                copy.write_row([*row.values(), code])


@pytest.mark.req("N-09")
def test_a_million_rows_would_be_verified_within_a_minute(house: House) -> None:
    generate(house, ROWS)
    assert audit_seal.seal(house) >= ROWS
    began = process_time()
    result = audit_verify.verify(house, LATER)
    assert process_time() - began < SECONDS
    assert result.is_sound
    assert result.rows >= ROWS
