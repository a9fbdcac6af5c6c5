"""The sheet of officials: its columns, and what is wrong in it, cell by cell (J-07)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from motcua.domain.errors import InputError
from motcua.domain.people.permissions import Actor, may
from motcua.domain.process.positions import key_of
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.accounts import account_wish
from motcua.services.accounts.account_wish import Wanted
from motcua.services.process import position_keys
from motcua.services.work import Work
from motcua.store.accounts import account as accounts
from motcua.store.accounts import account_request as requests
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record
from motcua.store.people import group as groups

COLUMNS: Mapping[str, Text] = {
    "name": Text("Họ tên", "Full name"),
    "login": Text("Tên đăng nhập", "Username"),
    "title": Text("Chức danh", "Title"),
    "email": Text("Thư điện tử", "E-mail"),
    "phone": Text("Điện thoại", "Phone"),
    "agency": Text("Cơ quan", "Agency"),
    "positions": Text("Vị trí", "Positions"),
}
MAX_PEOPLE = 1000
State = Literal["new", "joins", "same", "waiting", "wrong"]


@dataclass(frozen=True, slots=True)
class Official:
    """One row of the sheet; `number` as the spreadsheet program shows it, `problems` by column.

    `state`: an account to come ("new"), one there that joins further groups ("joins"), nothing to do ("same"),
    asked for before ("waiting"), or "wrong".
    """

    number: int
    cells: Mapping[str, str]
    wanted: Wanted | None
    problems: tuple[tuple[str, Text], ...] = ()
    state: State = "wrong"
    account_id: int | None = None


@dataclass
class _Checking:
    """What every row is compared with, read once."""

    work: Work
    actor: Actor
    agencies: Mapping[str, Record]
    positions: frozenset[str]
    logins: Counter[str]
    emails: Counter[str]
    lineages: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def may(self, right: str, agency_id: int) -> bool:
        if agency_id not in self.lineages:
            self.lineages[agency_id] = agencies.lineage(self.work.connection, agency_id)
        return may(self.actor, right, self.lineages[agency_id])


def template() -> list[list[str]]:
    """The sheet to fill in, with one row as an example."""
    return [
        [text.vi for text in COLUMNS.values()],
        [
            "Nguyễn Văn An",
            "an.nguyen",
            "Công chức địa chính",
            "an.nguyen@quangtri.gov.vn",
            "0912345678",
            "H50.16",
            "Địa chính; Chuyên viên",
        ],
    ]


def check(work: Work, actor: Actor, rows: Sequence[Sequence[str]]) -> list[Official]:
    """Every row of the sheet with all its problems; raises InputError when the heading or the size is wrong."""
    order = _heading(rows)
    filled = [
        (number, {key: _cell(row, place) for key, place in order.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    if not filled or len(filled) > MAX_PEOPLE:
        raise InputError(
            Text(
                f"Bảng cần từ 1 đến {MAX_PEOPLE} cán bộ, mỗi người một dòng dưới dòng tiêu đề.",
                f"The sheet needs 1 to {MAX_PEOPLE} officials, one a row under the heading.",
            )
        )
    checking = _Checking(
        work,
        actor,
        {row.code.casefold(): row for row in agencies.everything(work.connection)},
        position_keys.known(work),
        Counter(cells["login"].lower() for _, cells in filled),
        Counter(cells["email"].lower() for _, cells in filled),
    )
    return [_official(checking, number, cells) for number, cells in filled]


def _heading(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(rows[0] if rows else ()):
        for key, text in COLUMNS.items():
            if fold(cell) in (fold(text.vi), fold(text.en)):
                found.setdefault(key, place)
    missing = [text for key, text in COLUMNS.items() if key not in found]
    if missing:
        raise InputError(
            Text(
                f"Dòng đầu thiếu cột: {', '.join(one.vi for one in missing)}. Hãy dùng tệp mẫu.",
                f"The first row lacks the columns: {', '.join(one.en for one in missing)}. Use the template.",
            )
        )
    return found


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _official(checking: _Checking, number: int, cells: Mapping[str, str]) -> Official:
    problems: list[tuple[str, Text]] = []
    agency_id = _agency(checking, cells["agency"], problems)
    positions = _positions(checking, cells["positions"], agency_id, problems)
    wanted = account_wish.tidy(
        Wanted(
            cells["login"],
            cells["name"],
            agency_id or 0,
            cells["title"],
            cells["email"],
            _phone(cells["phone"]),
            positions,
        )
    )
    if checking.logins[wanted.login] > 1 and wanted.login:
        words = Text("Tên đăng nhập lặp lại trong bảng.", "The username stands twice in the sheet.")
        problems.append(("login", words))
    if wanted.email and checking.emails[wanted.email] > 1:
        words = Text("Thư điện tử lặp lại trong bảng.", "The e-mail address stands twice in the sheet.")
        problems.append(("email", words))
    state, account_id = _state(checking, wanted)
    for one in account_wish.problems(checking.work, wanted):
        key = one.pointer.removeprefix("/")
        if not (key == "login" and state != "new"):
            problems.append((key, one.message))
    if problems:
        return Official(number, cells, None, tuple(problems))
    return Official(number, cells, wanted, (), state, account_id)


def _agency(checking: _Checking, code: str, problems: list[tuple[str, Text]]) -> int | None:
    row = checking.agencies.get(code.casefold())
    words = None
    if row is None:
        words = Text(
            f"Không có cơ quan mã “{code}”." if code else "Thiếu mã cơ quan.",
            f"There is no agency “{code}”." if code else "The agency's code is missing.",
        )
    elif not any(checking.may(right, row.id) for right in ("account.request", "account.approve")):
        words = Text(
            f"{row.name} ngoài phạm vi quản lý của bạn.", f"{row.name_en} is outside what you manage."
        )
    elif row.valid_to is not None:
        words = Text(f"{row.name} đã kết thúc hoạt động.", f"{row.name_en} has ended.")
    if row is None or words is not None:
        problems.append(("agency", words or Text("Thiếu mã cơ quan.", "The agency's code is missing.")))
        return None
    return int(row.id)


def _positions(
    checking: _Checking, cell: str, agency_id: int | None, problems: list[tuple[str, Text]]
) -> tuple[str, ...]:
    found: list[str] = []
    for words in filter(None, (part.strip() for part in re.split(r"[;,\n]", cell))):
        key = key_of(words, checking.positions)
        if key is None:
            problems.append(
                (
                    "positions",
                    Text(f"Không có vị trí “{words}”.", f"There is no position “{words}”."),
                )
            )
        elif key not in found:
            found.append(key)
    if found and agency_id is not None and not checking.may("group.manage", agency_id):
        problems.append(
            (
                "positions",
                Text(
                    "Bạn chưa có quyền gán vị trí ở cơ quan này.",
                    "You may not assign positions at this agency.",
                ),
            )
        )
    return tuple(found)


def _phone(cell: str) -> str:
    digits = re.sub(r"[\s.-]", "", cell)
    # A spreadsheet program takes a phone number for a number and drops its first nought.
    return f"0{digits}" if re.fullmatch(r"[1-9][0-9]{8}", digits) else digits


def _state(checking: _Checking, wanted: Wanted) -> tuple[State, int | None]:
    """Whether this very person is there, by login, name and agency; somebody else's login is a problem of "new"."""
    row = accounts.by_login(checking.work.connection, wanted.login)
    if row is not None:
        is_same = fold(row.display_name) == fold(wanted.name) and row.agency_id == wanted.agency_id
        if not is_same or not row.is_active or row.kind != "staff":
            return "new", None
        member = {one.position for one in groups.of_account(checking.work.connection, row.id)}
        return ("same" if set(wanted.positions) <= member else "joins"), row.id
    if requests.is_waiting(checking.work.connection, "issue", wanted.login):
        asked = [
            one
            for one in requests.of_agencies(checking.work.connection, [wanted.agency_id])
            if one.login == wanted.login and fold(one.display_name) == fold(wanted.name)
        ]
        return ("waiting" if asked else "new"), None
    return "new", None
