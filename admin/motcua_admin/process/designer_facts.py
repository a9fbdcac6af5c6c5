"""What the designer's page tells its script, and what an examination says to it, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from motcua.domain.process.process import Step
from motcua.domain.process.process_ways import budget_seconds
from motcua.domain.process.process_words import ACTIONS, MARK_PAGES, MARK_PLACES, PHASES, SIGNERS
from motcua.domain.text import Text
from motcua.domain.time.limits import DAY_SECONDS
from motcua.services.process.draft_choices import Choice, Choices
from motcua.services.process.examination import Examined
from motcua.store.base import Record
from motcua.web.context import say


def page_facts(row: Record, chosen: Choices, *, is_read_only: bool) -> dict[str, Any]:
    """Everything the script needs to begin with, besides the drawing itself."""
    return {
        "id": row.id,
        "code": row.code,
        "name": row.name,
        "revision": row.revision,
        "savedAt": row.updated_at.isoformat(),
        "readOnly": is_read_only,
        "urls": {
            "bpmn": url_for("studio.draft_bpmn", draft_id=row.id),
            "check": url_for("studio.draft_check", draft_id=row.id),
            "condition": url_for("studio.draft_condition", draft_id=row.id),
            "copy": url_for("studio.copy_draft", draft_id=row.id),
        },
        "positions": _options(chosen.positions),
        "forms": _options(chosen.forms),
        "operations": _options(chosen.operations),
        "decisions": _options(chosen.decisions),
        "processes": _options(chosen.processes),
        "agencies": _options(chosen.agencies),
        "actions": _words(ACTIONS),
        "usualActions": list(ACTIONS),
        "phases": _words(PHASES),
        "signers": _words(SIGNERS),
        "markPages": _words(MARK_PAGES),
        "markPlaces": _words(MARK_PLACES),
    }


def examined_facts(examined: Examined) -> dict[str, Any]:
    """The findings, and the longest way against the limit, in working seconds; `seconds` is null without a budget."""
    model = examined.model
    steps = sorted(model.steps, key=lambda step: step.order) if model else ()
    names = {node.id: node.name for node in model.nodes} if model else {}
    names |= {step.id: _step_name(step) for step in steps}
    return {
        "findings": [
            {
                "code": one.code,
                "severity": one.severity,
                "element": one.element,
                "name": one.name,
                "message": say(one.message),
            }
            for one in examined.findings
        ],
        "longest": [[key, seconds] for key, seconds in examined.longest],
        "names": {key: names.get(key, key) for key, _ in examined.longest},
        "total": examined.total,
        "limit": examined.limit_seconds,
        "steps": [
            {
                "id": step.id,
                "name": _step_name(step),
                "seconds": budget_seconds(step.budget, DAY_SECONDS) if step.budget else None,
            }
            for step in steps
        ],
    }


def _step_name(step: Step) -> str:
    return say(Text(step.name, step.name_en or step.name))


def _options(chosen: Sequence[Choice]) -> list[dict[str, str]]:
    return [{"key": key, "name": say(name) or name.vi} for key, name in chosen]


def _words(words: Mapping[str, Text]) -> list[dict[str, str]]:
    return _options(list(words.items()))
