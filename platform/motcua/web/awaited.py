"""In words for everybody: what a dossier waits for besides people, until when, and whether its clock stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flask_babel import gettext as _

from motcua.domain.time.clock import Reason
from motcua.domain.time.explanation_rows import REASON_WORDS
from motcua.services.desk.awaited import Awaited
from motcua.web.context import say
from motcua.web.filters import instant


def state_of(one: Awaited) -> Literal["now", "hold", "done"]:
    """How the timeline draws it."""
    if one.left_at is not None:
        return "done"
    return "hold" if one.stops is not None else "now"


def caption_of(one: Awaited) -> str:
    """ "đến 16:30 ngày 07/12/2026 · đồng hồ dừng: chờ nộp tiền"."""
    parts = [_until(one)] if one.left_at is None else [_ended(one)]
    if one.stops is not None and one.left_at is None:
        parts.append(_("đồng hồ dừng: %(why)s", why=_reason(one.stops)))
    return " · ".join(part for part in parts if part)


def captions(waited: Sequence[Awaited]) -> dict[str, str]:
    """Under the elements of the diagram at which the dossier waits."""
    return {one.element: caption_of(one) for one in waited if one.left_at is None}


def _until(one: Awaited) -> str:
    if one.kind == "timer":
        words = _("đến %(at)s", at=instant(one.due_at)) if one.due_at else _("tính từ khi tiếp nhận")
    elif one.kind == "service":
        words = _("gọi hỏng, chờ người vận hành") if one.is_failed else _("đang gọi hệ thống khác")
    else:
        words = _("chờ trả lời từ nơi khác")
    return str(words)


def _ended(one: Awaited) -> str:
    words = {
        "fired": _("đã đến hẹn"),
        "arrived": _("đã có trả lời"),
        "answered": _("đã có kết quả"),
        "caught": _("không được, xử lý theo nhánh khác"),
    }
    return str(words.get(one.outcome, ""))


def _reason(reason: Reason) -> str:
    return say(REASON_WORDS[reason])
