"""Who may be given a step: somebody of its group, of the same division, or whoever had it before (A-09, D-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.text import Text
from motcua.services.dossier.stepping import Place
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.people import group as groups

Rows = Sequence[Mapping[str, Any]]


def named(work: Work, place: Place, from_step: str, rows: Rows, person: int | None) -> Rows:
    """The rows of the steps that come, those of the named person's groups held by him.

    The step left says whether a person may or must be named (A-09). Raises ValidationError at "/person".
    """
    mode = place.version.model.step_by_id[from_step].forward
    if person is None:
        if mode == "person" and rows:
            raise _wrong(
                "required",
                Text(
                    "Quy trình yêu cầu chuyển đích danh. Chọn người nhận ở bước sau.",
                    "The process wants a named person. Choose who receives it at the next step.",
                ),
            )
        return rows
    if mode == "group":
        raise _wrong(
            "group_only",
            Text(
                "Quy trình chỉ cho chuyển chung cho nhóm. Để trống người nhận.",
                "The process lets this go to the whole group only. Leave the person empty.",
            ),
        )
    given = [_given_to(row, person, place) if _serves(work, place, row, person) else row for row in rows]
    if all(row["holder_id"] is None for row in given):
        raise _not_in_group()
    return given


def again(work: Work, place: Place, rows: Rows, *, restarted: bool) -> list[Mapping[str, Any]]:
    """The rows of steps come back to, each held by who finished it last, if he still serves it (D-06).

    `restarted` gives the whole budget again where the province does so (E-11).
    """
    found: list[Mapping[str, Any]] = []
    for row in rows:
        before = steps.last_finisher(work.connection, place.dossier_id, row["step_id"])
        is_his = before is not None and _serves(work, place, row, before)
        held = _given_to(row, before, place) if is_his and before is not None else row
        found.append({**held, "restarted": restarted})
    return found


def colleague(work: Work, row: Record, person: int, giver: int) -> Record:
    """An active officer of the giver's own division who is in the group of the held step; raises ValidationError."""
    taker, from_ = accounts.by_id(work.connection, person), accounts.by_id(work.connection, giver)
    if taker is None or from_ is None or taker.agency_id != from_.agency_id:
        raise _wrong(
            "other_division",
            Text(
                "Người nhận thuộc đơn vị khác. Chỉ bàn giao được trong cùng đơn vị.",
                "The person belongs to another division. Work is handed over within the division only.",
            ),
        )
    return of_group(work, row, person)


def of_group(work: Work, row: Record, person: int) -> Record:
    """An active officer in the group of the held step, other than who holds it; raises ValidationError at "/person"."""
    taker = accounts.by_id(work.connection, person)
    if (
        taker is None
        or not _is_at_work(taker)
        or not steps.serving_of(work.connection, row.step_row_id, [person])
    ):
        raise _not_in_group()
    if person == row.holder_id:
        raise _wrong(
            "same",
            Text("Người này đang giữ việc. Chọn người khác.", "This person has it already. Choose another."),
        )
    return taker


def _is_at_work(account: Record) -> bool:
    return account.kind == "staff" and account.is_active and account.blocked_at is None


def _serves(work: Work, place: Place, row: Mapping[str, Any], person: int) -> bool:
    serving = groups.accounts_of(
        work.connection, row["agency_id"], row["position"], place.version.facts.code, row["step_id"]
    )
    return person in serving


def _given_to(row: Mapping[str, Any], person: int, place: Place) -> Mapping[str, Any]:
    return {**row, "holder_id": person, "claimed_at": place.at}


def _not_in_group() -> ValidationError:
    return _wrong(
        "not_in_group",
        Text(
            "Người này không thuộc nhóm làm bước đó. Chọn người trong danh sách.",
            "This person is not in the group of that step. Choose from the list.",
        ),
    )


def _wrong(code: str, message: Text) -> ValidationError:
    return ValidationError([FieldError("/person", code, message)])
