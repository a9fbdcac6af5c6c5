"""What an action does to the clock, in the sentences that stand beside its button (Điều 17–19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from motcua.domain.dossier.dossier import Action
from motcua.domain.profile import Profile
from motcua.services.dossier.effects import Effect
from motcua.web.filters import instant

Words = Callable[[Effect, Action, Profile], list[str]]


def words_of(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    """One sentence after the other; `ruled` are the rules of the dossier."""
    found = _WORDS[effect.kind](effect, action, ruled)
    if effect.counts_overdue and effect.kind in ("later", "late"):
        found.append(str(_("Theo quy định của tỉnh, hồ sơ này được tính là quá hạn.")))
    return found


def _none(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    if effect.before is None:
        return [str(_("Đồng hồ của hồ sơ chưa chạy và việc này không làm nó chạy."))]
    return [_unchanged(effect)]


def _intake(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    at, policy = instant(effect.at), ruled.supplement_policy
    if policy == "continue":
        return [str(_("Giờ tiếp nhận của Bộ phận Một cửa vẫn chạy trong khi chờ người nộp bổ sung."))]
    if policy == "pause_resume":
        stands = _(
            "Hồ sơ chưa tiếp nhận: giờ tiếp nhận dừng từ %(at)s, khi người nộp bổ sung thì tính tiếp.", at=at
        )
        goes_on = _("Giờ tiếp nhận của Bộ phận Một cửa tính tiếp từ %(at)s.", at=at)
        return [str(goes_on if action.key == "supply" else stands)]
    if action.key == "supply":
        return [str(_("Giờ tiếp nhận của Bộ phận Một cửa tính lại từ đầu, từ %(at)s.", at=at))]
    return [
        str(
            _(
                "Hồ sơ chưa tiếp nhận: giờ tiếp nhận dừng từ %(at)s và tính lại từ đầu khi người nộp bổ sung.",
                at=at,
            )
        )
    ]


def _start(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [str(_("Đồng hồ chạy từ %(at)s.", at=instant(effect.at))), _after(effect)]


def _hand_on(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    if action.key == "acknowledge":
        begins = _(
            "Thời gian của cơ quan bạn bắt đầu từ %(at)s; của cơ quan chuyển dừng lúc đó.",
            at=instant(effect.at),
        )
        return [str(begins), *([_unchanged(effect)] if effect.before is not None else [])]
    found = [str(_("Bước đang làm dừng tính từ %(at)s; bước nhận tính từ lúc đó.", at=instant(effect.at)))]
    if action.key in ("return", "give_back"):
        found.append(
            str(_("Bước trước được tính lại từ đầu."))
            if ruled.internal_return == "restart_previous"
            else str(_("Bước trước tính tiếp phần thời gian còn lại, không được thêm giờ."))
        )
    return [*found, _unchanged(effect)] if effect.before is not None else found


def _stop(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    found = [str(_("Đồng hồ của hồ sơ, bước và cơ quan dừng từ %(at)s.", at=instant(effect.at)))]
    if action.clock == "wait_supplement" and ruled.supplement_policy == "restart_same":
        return [*found, str(_("Khi người nộp bổ sung, mọi đồng hồ tính lại từ đầu."))]
    if effect.before is not None:
        due = instant(effect.before.due_at)
        found.append(
            str(_("Hạn xử lý đang là %(due)s; đồng hồ dừng bao lâu thì hạn lùi bấy nhiêu.", due=due))
        )
    return found


def _go_on(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [str(_("Đồng hồ chạy tiếp từ %(at)s.", at=instant(effect.at))), _after(effect)]


def _restart(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [str(_("Mọi đồng hồ tính lại từ đầu, từ %(at)s.", at=instant(effect.at))), _after(effect)]


def _new_dossier(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [
        str(
            _(
                "Một hồ sơ mới, liên kết với hồ sơ này, được mở và tiếp nhận lúc %(at)s.",
                at=instant(effect.at),
            )
        ),
        _after(effect),
    ]


def _end(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    runs = action.clock != "wait_supplement" or effect.before is not None
    found = [str(_("Đồng hồ của hồ sơ dừng từ %(at)s.", at=instant(effect.at)))] if runs else []
    if action.key == "withdraw":
        return [*found, str(_("Hồ sơ rút không tính đúng hạn hay quá hạn."))]
    classes = {
        "early": _("Hồ sơ được tính trước hạn."),
        "on_time": _("Hồ sơ được tính đúng hạn."),
        "overdue": _("Hồ sơ được tính quá hạn."),
    }
    if effect.timeliness is not None:
        found.append(str(classes[effect.timeliness]))
    if action.clock == "wait_supplement":
        found.append(str(_("Hồ sơ kết thúc; người nộp bổ sung thì mở hồ sơ mới, tính từ đầu.")))
    return found


def _ask(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [str(_("Chưa có gì thay đổi cho tới khi được duyệt.")), *_moved(effect)]


def _later(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return _moved(effect) or [str(_("Nhập thời gian để biết hạn mới."))]


def _late(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    appointment = instant(effect.before.appointment_at) if effect.before is not None else ""
    return [
        str(_("Đã qua giờ hẹn trả %(at)s: việc này được ghi lại nhưng không lùi hạn.", at=appointment)),
    ]


def _reopen(effect: Effect, action: Action, ruled: Profile) -> list[str]:
    return [
        str(_("Kết quả đã ghi bị bỏ; các bước đang chờ lúc kết thúc được mở lại.")),
        str(_("Đồng hồ chạy tiếp từ %(at)s.", at=instant(effect.at))),
    ]


def _unchanged(effect: Effect) -> str:
    due = effect.before.due_at if effect.before is not None else None
    return str(_("Hạn xử lý của hồ sơ không đổi: %(due)s.", due=instant(due)))


def _after(effect: Effect) -> str:
    if effect.after is None:
        return ""
    return str(
        _(
            "Hạn xử lý %(due)s, hẹn trả %(appointment)s.",
            due=instant(effect.after.due_at),
            appointment=instant(effect.after.appointment_at),
        )
    )


def _moved(effect: Effect) -> list[str]:
    """From when to when, once something has been given that moves the dates."""
    before, after = effect.before, effect.after
    if before is None or after is None or before.appointment_at == after.appointment_at:
        return []
    return [
        str(
            _(
                "Hạn xử lý từ %(before)s thành %(after)s.",
                before=instant(before.due_at),
                after=instant(after.due_at),
            )
        ),
        str(
            _(
                "Hẹn trả từ %(before)s thành %(after)s.",
                before=instant(before.appointment_at),
                after=instant(after.appointment_at),
            )
        ),
    ]


_WORDS: Mapping[str, Words] = {
    "none": _none,
    "intake": _intake,
    "start": _start,
    "hand_on": _hand_on,
    "stop": _stop,
    "go_on": _go_on,
    "restart": _restart,
    "new_dossier": _new_dossier,
    "end": _end,
    "ask": _ask,
    "later": _later,
    "late": _late,
    "reopen": _reopen,
}
