"""The terms of use: the text in force, publishing the next one, and who accepted which (C-19; Quảng Trị 29/2020, Điều 6)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from motcua import settings
from motcua.domain.errors import ConflictError, NotAllowedError, NotFoundError, ValidationError
from motcua.domain.people import terms as rules
from motcua.domain.people.permissions import Actor, account_id, may, require, require_right
from motcua.domain.text import Text
from motcua.services.work import Work
from motcua.store.accounts import terms as stored
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record

PUBLISHES: Final = "role.manage"
"""Whoever decides at the top what accounts may do publishes what holds for all of them."""


class TermsNotAcceptedError(NotAllowedError):
    """Nothing is filed before the text in force was accepted; reading one's own dossiers needs no acceptance."""

    code = "terms_not_accepted"


@dataclass(frozen=True, slots=True)
class Version:
    """One text, with the day from which it holds and why it was published."""

    number: int
    body: Text
    published_at: datetime
    reason: str = ""
    published_name: str = ""


def current(work: Work) -> Version:
    """The text in force: the newest published, else the one that comes with the program."""
    row = stored.newest(work.connection)
    return _shipped() if row is None else _version(row)


def by_number(work: Work, number: int) -> Version:
    """A text as it was, also one that holds no more; raises NotFoundError."""
    row = stored.by_number(work.connection, number)
    if row is not None:
        return _version(row)
    if number == 1:
        return _shipped()
    raise NotFoundError(Text("Không có bản điều khoản này.", "There is no such text of the terms."))


def listed(work: Work, actor: Actor) -> Sequence[Record]:
    """Every text with how many accounts accepted it, newest first, for whoever may publish.

    Where none was published yet, the one that comes with the program is put into the table. One commit.
    """
    _require_publisher(work, actor)
    _install(work)
    work.commit()
    return stored.listing(work.connection)


def may_publish(work: Work, actor: Actor) -> bool:
    root = agencies.root(work.connection)
    return root is not None and may(actor, PUBLISHES, agencies.lineage(work.connection, root.id))


def publish(
    work: Work, actor: Actor, body: str, body_en: str, reason: str, seen: int, now: datetime
) -> Version:
    """Put a new text into force: every citizen is asked at his next sign-in. One commit.

    `seen` is the number that the publisher started from. Raises ValidationError, ConflictError when another text was
    published meanwhile or nothing was changed.
    """
    _require_publisher(work, actor)
    if errors := rules.problems(body, body_en, reason):
        raise ValidationError(errors)
    _install(work)
    before = current(work)
    if before.number != seen:
        raise ConflictError(
            Text(
                f"Người khác vừa công bố bản {before.number}. Hãy mở lại trang rồi sửa trên bản đó.",
                f"Somebody has just published text {before.number}. Open the page again and change that one.",
            )
        )
    if (before.body.vi, before.body.en) == (_tidy(body), _tidy(body_en)):
        raise ConflictError(Text("Nội dung chưa có gì thay đổi.", "Nothing of the text was changed."))
    is_new = stored.add(
        work.connection,
        number=before.number + 1,
        body=_tidy(body),
        body_en=_tidy(body_en),
        reason=reason.strip(),
        published_at=now,
        published_by=account_id(actor),
        published_name=actor.name,
    )
    if not is_new:
        raise ConflictError(
            Text("Người khác vừa công bố. Hãy mở lại trang.", "Somebody was first. Open again.")
        )
    detail = {"number": before.number + 1, "reason": reason.strip()}
    work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="terms.publish", detail=detail)
    work.commit()
    return current(work)


def accept(work: Work, actor: Actor, number: int, now: datetime) -> None:
    """Keep that the actor accepted the text he read. Raises ConflictError when another one holds by now. One commit."""
    require(actor, "citizen")
    record_acceptance(work, actor, number, now)
    work.commit()


def record_acceptance(work: Work, actor: Actor, number: int, now: datetime) -> None:
    """As `accept`, without committing."""
    _install(work)
    if current(work).number != number:
        raise ConflictError(
            Text(
                "Điều khoản vừa có bản mới. Hãy đọc bản mới rồi đồng ý.",
                "The terms have just changed. Read the new text, then accept it.",
            )
        )
    if stored.accept(work.connection, account_id(actor), number, now):
        detail = {"number": number}
        work.record(at=now, actor_id=actor.id, actor_name=actor.name, action="terms.accept", detail=detail)


def is_accepted(work: Work, actor: Actor) -> bool:
    """Whether nothing is to be asked of the actor: he has accepted the text in force, or is no citizen."""
    if actor.kind != "citizen":
        return True
    number = current(work).number
    return stored.acceptance(work.connection, account_id(actor), number) is not None


def last_accepted(work: Work, actor: Actor) -> Record | None:
    """number and accepted_at of what the actor accepted last."""
    return stored.last_accepted(work.connection, account_id(actor))


def require_accepted(work: Work, actor: Actor) -> None:
    """Raise TermsNotAcceptedError, which says what to do, unless the text in force was accepted."""
    if not is_accepted(work, actor):
        raise TermsNotAcceptedError(
            Text(
                "Điều khoản sử dụng đã có bản mới mà bạn chưa đồng ý. Đọc và đồng ý ở trang Điều khoản sử dụng rồi gửi; "
                "tờ khai của bạn đã được lưu.",
                "The terms of use have changed and you have not accepted them yet. Read and accept them on the page "
                "Terms of use, then send; your form has been kept.",
            )
        )


def _require_publisher(work: Work, actor: Actor) -> None:
    require(actor, "staff")
    root = agencies.root(work.connection)
    require_right(actor, PUBLISHES, agencies.lineage(work.connection, root.id) if root is not None else ())


def _install(work: Work) -> None:
    """Put the text that comes with the program into the table, where nothing was published yet."""
    if stored.newest(work.connection) is None:
        first = _shipped()
        stored.add(
            work.connection,
            number=first.number,
            body=first.body.vi,
            body_en=first.body.en,
            published_at=first.published_at,
        )


def _version(row: Record) -> Version:
    return Version(row.number, Text(row.body, row.body_en), row.published_at, row.reason, row.published_name)


@cache
def _shipped() -> Version:
    data = json.loads((settings.PACKAGE / "data" / "terms.json").read_text(encoding="utf-8"))
    body = Text("\n".join(data["vi"]), "\n".join(data["en"]))
    return Version(1, body, datetime.fromisoformat(data["published_at"]))


def _tidy(body: str) -> str:
    return "\n".join(line.rstrip() for line in body.strip().splitlines())
