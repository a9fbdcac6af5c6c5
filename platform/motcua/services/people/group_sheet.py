"""The groups of agencies as a spreadsheet: written out, and read back with every problem by row (J-07, J-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor, may
from motcua.domain.process.positions import key_of, name_of
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.people import groups
from motcua.services.people.groups import Binding, Changed
from motcua.services.process import position_keys
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.agencies import agency as agencies
from motcua.store.people import group as stored
from motcua.store.process import procedure as procedures

HEADING = ("Cơ quan", "Vị trí", "Thủ tục", "Bước", "Tên đăng nhập", "Họ tên")
Place = tuple[int, Binding]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row; `number` as the spreadsheet program shows it, `column` its heading."""

    number: int
    column: str
    message: Text


@dataclass(frozen=True)
class Plan:
    """Who is to be in each group that the sheet names, and what is wrong in it."""

    wanted: Mapping[Place, set[int]]
    problems: Sequence[Problem]
    changes: Mapping[Place, tuple[tuple[str, ...], tuple[str, ...]]]


def export(work: Work, actor: Actor, agency_id: int, now: datetime) -> list[list[str]]:
    """The groups of the agency and of all below it that the actor manages, a row per person; the export is recorded.

    One commit.
    """
    agency = groups.managed(work, actor, agency_id)
    within = agencies.subtree(work.connection, [agency_id])
    codes = {row.id: row.code for row in agencies.everything(work.connection)}
    rows = [
        [
            codes[row.agency_id],
            name_of(row.position).vi,
            row.procedure_code,
            row.step_id,
            row.login,
            row.display_name,
        ]
        for row in stored.of_agencies(work.connection, within)
    ]
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action="group.export",
        subject=agency.code,
        detail={"rows": len(rows)},
    )
    work.commit()
    return [list(HEADING), *rows]


def preview(work: Work, actor: Actor, rows: Sequence[Sequence[str]]) -> Plan:
    """What the sheet would make of the groups it names; groups it does not name stay as they are."""
    if not rows or [fold(cell) for cell in rows[0][: len(HEADING)]] != [fold(one) for one in HEADING]:
        raise InputError(
            Text(
                f"Dòng đầu phải là: {', '.join(HEADING)}. Hãy dùng tệp đã kết xuất.",
                f"The first row must be: {', '.join(HEADING)}. Use the exported file.",
            )
        )
    reader = _Reader(work, actor)
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            reader.take(number, [*row, *[""] * len(HEADING)][: len(HEADING)])
    changes = {}
    for (agency_id, binding), people in reader.wanted.items():
        before = groups.bound(work, agency_id).get(binding, [])
        if {row.account_id for row in before} != people:
            changes[agency_id, binding] = (
                tuple(row.login for row in before),
                tuple(sorted(reader.logins[one] for one in people)),
            )
    return Plan(reader.wanted, reader.problems, changes)


def carry_out(work: Work, actor: Actor, rows: Sequence[Sequence[str]], now: datetime) -> list[Changed]:
    """Make the groups what the sheet says. One commit; nothing at all when a row is wrong."""
    plan = preview(work, actor, rows)
    if plan.problems:
        first = plan.problems[0]
        raise InputError(
            Text(
                f"Bảng còn {len(plan.problems)} lỗi, dòng {first.number}: {first.message.vi}",
                f"The sheet has {len(plan.problems)} problems, row {first.number}: {first.message.en}",
            )
        )
    done: list[Changed] = []
    for agency_id in sorted({agency_id for agency_id, _ in plan.wanted}):
        wanted = {binding: people for (place, binding), people in plan.wanted.items() if place == agency_id}
        done += groups.apply(work, actor, agency_id, wanted, now, commit=False)
    work.commit()
    return done


class _Reader:
    """Takes the rows one by one; keeps who is wanted where and what is wrong."""

    def __init__(self, work: Work, actor: Actor) -> None:
        self._work, self._actor = work, actor
        self._agencies = {row.code.casefold(): row for row in agencies.everything(work.connection)}
        self._positions = position_keys.known(work)
        self._versions: dict[str, Version | None] = {}
        self._people: dict[int, dict[str, int]] = {}
        self._may: dict[int, bool] = {}
        self.wanted: dict[Place, set[int]] = {}
        self.problems: list[Problem] = []
        self.logins: dict[int, str] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        agency_id = self._agency(number, cells[0])
        position = key_of(cells[1], self._positions)
        if position is None:
            self._wrong(number, 1, Text(f"Không có vị trí “{cells[1]}”.", f"No position “{cells[1]}”."))
        is_scoped = self._check_scope(number, cells[2], cells[3])
        if agency_id is None:
            return
        person = self._person(number, agency_id, cells[4].lower())
        if position is None or not is_scoped:
            return
        group = self.wanted.setdefault((agency_id, Binding(position, cells[2], cells[3])), set())
        if person is not None:
            group.add(person)

    def _agency(self, number: int, code: str) -> int | None:
        row = self._agencies.get(code.casefold())
        if row is None:
            self._wrong(number, 0, Text(f"Không có cơ quan mã “{code}”.", f"There is no agency “{code}”."))
            return None
        if row.id not in self._may:
            lineage = agencies.lineage(self._work.connection, row.id)
            self._may[row.id] = may(self._actor, groups.RIGHT, lineage)
        if not self._may[row.id]:
            words = Text(
                f"{row.name} ngoài phạm vi quản lý của bạn.", f"{row.name_en} is outside what you manage."
            )
            self._wrong(number, 0, words)
            return None
        return int(row.id)

    def _check_scope(self, number: int, code: str, step_id: str) -> bool:
        if not code and not step_id:
            return True
        version = self._version(code)
        if version is None:
            self._wrong(number, 2, Text(f"Không có thủ tục mã “{code}”.", f"There is no procedure “{code}”."))
            return False
        if step_id and step_id not in version.model.step_by_id:
            words = Text(f"Thủ tục {code} không có bước “{step_id}”.", f"{code} has no step “{step_id}”.")
            self._wrong(number, 3, words)
            return False
        return True

    def _version(self, code: str) -> Version | None:
        if code not in self._versions:
            row = procedures.current(self._work.connection, code)
            connection = self._work.connection
            self._versions[code] = (
                self._work.house.versions.get(connection, row.version_id) if row is not None else None
            )
        return self._versions[code]

    def _person(self, number: int, agency_id: int, login: str) -> int | None:
        """The account of a login; an empty one stands for a group without anybody."""
        if not login:
            return None
        if agency_id not in self._people:
            known = {row.login: row.id for row in groups.people(self._work, agency_id)}
            # Who is in a group already may stay there, withdrawn or moved: the sheet changes nothing about him.
            known |= {
                row.login: row.account_id for row in stored.of_agencies(self._work.connection, [agency_id])
            }
            self._people[agency_id] = known
            self.logins |= {one: name for name, one in known.items()}
        if login in self._people[agency_id]:
            return self._people[agency_id][login]
        exists = accounts.by_login(self._work.connection, login) is not None
        self._wrong(
            number,
            4,
            Text(
                f"“{login}” thuộc cơ quan khác hoặc đã thu hồi."
                if exists
                else f"Không có tài khoản “{login}”.",
                f"“{login}” belongs to another agency or is withdrawn."
                if exists
                else f"There is no account “{login}”.",
            ),
        )
        return None

    def _wrong(self, number: int, column: int, message: Text) -> None:
        self.problems.append(Problem(number, HEADING[column], message))
