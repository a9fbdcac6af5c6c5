"""Rules about the agencies of a process: each once, at work at some step, with a time that its steps fit in (A-15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from motcua.domain.errors import InputError
from motcua.domain.limits import parse_budget
from motcua.domain.process import AgencyPart, Finding, ProcessModel
from motcua.domain.process_rules_finding import finding, nearest
from motcua.domain.process_ways import budget_seconds
from motcua.domain.process_words import is_agency_rule


def agency_findings(model: ProcessModel, day_seconds: int) -> Iterator[Finding]:
    """All findings about `motcua:agency`."""
    parts = model.facts.agencies if model.facts is not None else ()
    for who, times in Counter(part.who for part in parts).items():
        if times > 1:
            yield finding(
                "procedure.agency_twice",
                model,
                f"Cơ quan “{who}” ghi {times} lần trong motcua:agency. Giữ một.",
                f"The agency “{who}” is written {times} times in motcua:agency. Keep one.",
            )
    if sum(part.is_lead for part in parts) > 1:
        yield finding(
            "procedure.agency_leads",
            model,
            "Có nhiều cơ quan chủ trì. Chỉ một motcua:agency được ghi lead.",
            "Several agencies lead. Only one motcua:agency may say lead.",
        )
    for part in parts:
        yield from _part(model, part, day_seconds)


def _part(model: ProcessModel, part: AgencyPart, day_seconds: int) -> Iterator[Finding]:
    if not is_agency_rule(part.who):
        yield finding(
            "procedure.agency_unknown",
            model,
            f"motcua:agency: “{part.who}” không hợp lệ. Viết receiving, parent, code:H50.16 hoặc field:tên_trường.",
            f"motcua:agency: “{part.who}” is not valid. Write receiving, parent, code:H50.16 or field:field_name.",
        )
        return
    own = [step for step in model.steps if step.agency == part.who]
    if not own:
        hint = nearest(part.who, sorted({step.agency for step in model.steps}))
        yield finding(
            "procedure.agency_unused",
            model,
            f"Không bước nào do “{part.who}” làm.{hint.vi} Bỏ motcua:agency này, hoặc ghi agency ở bước.",
            f"No step is done by “{part.who}”.{hint.en} Remove this motcua:agency, or write agency on a step.",
            "warning",
        )
    yield from _budget(model, part, [step.budget for step in own], day_seconds)


def _budget(model: ProcessModel, part: AgencyPart, steps: list[str], day_seconds: int) -> Iterator[Finding]:
    """Quảng Trị 29/2020, Điều 16.3, 19.2: every agency has its time; no step may have more than its agency."""
    try:
        given = parse_budget(part.budget).in_seconds(day_seconds) if part.budget else None
    except InputError as error:
        yield finding(
            "procedure.agency_budget",
            model,
            f"motcua:agency “{part.who}”: {error.message.vi}",
            f"motcua:agency “{part.who}”: {error.message.en}",
        )
        return
    longest = max((budget_seconds(text, day_seconds) for text in steps), default=0)
    if given is not None and given < longest:
        yield finding(
            "procedure.agency_short",
            model,
            f"Cơ quan “{part.who}” được {part.budget}, ít hơn một bước của chính cơ quan đó. Xem lại hai con số.",
            f"The agency “{part.who}” has {part.budget}, less than one of its own steps. Check both numbers.",
            "warning",
        )
