"""Digests of days: kept elsewhere they see what the database alone cannot tell any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fixtures_house import NOW
from fixtures_watch import rows, value
from services.audit_damage import LATER, found, sealed_rows, tamper

from motcua.domain.errors import ConflictError, InputError
from motcua.services.audit import audit_seal, audit_verify
from motcua.services.work import House


@pytest.fixture
def sealed(house: House) -> list[int]:
    return sealed_rows(house)


@pytest.mark.req("N-09")
def test_every_finished_day_gets_its_digest(house: House, sealed: list[int]) -> None:
    first = audit_seal.digest(house, date(2026, 11, 23), LATER)
    assert (first.timezone, first.number) == (
        "Asia/Ho_Chi_Minh",
        len(rows(house, "select 1 from audit_seal")),
    )
    assert first.rows == first.number
    later = NOW + timedelta(days=3)
    audit_seal.seal(house)
    assert audit_seal.close_days(house, later) == 2
    assert audit_seal.close_days(house, later) == 0
    empty = audit_seal.digest(house, date(2026, 11, 25), later)
    assert (empty.rows, empty.number) == (0, first.number + 1)
    assert audit_seal.read(first.to_dict()) == first
    assert value(house, "select count(*) from audit where action = 'audit.digest'") == 2


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 1)])
def test_a_day_that_is_not_over_or_before_the_log_has_no_digest(house: House, day: date) -> None:
    with pytest.raises(ConflictError, match="Chưa có bản tóm lược"):
        audit_seal.digest(house, day, LATER)


def test_a_day_is_closed_when_its_last_actions_are_written(house: House) -> None:
    midnight = NOW.replace(hour=17)
    assert audit_seal.close_days(house, midnight + timedelta(minutes=4)) == 0
    assert audit_seal.close_days(house, midnight + timedelta(minutes=5)) == 1


@pytest.mark.req("N-09")
def test_a_digest_kept_elsewhere_sees_that_the_end_and_its_witnesses_were_cut_off(
    house: House, sealed: list[int]
) -> None:
    kept = {"kept.json": audit_seal.digest(house, date(2026, 11, 23), LATER)}
    assert audit_verify.verify(house, LATER, kept).is_sound
    for table, column in (("audit", "id"), ("audit_seal", "audit_id")):
        tamper(house, f"delete from {table} where {column} >= :id", id=sealed[5])
    tamper(house, "delete from audit_check")
    tamper(house, "delete from audit_digest")
    finding = audit_verify.verify(house, LATER, kept).finding
    assert finding is not None
    assert (finding.kind, finding.other) == ("chain_cut", "kept.json")


def test_a_digest_of_another_history_differs(house: House, sealed: list[int]) -> None:
    mine = audit_seal.digest(house, date(2026, 11, 23), LATER)
    cipher = house.cipher
    content = audit_seal._content(mine.day, mine.timezone, mine.rows, mine.number, "00" * 32)
    signed = cipher.mac(audit_seal._ENCODER.encode(content).encode()).hex()
    finding = audit_verify.verify(
        house, LATER, {"other.json": replace(mine, hash="00" * 32, mac=signed)}
    ).finding
    assert finding is not None
    assert (finding.kind, finding.number, finding.other) == ("chain_differs", mine.number, "other.json")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("update audit_digest set rows = rows + 1 where day = '2026-11-24'", "digest_changed"),
        ("delete from audit_digest where day = '2026-11-24'", "digest_deleted"),
    ],
)
def test_a_changed_or_deleted_digest_is_named(house: House, change: str, kind: str) -> None:
    audit_seal.seal(house)
    audit_seal.close_days(house, NOW + timedelta(days=3))
    tamper(house, change)
    finding = found(house)
    assert (finding.kind, finding.other) == (kind, "digest 2026-11-24")


@pytest.mark.parametrize(
    "content",
    [None, [], {}, {"format": "x"}, {"format": audit_seal.FORMAT}, {"format": audit_seal.FORMAT, "day": 1}],
)
def test_a_file_that_is_no_digest_is_refused(content: object) -> None:
    with pytest.raises(InputError, match="motcua audit digest"):
        audit_seal.read(content)
