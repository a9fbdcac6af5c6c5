"""The evaluator that stands where SpiffWorkflow expects a Python script engine.

SpiffWorkflow evaluates conditions with `eval` and scripts with `exec`. Authors of models are not to run Python
on the server, so conditions go to the platform's own expression language and scripts are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from motcua.domain.conditions import parse_condition
from motcua.domain.errors import InputError
from motcua.domain.text import Text


class ScriptRefusedError(InputError):
    """A model asked for a script to be run."""

    code = "script_refused"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Quy trình không được chứa mã lệnh. Hãy thay bằng bước, điều kiện hoặc dịch vụ đã đăng ký.",
                "A process may not contain scripts. Use a step, a condition or a registered service instead.",
            )
        )


class ConditionEngine:
    """Evaluates conditions over `values`, the dossier's form data; task data of the engine stay empty."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> bool:
        """Whether the condition holds; raises ConditionError (unknown name, wrong type, not a yes-or-no)."""
        return parse_condition(expression).holds(self.values)

    def execute(self, task: Any, script: str, external_context: object = None) -> NoReturn:
        raise ScriptRefusedError

    def call_service(self, task: Any, **kwargs: object) -> NoReturn:
        raise ScriptRefusedError
