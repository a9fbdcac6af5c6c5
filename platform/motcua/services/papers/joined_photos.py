"""Several photographs of one paper become one PDF, in the order and turned as the person says; the photographs are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from motcua.contrib.photos_to_pdf import photos_to_pdf
from motcua.contrib.upright_image import turned
from motcua.domain.errors import InputError, NotFoundError
from motcua.domain.people.permissions import Actor
from motcua.domain.text import Text
from motcua.services.intake import drafts
from motcua.services.intake.drafts import Draft
from motcua.services.papers import files
from motcua.services.papers.file_check import Rule, check_announced
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as stored_files

MOST: Final = 40
TURNS: Final = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Page:
    """A photograph on its page: turned clockwise by so many degrees from how it is shown."""

    file_id: int
    turn: int = 0


def join(
    work: Work, actor: Actor, draft_id: UUID, paper_key: str, pages: Sequence[Page], now: datetime
) -> int:
    """Make one PDF of photographs attached to a paper, in this order; its id. They stay behind it. One commit.

    Raises InputError for none or too many, NotFoundError for what is no photograph of this paper, FileError when the
    PDF gets larger than the paper takes, ConflictError when the draft was sent or a scanner has not looked yet.
    """
    draft = drafts.get(work, actor, draft_id, lock=True)
    drafts.refuse_sent(draft)
    photos = [_photo(draft, paper_key, page.file_id) for page in _bounded(pages)]
    rule = drafts.rule_at(work, draft, photos[0].slot)
    name = f"{PurePosixPath(photos[0].name).stem} ({len(photos)}).pdf"
    content = photos_to_pdf(_pictures(work, photos, pages, name, rule), name)
    joined_id = files.keep(
        work,
        Upload(name, content),
        now,
        uploaded_by=actor.id,
        rule=rule,
        draft_id=draft_id,
        slot=photos[0].slot,
    )
    stored_files.join(work.connection, [photo.id for photo in photos], joined_id, now)
    drafts.touch(work, draft_id, now)
    work.commit()
    return joined_id


def part(work: Work, actor: Actor, draft_id: UUID, joined_id: int, now: datetime) -> None:
    """Take a PDF made here apart: the photographs stand for themselves again, the PDF goes. One commit."""
    draft = drafts.get(work, actor, draft_id, lock=True)
    drafts.refuse_sent(draft)
    if not any(file.joined_id == joined_id for file in draft.files):
        raise NotFoundError(Text("Tệp này không ghép từ ảnh.", "This file was not made of photographs."))
    stored_files.part(work.connection, draft_id, joined_id)
    stored_files.remove_from_draft(work.connection, draft_id, joined_id)
    drafts.touch(work, draft_id, now)
    work.commit()


def _pictures(
    work: Work, photos: Sequence[Record], pages: Sequence[Page], name: str, rule: Rule
) -> list[bytes]:
    """The photographs as their pages show them; raises FileError as soon as they are too large together."""
    pictures: list[bytes] = []
    for photo, page in zip(photos, pages, strict=True):
        pictures.append(turned(files.opened(work, photo).content, page.turn if page.turn in TURNS else 0))
        check_announced(name, sum(map(len, pictures)), rule)
    return pictures


def photos_of(found: Sequence[Record]) -> list[Record]:
    """The photographs among files that may be joined: not those joined already, nor what a scanner holds."""
    return [
        one
        for one in found
        if one.media_type.startswith("image/")
        and one.replaced_at is None
        and one.scan not in {"waiting", "infected"}
    ]


def _bounded(pages: Sequence[Page]) -> Sequence[Page]:
    if not pages:
        raise InputError(Text("Hãy chọn ít nhất một ảnh để ghép.", "Choose at least one photograph to join."))
    if len(pages) > MOST or len({page.file_id for page in pages}) < len(pages):
        raise InputError(
            Text(
                f"Mỗi lần ghép tối đa {MOST} ảnh, mỗi ảnh một trang.",
                f"At most {MOST} photographs are joined at once, each on a page.",
            )
        )
    return pages


def _photo(draft: Draft, paper_key: str, file_id: int) -> Record:
    for file in draft.files:
        is_here = file.slot == f"paper:{paper_key}" and file.replaced_at is None
        if file.id == file_id and is_here and file.media_type.startswith("image/"):
            return file
    raise NotFoundError(Text("Giấy tờ này không có ảnh đó.", "This paper has no such photograph."))
