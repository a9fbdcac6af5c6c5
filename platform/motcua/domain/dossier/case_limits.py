"""The limit of a procedure by the way of filing and by case (R-26): the first that fits, else the procedure's own."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.domain.conditions.condition_nodes import ConditionError
from motcua.domain.conditions.conditions import parse_condition
from motcua.domain.process.process import CaseLimit, ProcedureFacts


def limit_text_of(facts: ProcedureFacts, channel: str, answers: Mapping[str, object]) -> str:
    """The words of the limit ("17d", "same-day@15:00") of a dossier filed by `channel` with these answers.

    A case that the answers do not decide is not taken: nobody gets another limit by leaving a question out.
    """
    fitting = (one for one in facts.limits if one.channel in ("", channel) and _holds(one, answers))
    found = next(fitting, None)
    return facts.limit if found is None else found.value


def _holds(case: CaseLimit, answers: Mapping[str, object]) -> bool:
    try:
        return not case.when or parse_condition(case.when).holds(answers)
    except ConditionError:
        return False
