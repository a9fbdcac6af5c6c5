"""Rules about the agencies of a process: each once, at work at some step, with a time that its steps fit in (A-15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from motcua.domain.check.process_rules_finding import agency_name, finding, nearest
from motcua.domain.errors import InputError
from motcua.domain.process.process import AgencyPart, Finding, ProcessModel
from motcua.domain.process.process_ways import budget_seconds
from motcua.domain.process.process_words import is_agency_rule
from motcua.domain.time.duration import duration_words
from motcua.domain.time.limits import parse_budget


def agency_findings(model: ProcessModel, day_seconds: int) -> Iterator[Finding]:
    """All findings about `motcua:agency`."""
    parts = model.facts.agencies if model.facts is not None else ()
    for who, times in Counter(part.who for part in parts).items():
        if times > 1:
            name = agency_name(who)
            yield finding(
                "procedure.agency_twice",
                model,
                f"Trong các cơ quan tham gia, {name.vi} ghi {times} lần. Giữ một lần (motcua:agency).",
                f"Among the agencies taking part, {name.en} is written {times} times. Keep one (motcua:agency).",
            )
    if sum(part.is_lead for part in parts) > 1:
        yield finding(
            "procedure.agency_leads",
            model,
            "Có nhiều cơ quan chủ trì. Chỉ giữ một cơ quan chủ trì (lead ở motcua:agency).",
            "Several agencies lead. Keep one that leads (lead of motcua:agency).",
        )
    for part in parts:
        yield from _part(model, part, day_seconds)


def _part(model: ProcessModel, part: AgencyPart, day_seconds: int) -> Iterator[Finding]:
    if not is_agency_rule(part.who):
        yield finding(
            "procedure.agency_unknown",
            model,
            f"Không hiểu cơ quan tham gia “{part.who}”. Sửa lại trong tệp "
            "(motcua:agency: receiving, parent, code:H50.16 hoặc field:tên_trường).",
            f"The agency taking part “{part.who}” is not understood. Correct it in the file "
            "(motcua:agency: receiving, parent, code:H50.16 or field:field_name).",
        )
        return
    name = agency_name(part.who)
    own = [step for step in model.steps if step.agency == part.who]
    if not own:
        hint = nearest(part.who, sorted({step.agency for step in model.steps}))
        yield finding(
            "procedure.agency_unused",
            model,
            f"Không bước nào do {name.vi} làm.{hint.vi} "
            "Chọn cơ quan này ở ô “Cơ quan thực hiện” của một bước, hoặc bỏ nó khỏi các cơ quan tham gia (motcua:agency).",
            f"No step is done by {name.en}.{hint.en} "
            "Choose it in “Performed by” of a step, or take it off the agencies taking part (motcua:agency).",
            "warning",
        )
    yield from _budget(model, part, [step.budget for step in own], day_seconds)


def _budget(model: ProcessModel, part: AgencyPart, steps: list[str], day_seconds: int) -> Iterator[Finding]:
    """Quảng Trị 29/2020, Điều 16.3, 19.2: every agency has its time; no step may have more than its agency."""
    name = agency_name(part.who)
    try:
        given = parse_budget(part.budget).in_seconds(day_seconds) if part.budget else None
    except InputError:
        shown = part.budget[:40]
        yield finding(
            "procedure.agency_budget",
            model,
            f"Không hiểu thời gian “{shown}” của {name.vi}. Ghi số và đơn vị, ví dụ 3 ngày làm việc "
            '(budget="3d" ở motcua:agency).',
            f"The time “{shown}” of {name.en} is not understood. Write a number and a unit, such as 3 working days "
            '(budget="3d" of motcua:agency).',
        )
        return
    longest = max((budget_seconds(text, day_seconds) for text in steps), default=0)
    if given is not None and given < longest:
        own, step = duration_words(given), duration_words(longest)
        yield finding(
            "procedure.agency_short",
            model,
            f"Thời gian {own.vi} của {name.vi} ít hơn một bước {step.vi} của chính cơ quan đó. "
            "Giảm “Thời gian của bước”, hoặc tăng thời gian của cơ quan (budget ở motcua:agency).",
            f"The {own.en} of {name.en} are less than a step of {step.en} of its own. "
            "Reduce “Time of the step”, or give the agency more time (budget of motcua:agency).",
            "warning",
        )
