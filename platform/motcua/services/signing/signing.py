"""Signing at a step: the document handed in, its signed version put in its place, one record with one file (F-13).

The signed file, its record and the trail are one commit: never a signed paper without its record, nor the other way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.contrib.signing import pades
from motcua.domain.errors import ConflictError, InputError, NotFoundError
from motcua.domain.people.permissions import Actor, account_id
from motcua.domain.process.process import Step
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Text
from motcua.services.desk import holding
from motcua.services.desk.held import Held
from motcua.services.dossier import steps
from motcua.services.papers import files
from motcua.services.papers.file_check import rule_of
from motcua.services.papers.files import Upload
from motcua.services.signing import authority, step_signatures, verification
from motcua.services.signing.step_signatures import Wanted
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.papers import file as stored_files
from motcua.store.signing import signature as stored
from motcua.store.signing import signature_order as orders
from motcua.store.signing import signing_key as keys


class NotSignedError(InputError):
    """What was signed or sent back does not hold; the document stays as it was."""

    code = "signature_invalid"


@dataclass(frozen=True)
class Task:
    """A waiting step that the actor may do, locked, with what it signs."""

    held: Held
    version: Version
    step: Step
    wanted: Wanted

    @property
    def row(self) -> Record:
        return self.held.row

    @property
    def file(self) -> Record:
        """The document to be signed; raises ConflictError while there is none."""
        if self.wanted.file is None:
            raise ConflictError(
                Text(
                    f"Hồ sơ {self.row.code} chưa có tệp “{self.wanted.name.vi}”. Nộp tệp PDF trước khi ký.",
                    f"Dossier {self.row.code} has no file “{self.wanted.name.en}” yet. Hand in the PDF first.",
                )
            )
        return self.wanted.file


def task_of(work: Work, actor: Actor, code: str, task_id: str) -> Task:
    """The step, locked until the transaction ends; raises like `steps.hold`, NotFoundError where it signs nothing."""
    held = steps.hold(work, actor, code, task_id, "forward")
    holding.require_free(work, actor, held.row)
    version = work.house.versions.get(work.connection, held.row.version_id)
    step = version.model.step_by_id[held.row.step_id]
    wanted = step_signatures.wanted(work, version, step, held.row.id)
    if wanted is None:
        raise NotFoundError(
            Text(f"Bước “{step.name}” không ký số.", f"The step “{step.name_en or step.name}” signs nothing.")
        )
    return Task(held, version, step, wanted)


def attach(work: Work, actor: Actor, code: str, task_id: str, upload: Upload, now: datetime) -> None:
    """Put a PDF in the place of the document that the step signs; the earlier version is kept (D-08). One commit.

    What was signed before counts no more. Raises FileError for a file that will not do.
    """
    task = task_of(work, actor, code, task_id)
    file_id = _put(work, actor, task, upload, now)
    _record(
        work, actor, "signature.attach", task, {"file": file_id, "name": files.tidy_name(upload.name)}, now
    )
    work.commit()


def returned(work: Work, actor: Actor, code: str, task_id: str, upload: Upload, now: datetime) -> None:
    """Take in a copy signed outside: the same document with one signature more, by a key of the actor's. One commit.

    Raises NotSignedError saying what is wrong with it, NotAllowedError where the certificate is not one he registered.
    """
    task = task_of(work, actor, code, task_id)
    original = work.house.files.get(task.file.sha256)
    pades.check_signed_copy(original, upload.content)
    finding = newest(verification.of_bytes(work, upload.content, now))
    agency_id, signer = task.row.step_agency_id, task.wanted.signer
    mine = authority.choices(work, actor, signer, agency_id, now)
    key = next((one for one in mine if one.fingerprint == finding.certificate_sha256), None)
    if key is None:
        authority.require(work, actor, 0, signer, agency_id, now)
    order_id = orders.add(work.connection, **order_values(task, actor, now), run_id=None)
    if order_id is None:
        raise being_signed(code)
    write(work, actor, task, order_id, upload.content, key, now)
    work.commit()


def write(
    work: Work, actor: Actor, task: Task, order_id: int, content: bytes, key: Record | None, now: datetime
) -> None:
    """Put the signed document in its place with the record of its signature; the order is done. Does not commit.

    Raises NotSignedError when the check does not find the signature good.
    """
    source = task.file
    finding = newest(verification.of_bytes(work, content, now))
    require_good(finding, is_required=task.wanted.is_required)
    file_id = _put(work, actor, task, Upload(source.name, content), now)
    sha256 = hashlib.sha256(content).hexdigest()
    stored.add(
        work.connection,
        order_id=order_id,
        dossier_id=task.row.id,
        task_id=task.row.task_id,
        step_id=task.step.id,
        document=task.wanted.document,
        slot=task.wanted.slot,
        signer=task.wanted.signer,
        source_id=source.id,
        file_id=file_id,
        sha256=sha256,
        **given_by(actor, key, finding, now),
    )
    orders.change(work.connection, [order_id], "signed", now)
    told = {
        "document": task.wanted.name.vi,
        "signer": task.wanted.signer,
        "holder": finding.signer,
        "serial": finding.serial,
        "file": file_id,
        "sha256": sha256,
    }
    _record(work, actor, "signature.sign", task, told, now)


def given_by(actor: Actor, key: Record | None, finding: SignatureFinding, now: datetime) -> dict[str, object]:
    """The columns of a signature that say who gave it, with what, and what the check found."""
    return {
        "account_id": account_id(actor),
        "signing_key_id": key.id if key is not None else None,
        "service": key.service if key is not None else "",
        "signer_name": finding.signer,
        "organisation": finding.organisation,
        "serial": finding.serial,
        "issuer": finding.issuer,
        "signed_at": finding.signed_at or now,
        "time_stamped_at": finding.time_stamped_at,
        "verdict": finding.verdict,
    }


def order_values(task: Task, actor: Actor, now: datetime) -> dict[str, object]:
    """The columns of an order to sign the document of a step as it is now."""
    return {
        "account_id": account_id(actor),
        "dossier_id": task.row.id,
        "dossier_code": task.row.code,
        "task_id": task.row.task_id,
        "step_id": task.step.id,
        "document": task.wanted.document,
        "slot": task.wanted.slot,
        "signer": task.wanted.signer,
        "file_id": task.file.id,
        "sha256": task.file.sha256,
        "state": "waiting",
        "problem": "",
        "problem_en": "",
        "ordered_at": now,
        "changed_at": now,
    }


def being_signed(code: str) -> ConflictError:
    return ConflictError(
        Text(
            f"Văn bản của hồ sơ {code} đang được ký. Đợi việc đó xong rồi xem lại.",
            f"The document of dossier {code} is being signed. Wait until that is over.",
        )
    )


def key_of(work: Work, key_id: int) -> Record:
    """A registered key by its id."""
    row = keys.by_id(work.connection, key_id)
    assert row is not None
    return row


def _put(work: Work, actor: Actor, task: Task, upload: Upload, now: datetime) -> int:
    for slot in step_signatures.slots_of(task.version, task.wanted.document):
        stored_files.replace(work.connection, task.row.id, slot, now)
    return files.keep(
        work,
        upload,
        now,
        uploaded_by=account_id(actor),
        rule=rule_of(2 * work.house.upload_limit, ("pdf",)),
        dossier_id=task.row.id,
        slot=task.wanted.slot,
    )


def newest(found: Sequence[SignatureFinding]) -> SignatureFinding:
    """The signature given last: the one after which nothing was added."""
    if not found:
        raise NotSignedError(
            Text(
                "Tệp nộp lại không có chữ ký số. Ký tệp bằng phần mềm ký rồi nộp lại.",
                "The file that was sent back has no signature. Sign it with your signing program, then send it again.",
            )
        )
    return next((one for one in reversed(found) if one.covers_all), found[-1])


def require_good(finding: SignatureFinding, *, is_required: bool) -> None:
    """A required signature must be valid; an optional one may be by an authority that is not on the trust list yet."""
    may_be = {"valid"} if is_required else {"valid", "untrusted"}
    if finding.verdict not in may_be:
        said = (finding.headline, *finding.sentences)
        raise NotSignedError(
            Text(
                ". ".join(one.vi.rstrip(".") for one in said) + ".",
                ". ".join(one.en.rstrip(".") for one in said) + ".",
            )
        )


def _record(
    work: Work, actor: Actor, action: str, task: Task, detail: dict[str, object], now: datetime
) -> None:
    work.record(
        at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        dossier_id=task.row.id,
        subject=task.row.task_id,
        detail={"step": task.step.name, **detail, **task.held.behind},
    )
