"""What happened to a dossier: who did what and when, how long it took, and from when it counts (D-01, E-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from motcua.domain.papers.slip_kinds import SLIP_KINDS
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.time.duration import limit_words
from motcua.services.audit.audit_words import sentence
from motcua.services.desk.dossiers import DossierPage, Visit
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import duration, named

# Openings of the dossier are kept for whoever audits, not for the story of the dossier.
UNTOLD = {"view", "result.open", "bulk.refused", "dossier.migrate_refused"}
# With these a visit to a step ends.
LEAVING = {"forward", "confirm_result", "return", "paper_missing", "give_back", "leave_route"}


@dataclass(frozen=True, slots=True)
class Event:
    """One row. `counted_at` stands only where it differs from the actual instant.

    `used` is the working time of the step that ended, `clock` what the event did to the clocks; `over` is the
    time beyond the step's budget.
    """

    at: datetime
    counted_at: datetime | None
    what: str
    who: str
    used: str
    clock: str
    over: str


def events_of(shown: DossierPage) -> list[Event]:
    """All events, the latest first."""
    by_task = {visit.row.task_id: visit for visit in shown.visits}
    told = [one for one in shown.history if one.action not in UNTOLD]
    return [_event(shown, one, by_task.get(one.subject)) for one in reversed(told)]


def _event(shown: DossierPage, row: Record, visit: Visit | None) -> Event:
    ended = visit if row.action in LEAVING else None
    # Clocks count whole seconds; what does not touch them is kept to the microsecond.
    differs = row.counted_at is not None and row.counted_at.replace(microsecond=0) != row.at.replace(
        microsecond=0
    )
    over = ended.used - ended.row.budget_seconds if ended is not None else 0
    return Event(
        at=row.at,
        counted_at=row.counted_at if differs else None,
        what=_what(shown, row, visit),
        who=_who(row),
        used=duration(ended.used) if ended is not None else "",
        clock=_clock(shown, row, ended),
        over=_("Quá %(time)s", time=duration(over)) if over > 0 else "",
    )


def _who(row: Record) -> str:
    """Who did it; a delegate under his own name, with the person he stood in for (J-14)."""
    behind = row.detail.get("behind_name")
    if not behind:
        return str(row.actor_name)
    return str(_("%(name)s thay %(other)s", name=row.actor_name, other=behind))


def _what(shown: DossierPage, row: Record, visit: Visit | None) -> str:
    step = step_name(shown, visit) if visit is not None else ""
    to = _listed(shown, row.detail)
    texts = (
        _words_of_steps(shown, row, step, to) | _words_of_the_system(shown, row, to) | _words_of_papers(row)
    )
    return str(texts.get(row.action) or say(sentence(row.action, row.subject)))


def _words_of_steps(shown: DossierPage, row: Record, step: str, to: str) -> dict[str, str]:
    """What people did with the dossier, by the key of the deed."""
    return {
        "submit": _submitted(shown.row),
        "account.join": _(
            "Hai tài khoản của người nộp được gộp; hồ sơ ở tài khoản đã chứng minh số định danh"
        ),
        "adopt": _("Người nộp đăng nhập bằng danh tính đã xác thực, hồ sơ vào tài khoản của họ"),
        "check_originals": _("Đối chiếu bản chính"),
        "accept": _("Tiếp nhận hồ sơ"),
        "claim": _("Nhận việc: %(step)s", step=step),
        "release": _("Trả về nhóm: %(step)s", step=step),
        "hand_over": _(
            "Chuyển việc từ %(name)s cho %(other)s: %(step)s",
            name=row.detail.get("from_name", ""),
            other=row.detail.get("to_name", ""),
            step=step,
        ),
        "forward": _forwarded(shown, row.detail, step),
        "return": _("Trả lại từ “%(step)s”", step=step) + to,
        "paper_missing": _("Chưa nhận bản giấy, trả lại từ “%(step)s”", step=step) + to,
        "leave_route": _("Chuyển ngoài quy trình từ “%(step)s”", step=step) + to,
        "give_back": _("Trả lại cơ quan chuyển đến, từ “%(step)s”", step=step) + to,
        "sub_dossier": _("Mở hồ sơ con %(code)s", code=row.detail.get("code")),
        "sub_dossier.ended": _("Hồ sơ con %(code)s đã kết thúc", code=row.detail.get("code")) + to,
        "assign": _("Giao việc cho %(name)s: %(step)s", name=row.detail.get("to_name", ""), step=step),
    }


def _words_of_the_system(shown: DossierPage, row: Record, to: str) -> dict[str, str]:
    """What happened by itself, by other systems, or was decided for many dossiers at once."""
    return {
        "timer": _("Đến hẹn “%(what)s”", what=_element(shown, row.detail)) + to,
        "message": _("Nhận thông điệp “%(name)s”", name=str(row.detail.get("name", ""))) + to,
        "operation.answered": _("Hệ thống khác đã trả lời") + to,
        "operation.caught": _("Hệ thống khác từ chối, đi nhánh xử lý lỗi") + to,
        "operation.failed": _("Gọi hệ thống khác không được, chờ người vận hành"),
        "operation.retry": _("Người vận hành cho gọi lại"),
        "operation.by_hand": _("Người vận hành nhập kết quả thay") + to,
        "operation.given_up": _("Người vận hành báo lỗi, đi nhánh khác") + to,
        "calendar.moved": _("Lịch làm việc thay đổi, thời hạn được tính lại"),
        "agency.moved": _(
            "Chuyển từ %(old)s sang %(new)s", old=row.detail.get("from"), new=row.detail.get("to")
        ),
        "dossier.migrate": _(
            "Chuyển từ phiên bản %(old)s sang phiên bản %(new)s của quy trình",
            old=row.detail.get("from"),
            new=row.detail.get("to"),
        ),
    }


def _slip_name(row: Record) -> str:
    """The slip that came into force, with its number where it has one of ours."""
    kind = SLIP_KINDS.get(row.subject)
    name = say(kind.name) if kind is not None else row.subject
    return " ".join(filter(None, (name, str(row.detail.get("number", "")))))


def _words_of_papers(row: Record) -> dict[str, str]:
    """Talk, files, money and the result."""
    return {
        "talk.ask": _("Người nộp hỏi về hồ sơ"),
        "talk.answer": _("Trả lời người nộp"),
        "confirm_result": _("Xác nhận có kết quả"),
        "return_result": _("Trả kết quả: %(how)s", how=_how(row.detail)),
        "payment.begin": _("Người nộp mở thanh toán trực tuyến"),
        "payment.surplus": _("Nhận tiền nộp thừa qua %(gateway)s", gateway=row.detail.get("gateway", "")),
        "file.quarantined": _("Khóa tệp “%(name)s” vì có mã độc", name=row.detail.get("name", "")),
        "slip.attach": _("Phiếu có hiệu lực: %(name)s", name=_slip_name(row)),
        "signature.attach": _("Nộp tệp để ký số: %(name)s", name=row.detail.get("name", "")),
        "signature.sign": _(
            "Ký số “%(document)s”, chứng thư của %(holder)s",
            document=row.detail.get("document", ""),
            holder=row.detail.get("holder", ""),
        ),
        "receipt.void": _("Hủy biên lai số %(number)s", number=row.subject),
    }


def _submitted(row: Record) -> str:
    """How a dossier came: online, by the counter, by post, or online with an officer's help."""
    if row.channel == "direct":
        return str(_("Nhận hồ sơ tại quầy"))
    if row.channel == "post":
        return str(_("Nhập hồ sơ đến qua bưu chính"))
    return str(_("Gửi hồ sơ giúp người nộp tại quầy") if row.entered_by_id else _("Gửi hồ sơ"))


