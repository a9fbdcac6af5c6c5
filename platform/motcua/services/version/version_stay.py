"""Why a dossier stays with its version: reasons that lie in the dossier, not in the drawing of its process (A-12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from motcua.domain.dossier.dossier_states import STATE_NAMES
from motcua.domain.errors import ConflictError
from motcua.domain.process.process import Step
from motcua.domain.process.process_ahead import ahead, names_asked
from motcua.domain.text import Text
from motcua.services.time import rules
from motcua.services.version.versions import Version
from motcua.services.work import Work
from motcua.store.base import Record
from motcua.store.dossier.under_way import UnderWay

MOVABLE: Final = ("accepted", "processing")

_SENTENCES: Final[Mapping[str, Text]] = {
    "left": Text(
        "Hồ sơ không còn ở phiên bản này.",
        "The dossier is no longer with this version.",
    ),
    "ended": Text(
        "Các bước đã xong, hồ sơ chỉ còn trả kết quả nên không cần chuyển.",
        "Its steps are done and only the result is to be handed over, so there is nothing to move.",
    ),
    "sent": Text(
        "Hồ sơ chưa được tiếp nhận. Tiếp nhận hồ sơ rồi chuyển.",
        "The dossier has not been accepted yet. Accept it, then move it.",
    ),
    "state": Text(
        "Hồ sơ đang “{what}”. Chuyển khi hồ sơ được xử lý tiếp.",
        "The dossier's state is “{what}”. Move it when work on it goes on.",
    ),
    "paused": Text(
        "Hồ sơ đang tạm dừng, đồng hồ không chạy. Chuyển khi hồ sơ được xử lý tiếp.",
        "The dossier is paused and its clock stands. Move it when work on it goes on.",
    ),
    "on_the_way": Text(
        "Hồ sơ đang chuyển sang cơ quan khác. Chuyển phiên bản sau khi cơ quan đó nhận.",
        "The dossier is on its way to another agency. Move it when that agency has it.",
    ),
    "consulting": Text(
        "Hồ sơ đang chờ ý kiến của {what}. Chuyển sau khi có trả lời.",
        "The dossier waits for the opinion of {what}. Move it when the answer has come.",
    ),
    "calling": Text(
        "Hồ sơ đang gọi hệ thống khác. Chuyển sau khi có trả lời.",
        "The dossier is calling another system. Move it when the answer has come.",
    ),
    "rules": Text(
        "Hai phiên bản tính thời hạn theo quy tắc khác nhau, nên hạn của hồ sơ sẽ đổi.",
        "The two versions count time by different rules, so the dossier's deadline would change.",
    ),
    "agency": Text(
        "Trong phiên bản mới, bước “{what}” do cơ quan khác làm. Làm xong bước này rồi chuyển.",
        "In the new version the step “{what}” is another agency's. Finish it first, then move the dossier.",
    ),
    "pausing": Text(
        "Trong phiên bản mới, đồng hồ chạy hoặc dừng khác ở “{what}”. Làm xong chỗ này rồi chuyển.",
        "In the new version the clock runs or stands otherwise at “{what}”. Let it be over first, then move the dossier.",
    ),
    "signature": Text(
        "Bước “{what}” phải ký số trước khi chuyển, mà phiên bản mới không đòi chữ ký ở đó. Ký xong rồi chuyển.",
        "The step “{what}” must be signed first, and the new version asks for no signature there. Sign, then move.",
    ),
    "people": Text(
        "Chưa có ai nhận bước “{what}” của phiên bản mới ở cơ quan này. Gán tài khoản rồi chuyển.",
        "Nobody serves the new version's step “{what}” at this agency. Assign an account, then move the dossier.",
    ),
    "field": Text(
        "Các bước sau cần mục “{what}”, mà tờ khai đã nộp không có mục đó.",
        "Later steps need “{what}”, which the form that was filed does not ask.",
    ),
}


class StaysError(ConflictError):
    """The dossier stays with its version; `reason` says why, in `version_stay`'s words."""

    code = "stays"

    def __init__(self, reason: str, what: Text | None = None) -> None:
        named, words = what or Text("", ""), _SENTENCES[reason]
        super().__init__(Text(words.vi.format(what=named.vi), words.en.format(what=named.en)))
        self.reason = reason


def require_movable(old: Version, row: Record, about: UnderWay) -> None:
    """Raise StaysError unless the dossier is of this version, at work, and nothing about it is on its way."""
    if row.version_id != old.id or row.closed_at is not None:
        raise StaysError("left")
    if row.engine_ended or row.result_at is not None:
        raise StaysError("ended")
    if row.accepted_at is None:
        raise StaysError("sent")
    if row.state not in MOVABLE:
        raise StaysError("state", STATE_NAMES[row.state])
    if about.pauses:
        raise StaysError("paused")
    if about.is_sent:
        raise StaysError("on_the_way")
    for one in about.asked:
        raise StaysError("consulting", Text(one.name, one.name_en or one.name))
    if any(one.status == "running" for one in about.waits):
        raise StaysError("calling")


def require_same_clock(work: Work, old: Version, new: Version) -> None:
    """Raise StaysError where the new version would count the dossier's time otherwise: due times do not move by it."""
    if rules.of(work, old) != rules.of(work, new) or old.is_same_day != new.is_same_day:
        raise StaysError("rules")


def require_people(new: Version, missing: Sequence[Step], standing: Iterable[str]) -> None:
    """Raise StaysError at the first step ahead that is among those `missing` somebody at the dossier's agency (R-23)."""
    ways = ahead(new.model, standing)
    for step in missing:
        if step.id in ways:
            raise StaysError("people", named(step))


def require_answers(
    new: Version, filed: Version, data: Mapping[str, object], standing: Iterable[str]
) -> None:
    """Raise StaysError where the way ahead asks for what only the new version's form would have asked."""
    if not new.facts.form or not filed.facts.form:
        return
    asked = names_asked(new.model, ahead(new.model, standing))
    for name, field in new.form.field_by_key.items():
        if name in asked and name not in filed.form.field_by_key and name not in data:
            raise StaysError("field", field.label)


def named(step: Step) -> Text:
    return Text(step.name, step.name_en or step.name)
