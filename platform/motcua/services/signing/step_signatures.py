"""What a step wants signed, what is signed already, and that no step is left without what it requires (A-14).

Quảng Trị 29/2020, Điều 9.2.d, 14.4. A signature counts for the very version of the document that it was given to: once
the document is replaced it counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.domain.errors import FieldError, ValidationError
from motcua.domain.process.process import Step
from motcua.domain.process.process_ahead import taken_away
from motcua.domain.process.process_words import MARKS
from motcua.domain.signing.signature_mark import USUAL
from motcua.domain.text import Text
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier import step as steps
from motcua.store.papers import file as files
from motcua.store.signing import signature as stored

BY: Final[Mapping[str, Text]] = {
    "person": Text("người làm bước này", "whoever does this step"),
    "leader": Text("lãnh đạo cơ quan", "a leader of the agency"),
    "agency": Text("con dấu số của cơ quan", "the agency's seal"),
}

BESIDE: Final = frozenset({"boundaryEvent", "startEvent"})
"""Events that wait beside the work: they may never come."""


class SignatureMissingError(ValidationError):
    """A step cannot be left: what it requires is not signed; the field is "/signature"."""

    code = "signature_missing"


@dataclass(frozen=True)
class Wanted:
    """What a step signs: `file` is the current version of the document, `signatures` those that stand under it. It is kept
    at `slot` from now on.

    `given` is this step's own signature where it counts, `lost` the newest one on a version that was replaced since.
    """

    step: Step
    document: str
    name: Text
    slot: str
    file: Record | None
    signatures: Sequence[Record]
    given: Record | None
    lost: Record | None

    @property
    def signer(self) -> str:
        return self.step.signer or "person"

    @property
    def is_required(self) -> bool:
        return self.step.signature == "required"

    @property
    def by(self) -> Text:
        return BY[self.signer]

    @property
    def mark_place(self) -> Text:
        """A sentence: where the signature is seen, which whoever signs outside sees to himself."""
        if self.step.mark == "none":
            return Text("Chữ ký không hiện trên văn bản.", "The signature is not shown on the document.")
        place = MARKS[self.step.mark or USUAL[self.signer]]
        return Text(f"Dấu ký đặt ở {place.vi.lower()}.", f"The mark stands here: {place.en.lower()}.")


def slots_of(version: Version, document: str) -> tuple[str, ...]:
    """Where the dossier keeps the document that a step names, the place of what is signed first.

    A result may also have come as the answer to a question of a step's form; what is none of the results is a slip.
    """
    if any(one.key == document for one in version.facts.results):
        return f"result:{document}", f"step:/{document}"
    return (f"slip:{document}",)


def wanted(work: Work, version: Version, step: Step, dossier_id: int) -> Wanted | None:
    """What the step signs and how far that is done; None for a step without a signature."""
    if step.signature == "none" or not step.document:
        return None
    slots = slots_of(version, step.document)
    versions = [one for one in files.of_dossier(work.connection, dossier_id) if one.slot in slots]
    current = next((one for one in reversed(versions) if one.replaced_at is None), None)
    under = stored.chain_of(work.connection, current.id) if current is not None else ()
    given = next((one for one in under if _counts(one, step, current)), None)
    lost = None
    if given is None:
        earlier = stored.of_files(work.connection, [one.id for one in versions])
        lost = next((one for one in reversed(earlier) if one.step_id == step.id and one not in under), None)
    return Wanted(step, step.document, _name(version, step.document), slots[0], current, under, given, lost)


def require_signed(work: Work, version: Version, step: Step, dossier_id: int) -> None:
    """Raise SignatureMissingError, naming step and document, where the step requires a signature that is not there."""
    if step.signature != "required":
        return
    found = wanted(work, version, step, dossier_id)
    if found is None or found.given is None:
        raise SignatureMissingError([FieldError("/signature", "signature_missing", _missing(step, found))])


def require_all_signed(work: Work, version: Version, dossier_id: int) -> None:
    """The same for every step that was finished: a result is confirmed only as it was signed."""
    asked = [step for step in version.model.steps if step.signature == "required"]
    if not asked:
        return
    visits = steps.of_dossiers(work.connection, [dossier_id])[dossier_id]
    finished = {one.step_id for one in visits if one.left_at is not None and not one.outcome}
    for step in asked:
        if step.id in finished:
            require_signed(work, version, step, dossier_id)


def require_not_passed_over(
    work: Work, version: Version, standing: Iterable[str], target: str, dossier_id: int
) -> None:
    """Raise SignatureMissingError where going to `target` alone takes away a signature that a step on the way requires.

    `standing` are the elements at which the dossier waits, in all its branches. What the route would still have come to
    and comes to no more counts, by whichever branch: only the steps themselves choose among those.
    """
    model = version.model
    known = [key for key in standing if model.node_by_id[key].kind not in BESIDE]
    missed = taken_away(model, known, target)
    for step in model.steps:
        if step.id in missed:
            require_signed(work, version, step, dossier_id)


def _counts(one: Record, step: Step, current: Record | None) -> bool:
    """Whether the signature is this step's, by the authority it asks for, and was found valid."""
    if current is None or one.step_id != step.id or one.signer != (step.signer or "person"):
        return False
    is_whole = one.file_id != current.id or one.sha256 == current.sha256
    return bool(one.verdict == "valid" and is_whole)


def _name(version: Version, document: str) -> Text:
    for one in version.facts.results:
        if one.key == document:
            return Text(one.name, one.name_en or one.name)
    return Text(document, document)


def _missing(step: Step, found: Wanted | None) -> Text:
    if found is None:
        return Text(
            f"Bước “{step.name}” phải ký số nhưng quy trình chưa nói ký trên giấy tờ nào. Báo người thiết lập quy trình.",
            f"The step “{step.name_en or step.name}” must be signed, but the process names no document. "
            "Tell those who set it up.",
        )
    why = _why(found)
    return Text(
        f"Bước “{step.name}” phải có chữ ký số của {found.by.vi} trên “{found.name.vi}” trước khi chuyển. {why.vi}",
        f"The step “{step.name_en or step.name}” must have “{found.name.en}” signed by {found.by.en} first. {why.en}",
    )


def _why(found: Wanted) -> Text:
    if found.file is None:
        return Text(
            "Chưa có tệp để ký: nộp tệp PDF ở mục “Ký số”, rồi ký.",
            "There is no file to sign yet: hand in the PDF under “Signature”, then sign it.",
        )
    if found.lost is not None:
        return Text(
            "Tệp đã được thay sau khi ký nên chữ ký cũ không còn giá trị: ký lại trên tệp mới.",
            "The file was replaced after it was signed, so that signature counts no more: sign the new one.",
        )
    if any(one.step_id == found.step.id for one in found.signatures):
        return Text(
            "Chữ ký đã có nhưng chưa hợp lệ: xem lý do ở mục “Ký số”, rồi nộp lại tệp và ký lại.",
            "There is a signature but it is not valid: see why under “Signature”, then hand in the file and sign again.",
        )
    return Text(
        "Tệp chưa được ký: mở mục “Ký số” và ký.", "The file is not signed yet: open “Signature” and sign."
    )