def _forwarded(shown: DossierPage, detail: Mapping[str, object], step: str) -> str:
    names = _names(shown, detail)
    if not names:
        return str(_("Xong bước “%(step)s”", step=step))
    return str(_("Xong bước “%(step)s”, chuyển đến “%(next)s”", step=step, next="”, “".join(names)))


def _names(shown: DossierPage, detail: Mapping[str, object]) -> list[str]:
    to = detail.get("to")
    return [_translated(shown, str(name)) for name in to] if isinstance(to, Sequence) else []


def _listed(shown: DossierPage, detail: Mapping[str, object]) -> str:
    names = _names(shown, detail)
    return str(_(", chuyển đến “%(next)s”", next="”, “".join(names))) if names else ""


def _element(shown: DossierPage, detail: Mapping[str, object]) -> str:
    """The name of the element an event happened at."""
    element = str(detail.get("element", ""))
    node = shown.version.model.node_by_id.get(element)
    return node.name if node is not None and node.name else element


def _translated(shown: DossierPage, name: str) -> str:
    step = next((one for one in shown.version.model.steps if one.name == name), None)
    return named(step) if step is not None else name


def _how(detail: Mapping[str, object]) -> str:
    method = RESULT_WAYS.get(str(detail.get("method")))
    return say(method) if method is not None else ""


def _clock(shown: DossierPage, row: Record, ended: Visit | None) -> str:
    if row.action == "accept" and shown.deadline is not None:
        words = say(limit_words(shown.deadline.limit, shown.day_seconds))
        return str(_("Bắt đầu tính %(limit)s", limit=words))
    if ended is not None:
        return str(_("Trong %(time)s", time=duration(ended.row.budget_seconds)))
    return ""


def step_name(shown: DossierPage, visit: Visit) -> str:
    """The step of a visit in the reader's language; the name it was kept with when the model has it no more."""
    step = shown.version.model.step_by_id.get(visit.row.step_id)
    return named(step) if step is not None else str(visit.row.name)
