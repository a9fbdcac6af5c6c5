"""What a service task of a model calls: one operation of one outside system (tax, insurance, police)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from motcua.domain.text import Text

OutputKind = Literal["text", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt at an operation.

    `key` is the same at every attempt of one task of one dossier: the other system recognises by it what it has
    done already, because a call may be made again when its answer was lost. `values` are the dossier's data.
    `seconds` is how long this attempt may take; the answer is not waited for any longer.
    """

    key: str
    operation: str
    dossier_code: str
    procedure_code: str
    element: str
    attempt: int
    seconds: int
    values: Mapping[str, object]


class ServiceError(Exception):
    """The other system did not do it. `code` is stable; an error event of the model catches it by that code.

    `is_retryable`: whether the same call may succeed later. A refusal that will stay one goes to the model's
    error event at once, or to an operator. `message` is shown to operators and holds no personal data.
    """

    def __init__(self, code: str, message: str = "", *, is_retryable: bool = True) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.is_retryable = is_retryable


class ServiceTask(Protocol):
    """An operation that models name in `motcua:service operation="…"`.

    `outputs` declares the values it gives, by name; an operator who answers by hand is asked for the same.
    """

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> Text: ...

    @property
    def outputs(self) -> Mapping[str, OutputKind]: ...

    def run(self, call: Call) -> Mapping[str, object]:
        """Do it and give the outputs. Any exception counts as a failure that may be tried again, except a
        ServiceError that says otherwise."""
