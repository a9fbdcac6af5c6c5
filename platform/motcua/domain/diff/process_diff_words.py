"""The values of a process in words, as a comparison shows them: times, positions, agencies, conditions, timers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.conditions.condition_nodes import Expression
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.diff.process_diff_change import Side
from motcua.domain.errors import InputError
from motcua.domain.process.process_node import Event, Loop, Node, Timer, Wait
from motcua.domain.text import Text
from motcua.domain.time.duration import duration_words
from motcua.domain.time.duration_iso import is_iso
from motcua.domain.time.limits import Budget, CalendarDays, SameDay, parse_budget, parse_limit

UNSET: Final = Text("không ghi", "not set")
YES: Final = Text("có", "yes")
NO: Final = Text("không", "no")

SIGNATURES: Final[Mapping[str, Text]] = {
    "none": Text("không ký số", "not signed"),
    "optional": Text("được ký số", "may be signed"),
    "required": Text("bắt buộc ký số", "must be signed"),
}
FORWARDS: Final[Mapping[str, Text]] = {
    "group": Text("chuyển cho nhóm", "to the group"),
    "person": Text("chuyển cho một người", "to a person"),
    "either": Text("chuyển cho nhóm hoặc một người", "to the group or a person"),
}
PAPERS: Final[Mapping[str, Text]] = {
    "none": Text("không chuyển giấy", "no paper moves"),
    "follows": Text("hồ sơ giấy đi theo", "the paper dossier follows"),
}
KINDS: Final[Mapping[str, Text]] = {
    "userTask": Text("Bước", "Step"),
    "manualTask": Text("Bước", "Step"),
    "serviceTask": Text("Việc máy làm", "Automatic task"),
    "sendTask": Text("Việc gửi tin", "Send task"),
    "receiveTask": Text("Việc chờ tin", "Receive task"),
    "businessRuleTask": Text("Bảng quyết định", "Decision table"),
    "subProcess": Text("Quy trình con", "Sub-process"),
    "callActivity": Text("Quy trình được gọi", "Called process"),
    "exclusiveGateway": Text("Điểm rẽ một nhánh", "Exclusive gateway"),
    "inclusiveGateway": Text("Điểm rẽ nhiều nhánh", "Inclusive gateway"),
    "parallelGateway": Text("Điểm làm song song", "Parallel gateway"),
    "eventBasedGateway": Text("Điểm chờ sự kiện", "Event gateway"),
    "startEvent": Text("Điểm bắt đầu", "Start"),
    "endEvent": Text("Điểm kết thúc", "End"),
    "boundaryEvent": Text("Sự kiện gắn vào bước", "Boundary event"),
    "intermediateCatchEvent": Text("Sự kiện chờ", "Waiting event"),
    "intermediateThrowEvent": Text("Sự kiện báo", "Throwing event"),
}
_EVENTS: Final[Mapping[str, Text]] = {
    "timer": Text("hẹn giờ", "timer"),
    "message": Text("tin", "message"),
    "signal": Text("tín hiệu", "signal"),
    "error": Text("lỗi", "error"),
    "escalation": Text("báo cấp trên", "escalation"),
    "terminate": Text("dừng tất cả", "end everything"),
}


def raw(text: str) -> Text:
    """A word of the model as it stands there; "không ghi" for an empty one."""
    return Text(text, text) if text else UNSET


def named(vi: str, en: str) -> Text:
    """A name in both languages; without an English one the Vietnamese stands for it."""
    return Text(vi, en or vi) if vi or en else UNSET


def truth_words(is_true: bool) -> Text:
    return YES if is_true else NO


def time_words(budget: str) -> Text:
    """A budget: "4 giờ", "2 ngày 4 giờ"; days stay days. What cannot be read stands as it is."""
    try:
        return _spelt(parse_budget(budget)) if budget else UNSET
    except InputError:
        return raw(budget)


def _spelt(budget: Budget) -> Text:
    if not budget.days:
        return Text("0 giờ", "0 hours") if not budget.seconds else duration_words(budget.seconds, exact=True)
    number = f"{float(budget.days):g}"
    days = Text(f"{number.replace('.', ',')} ngày", f"{number} day{'' if budget.days == 1 else 's'}")
    if not budget.seconds:
        return days
    rest = duration_words(budget.seconds, exact=True)
    return Text(f"{days.vi} {rest.vi}", f"{days.en} {rest.en}")


def time_value(budget: str) -> object:
    """What a budget comes to, so that "60m" and "1h" are the same time."""
    try:
        read = parse_budget(budget)
    except InputError:
        return budget
    return (read.days, read.seconds)


def limit_value(limit: str) -> object:
    """What a limit comes to; "same-day" is the same as "same-day@15:00"."""
    try:
        read = parse_limit(limit)
    except InputError:
        return limit
    return (read.days, read.seconds) if isinstance(read, Budget) else read


def limit_in_words(limit: str) -> Text:
    """A statutory limit: "7 ngày làm việc", "56 giờ làm việc", "trong ngày, nhận trước 15:00", "10 ngày theo lịch"."""
    try:
        read = parse_limit(limit)
    except InputError:
        return raw(limit)
    match read:
        case SameDay(cutoff):
            at = f"{cutoff // 3600:02d}:{cutoff % 3600 // 60:02d}"
            return Text(f"trong ngày, nhận trước {at}", f"the same day if received before {at}")
        case CalendarDays(days):
            return Text(f"{days} ngày theo lịch", f"{days} calendar day{'' if days == 1 else 's'}")
        case Budget():
            spelt = _spelt(read)
            return Text(f"{spelt.vi} làm việc", f"{spelt.en} of working time")


def agency_words(rule: str, side: Side) -> Text:
    """Who performs a step, by its rule: the receiving agency, the one above it, a fixed one, one that the form names."""
    kind, _, value = rule.partition(":")
    match kind:
        case "receiving":
            return Text("cơ quan tiếp nhận", "the receiving agency")
        case "parent":
            return Text("cơ quan cấp trên trực tiếp", "the agency above it")
        case "code":
            return Text(f"cơ quan mã {value}", f"the agency {value}")
        case "field":
            field = side.fields.get(value)
            vi, en = (field.label.vi, field.label.en) if field else (value, value)
            return Text(f"cơ quan ghi ở mục “{vi}”", f"the agency named in “{en}”")
    return raw(rule)


def form_words(key: str, side: Side) -> Text:
    """The title of a form, else its key."""
    form = side.forms.get(key)
    return form.title if form else raw(key)


def condition_value(text: str) -> Expression | str:
    """What a condition asks, so that blanks and brackets make no difference."""
    try:
        return parse_condition(text).tree
    except InputError:
        return text


def condition_words(text: str, side: Side) -> Text:
    """A condition as a sentence without a full stop; what cannot be read stands as it is."""
    try:
        return parse_condition(text).describe(side.fields) if text else UNSET
    except InputError:
        return raw(text)


def timer_words(timer: Timer) -> Text:
    """ "sau 4 giờ làm việc", "vào ngay_hen", "cứ 1 ngày làm việc, 3 lần"."""
    if timer.kind == "date":
        return Text(f"vào {timer.text}", f"at {timer.text}")
    spelt = raw(timer.text) if is_iso(timer.text) else time_words(timer.text)
    time = spelt if is_iso(timer.text) else Text(f"{spelt.vi} làm việc", f"{spelt.en} of working time")
    if timer.kind == "duration":
        return Text(f"sau {time.vi}", f"after {time.en}")
    often = Text("", "")
    if timer.repeats is not None:
        often = Text(f", {timer.repeats} lần", f", {timer.repeats} times")
    return Text(f"cứ {time.vi}{often.vi}", f"every {time.en}{often.en}")


def event_words(event: Event | None) -> Text:
    if event is None:
        return Text("không có sự kiện", "no event")
    kind = _EVENTS[event.kind]
    if event.timer is not None:
        timer = timer_words(event.timer)
        return Text(f"{kind.vi} {timer.vi}", f"{kind.en} {timer.en}")
    return Text(f"{kind.vi} “{event.name}”", f"{kind.en} “{event.name}”") if event.name else kind


def wait_words(wait: Wait | None) -> Text:
    if wait is None or wait.clock == "run":
        return Text("đồng hồ chạy", "the clock runs")
    reasons = {
        "notice": Text("niêm yết", "public notice"),
        "payment": Text("chờ nộp tiền", "waiting for payment"),
        "supplement": Text("chờ bổ sung", "waiting for a supplement"),
        "other": Text("lý do khác", "another reason"),
    }
    why = reasons[wait.reason]
    return Text(f"đồng hồ dừng ({why.vi})", f"the clock stands ({why.en})")


def loop_words(loop: Loop | None, side: Side) -> Text:
    """How often an activity is done."""
    if loop is None:
        return Text("một lần", "once")
    if loop.kind == "standard":
        while_ = condition_words(loop.condition, side)
        most = f", {loop.maximum}" if loop.maximum is not None else ""
        first = Text(" (hỏi trước)", " (asked first)") if loop.test_before else Text("", "")
        return Text(
            f"lặp khi {while_.vi}{most and f'{most} lần là nhiều nhất'}{first.vi}",
            f"again while {while_.en}{most and f'{most} times at most'}{first.en}",
        )
    return _over_list(loop, side)


def _over_list(loop: Loop, side: Side) -> Text:
    kind = Text("cùng lúc", "at once") if loop.kind == "parallel" else Text("lần lượt", "in turn")
    over = (
        Text(f"{loop.cardinality} lần", f"{loop.cardinality} times")
        if loop.cardinality is not None
        else Text(f"mỗi dòng của “{loop.items}”", f"each row of “{loop.items}”")
    )
    ends = condition_words(loop.completion, side) if loop.completion else None
    until = Text(f", đến khi {ends.vi}", f", until {ends.en}") if ends else Text("", "")
    return Text(f"{over.vi}, {kind.vi}{until.vi}", f"{over.en}, {kind.en}{until.en}")


def kind_words(node: Node) -> Text:
    return KINDS.get(node.kind, Text(node.kind, node.kind))
