"""Filing for another person: owner and filer are kept apart, with the paper that entitles the filer (C-06; Điều 15.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from motcua.domain.errors import ConflictError, FieldError, ValidationError
from motcua.domain.papers.unlisted_paper import key_of
from motcua.domain.people.permissions import Actor, account_id, require
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.accounts import identity_number
from motcua.services.accounts.registration import (
    GROUPING,
    email_problem,
    identity_problem,
    name_problem,
    phone_problem,
)
from motcua.services.forms import prefill
from motcua.services.intake import drafts, receiving
from motcua.services.intake.drafts import Draft
from motcua.services.intake.receiving import Receiving
from motcua.services.papers import files
from motcua.services.papers.files import Upload
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.intake import draft as stored_drafts
from motcua.store.papers import file as stored_files

TAKEN_BACK: Final = Text(
    "Thông tin và giấy tờ của bạn đã điền sẵn được bỏ ra, vì hồ sơ đứng tên người khác. Hãy khai thông tin của người đó.",
    "What had been filled in of your own was taken out, for the dossier is another person's. Fill in what is his.",
)
PAPER: Final = f"paper:{key_of('Văn bản ủy quyền hoặc hợp đồng dịch vụ nộp hồ sơ')}"
"""The slot of the entitling paper: officers and both persons read it among the dossier's papers."""
KINDS: Final[Mapping[str, Text]] = {
    "authorised": Text("Tôi được ủy quyền", "I am authorised"),
    "service": Text(
        "Tôi là cá nhân, doanh nghiệp được thuê dịch vụ", "I am a person or enterprise hired for it"
    ),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """The person for whom the dossier is filed, and by what right; messages go to his telephone and mailbox."""

    kind: str = ""
    name: str = ""
    identity: str = ""
    phone: str = ""
    email: str = ""

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> Owner:
        return cls(**{one.name: str(kept.get(one.name, ""))[:200] for one in fields(cls)})

    def tidy(self) -> Owner:
        return replace(
            self,
            name=" ".join(self.name.split()),
            identity=GROUPING.sub("", self.identity),
            phone=GROUPING.sub("", self.phone),
            email=self.email.strip().lower(),
        )


def of_draft(work: Work, draft: Draft) -> Owner | None:
    """Whom the draft names as owner; None when it is filed for the account's holder."""
    row = stored_drafts.by_id(work.connection, draft.id)
    if row is None or row.owner_sealed is None:
        return None
    return Owner.from_dict(work.cipher.open_json(row.owner_sealed))


def papers_of(draft: Draft) -> list[Record]:
    return [file for file in draft.files if file.slot == PAPER]


def save(
    work: Work, actor: Actor, draft_id: UUID, owner: Owner, upload: Upload | None, now: datetime
) -> bool:
    """Name the owner and keep the entitling paper. One commit. Raises ValidationError per field, FileError.

    What had been filled in of the filer's own is taken out again; whether there was any.
    """
    draft = _open(work, actor, draft_id)
    given = owner.tidy()
    if errors := problems(given, has_paper=upload is not None or bool(papers_of(draft))):
        raise ValidationError(errors)
    if upload is not None:
        for old in papers_of(draft):
            stored_files.remove_from_draft(work.connection, draft_id, old.id)
        files.keep(work, upload, now, uploaded_by=actor.id, draft_id=draft_id, slot=PAPER)
    had_own = prefill.take_back(work, draft, now)
    drafts.touch(work, draft_id, now, owner_sealed=work.cipher.seal_json(asdict(given)))
    work.commit()
    return had_own


def clear(work: Work, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """File for oneself after all; the paper goes. One commit."""
    draft = _open(work, actor, draft_id)
    for old in papers_of(draft):
        stored_files.remove_from_draft(work.connection, draft_id, old.id)
    drafts.touch(work, draft_id, now, owner_sealed=None)
    work.commit()


def problems(owner: Owner, *, has_paper: bool) -> list[FieldError]:
    """What is missing or wrong, by field."""
    found = {
        "kind": None
        if owner.kind in KINDS
        else Text("Chọn tư cách nộp thay.", "Say by what right you file for him."),
        "name": name_problem(owner.name),
        "identity": identity_problem(owner.identity),
        "phone": phone_problem(owner.phone),
        "email": email_problem(owner.email) if owner.email else None,
        "authorisation": None
        if has_paper
        else Text(
            "Đính kèm văn bản ủy quyền hoặc hợp đồng dịch vụ.",
            "Attach the authorisation or service contract.",
        ),
    }
    return [FieldError(f"/{key}", f"owner.{key}", text) for key, text in found.items() if text is not None]


def columns(work: Work, actor: Actor, owner: Owner, wanted: Receiving) -> dict[str, Any]:
    """What the dossier's row says of its owner and its filer."""
    contact = {"email": owner.email, "phone": owner.phone, "identity": owner.identity}
    contact |= receiving.contact(wanted)
    return {
        "applicant_id": identity_number.proven_owner(work, owner.identity),
        "applicant_name": owner.name,
        "applicant_folded": fold(owner.name),
        "applicant_sealed": work.cipher.seal_json(contact),
        "identity_digest": work.cipher.digest(owner.identity),
        "filed_by_id": account_id(actor),
        "filed_by_name": actor.name,
    }


def _open(work: Work, actor: Actor, draft_id: UUID) -> Draft:
    require(actor, "citizen")
    draft = drafts.get(work, actor, draft_id, lock=True)
    if draft.dossier_id is not None or draft.amends_code:
        raise ConflictError(
            Text(
                "Hồ sơ đã gửi, không đổi người đứng tên được nữa.",
                "The dossier has been sent; its owner can no longer be changed.",
            )
        )
    return draft
