"""Papers asked of the applicant, his wish to withdraw, how the dossier ended and was reopened, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from flask_babel import gettext as _

from motcua.domain.dossier.dossier import STATE_NAMES
from motcua.domain.papers.unlisted_paper import papers_of
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier.applicant_requests import Reasoned, Requests
from motcua.web.context import say
from motcua.web.filters import instant, named
from motcua.web.officer.exchanges import Chip, Line
from motcua.web.officer.papers import StoredFile, stored_file


def in_order(*found: Iterable[Line]) -> list[Line]:
    """The lines of several kinds together, the latest first."""
    return sorted(chain(*found), key=lambda line: line.at, reverse=True)


def lines_of(shown: DossierPage, found: Requests) -> list[Line]:
    """Every request, wish and end as a line."""
    lines = [_supplement(shown, one) for one in found.supplements]
    lines += [_wish(one) for one in found.withdrawals]
    for one in found.endings:
        if one.row.task_ids or one.reason:
            lines.append(_ending(shown, one))
        if one.row.reopened_at is not None:
            lines.append(
                Line(_("Mở lại hồ sơ"), one.row.reopened_name, one.row.reopened_at, one.later_reason)
            )
    return lines


def _supplement(shown: DossierPage, one: Reasoned) -> Line:
    row = one.row
    papers = "; ".join(named(paper) for paper in papers_of(shown.version.facts.papers, row.papers))
    what = _("Yêu cầu bổ sung: %(papers)s", papers=papers)
    return Line(
        what, row.by_name, row.asked_at, one.reason, chip=_stands(row.supplied_at, row.cancelled_at),
        more=_("%(name)s nộp lúc %(at)s", name=row.supplied_name, at=instant(row.supplied_at)) if row.supplied_at else "",
        files=_slips(shown, "slip:supplement", row.asked_at),
    )  # fmt: skip


def _stands(supplied_at: datetime | None, cancelled_at: datetime | None) -> Chip:
    if supplied_at is not None:
        return Chip("ok", "check-circle", _("Đã bổ sung"))
    if cancelled_at is not None:
        return Chip("plain", "x-circle", _("Không cần nữa"))
    return Chip("warn", "pause-fill", _("Chờ người nộp"))


def _wish(one: Reasoned) -> Line:
    row = one.row
    chip = Chip("warn", "exclamation-triangle-fill", _("Chờ xác nhận")) if row.answered_at is None else None
    return Line(_("Người nộp xin rút hồ sơ"), row.by_name, row.asked_at, one.reason, chip=chip)


def _ending(shown: DossierPage, one: Reasoned) -> Line:
    row = one.row
    slips = _slips(shown, "slip:refusal", row.ended_at)
    return Line(say(STATE_NAMES[row.outcome]), row.by_name, row.ended_at, one.reason, files=slips)


def _slips(shown: DossierPage, slot: str, at: datetime) -> Sequence[StoredFile]:
    """The slip that came with it: kept at the same instant."""
    code = shown.row.code
    return [stored_file(code, file) for file in shown.files if file.slot == slot and file.uploaded_at == at]
