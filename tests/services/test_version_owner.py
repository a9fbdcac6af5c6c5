"""Whose a procedure is: two approvals of one new code at the same moment take it from nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fixtures_dossier import actor_of
from fixtures_house import NOW
from fixtures_watch import value
from services.version_story import APPROVER, DECISION, SCAN, TODAY, approve, retimed, revision_of, submitted

from motcua.domain.errors import NotAllowedError
from motcua.services.version import version_life
from motcua.services.version.version_life import Approval
from motcua.services.work import House
from motcua.store.process import procedure as stored

NEW = "1.999001"


def owner_of(house: House) -> int | None:
    found: int | None = value(house, "select owner_id from procedure where code = :code", code=NEW)
    return found


def test_a_code_taken_a_moment_ago_is_its_first_approvers_and_asks_for_the_right_over_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = value(house, "select id from agency where code = 'H50.16'")
    first = submitted(house, retimed(8, NEW), code=NEW)
    second = submitted(house, retimed(7, NEW), code=NEW, owner_id=ward)
    province = actor_of(house, APPROVER)
    of_ward = replace(province, grants=tuple(replace(one, agency_id=ward) for one in province.grants))
    approve(house, first)
    revision = revision_of(house, second)
    _read_before_the_other_wrote(monkeypatch)
    with pytest.raises(NotAllowedError), house.work() as work:
        version_life.approve(work, of_ward, second, revision, Approval(DECISION, TODAY, SCAN), NOW)
    assert owner_of(house) is None
    # Whoever may approve for both makes the second version of it, and it stays whose it is.
    _read_before_the_other_wrote(monkeypatch)
    approve(house, second)
    assert owner_of(house) is None
    assert value(house, "select count(*) from procedure_version where reason = 'Rút ngắn thẩm định'") == 2


def _read_before_the_other_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    """The approval looks for the procedure once while the other's transaction is still open."""
    real, calls = stored.by_code, list[str]()

    def by_code(connection: Any, code: str) -> Any:
        calls.append(code)
        return None if len(calls) == 1 else real(connection, code)

    monkeypatch.setattr(version_life.procedures, "by_code", by_code)
