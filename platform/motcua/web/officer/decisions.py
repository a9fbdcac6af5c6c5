"""Extensions, apologies and pauses of a dossier in the reader's words, and its fees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from motcua.domain.money.fees import Charge
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier.decisions import Decision, Decisions
from motcua.services.money.online_payment import title_of
from motcua.services.money.receipts import words
from motcua.store.base import Record
from motcua.web.context import house, say
from motcua.web.filters import duration, instant
from motcua.web.officer.exchanges import Chip, Line
from motcua.web.officer.papers import StoredFile, stored_file

_CHIPS: Final[Mapping[str, tuple[str, str, object]]] = {
    "asked": ("warn", "hourglass-split", _l("Chờ duyệt")),
    "granted": ("ok", "check-circle", _l("Đã duyệt")),
    "refused": ("plain", "x-circle", _l("Không duyệt")),
    "dropped": ("plain", "x-circle", _l("Kết thúc cùng hồ sơ")),
    "lasting": ("warn", "pause-fill", _l("Đang tạm dừng")),
    "over": ("plain", "check-circle", _l("Đã tính tiếp")),
}


@dataclass(frozen=True)
class Fees:
    """`charges` are not asked for yet, `asked` is waited for, for the charges `asked_for`; receipts come with their numbers.

    `online` is what gateways took, each with the gateway's name.
    """

    charges: Sequence[Charge]
    asked: Record | None
    asked_for: Sequence[Charge]
    receipts: Sequence[tuple[Record, str]]
    online: Sequence[tuple[Record, str]]

    def __bool__(self) -> bool:
        return bool(self.charges or self.asked or self.receipts or self.online)


def lines_of(shown: DossierPage, found: Decisions) -> list[Line]:
    """Every decision about time, the latest first."""
    return [_line(shown, one) for one in reversed(found.time)]


def awaiting(shown: DossierPage, found: Decisions) -> list[Line]:
    """What was asked for and nobody has answered: what a leader reads before he decides."""
    return [_line(shown, one) for one in found.time if one.row.status == "asked"]


def fees_of(found: Decisions) -> Fees:
    """What is to be paid, and what was."""
    asked_for = charges_in(found.asked) if found.asked is not None else ()
    numbered = [(row, words(row.year, row.number)) for row in found.receipts]
    online = [(row, say(title_of(house(), row.gateway))) for row in found.online]
    return Fees(found.charges, found.asked, asked_for, numbered, online)


def charges_in(row: Record) -> list[Charge]:
    """The charges of a payment as they stood when it was asked for."""
    return [Charge(**fee) for fee in row.fees]


def _line(shown: DossierPage, one: Decision) -> Line:
    row = one.row
    more = [_about[row.kind](shown, row)]
    if row.decided_name and row.decided_by != row.asked_by:
        more.append(_("%(name)s trả lời lúc %(at)s", name=row.decided_name, at=instant(row.decided_at)))
    if one.answer:
        more.append(_("Trả lời: %(answer)s", answer=one.answer))
    kind, icon, text = _CHIPS[row.status]
    # An apology needs nobody's approval: what there is to say of it is what it moved.
    chip = None if row.kind == "apology" else Chip(kind, icon, str(text))
    said = " · ".join(part for part in more if part)
    return Line(
        str(_NAMES[row.kind]), row.asked_name, row.asked_at, one.reason, said, chip, _slips(shown, row)
    )


def _slips(shown: DossierPage, row: Record) -> list[StoredFile]:
    """The slip that was attached with it: what proves why the date was changed (E-21)."""
    return [
        stored_file(shown.row.code, file)
        for file in shown.files
        if file.slot == f"slip:{row.kind}" and file.uploaded_at == row.asked_at
    ]


_NAMES: Final[Mapping[str, object]] = {
    "extension": _l("Xin gia hạn"),
    "apology": _l("Xin lỗi và hẹn lại"),
    "pause": _l("Tạm dừng tính giờ"),
}


def _extension(shown: DossierPage, row: Record) -> str:
    time = duration(row.seconds)
    if row.step_name:
        return str(_("Thêm %(time)s làm việc cho bước “%(step)s”", time=time, step=row.step_name))
    return str(_("Thêm %(time)s làm việc cho cả cơ quan", time=time))


def _apology(shown: DossierPage, row: Record) -> str:
    moves = shown.deadline.moves if shown.deadline is not None else ()
    move = next((one for one in moves if one.at == row.decided_at and one.kind == "apology"), None)
    if move is None:
        return ""
    if move.is_late:
        return str(_("Sau giờ hẹn nên hạn không đổi; hồ sơ quá hạn"))
    return str(_("Hẹn lại %(at)s", at=instant(move.appointment_at)))


def _pause(shown: DossierPage, row: Record) -> str:
    return str(_("Đến %(at)s", at=instant(row.decided_at))) if row.decided_at is not None else ""


_about: Final[Mapping[str, Callable[[DossierPage, Record], str]]] = {
    "extension": _extension,
    "apology": _apology,
    "pause": _pause,
}
