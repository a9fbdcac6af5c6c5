"""The error of a form's schema: where it is and how to mend it."""

from __future__ import annotations

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class SchemaError(InputError):
    """A schema Motcua cannot use; `pointer` is the JSON pointer of the place in it ("" = the root).

    `fault` names the kind of mistake, for lists of findings.
    """

    code = "schema_invalid"

    def __init__(self, pointer: str, problem: Text, *, fault: str = "unusable") -> None:
        place = pointer or "/"
        super().__init__(
            Text(f"Biểu mẫu, tại {place}: {problem.vi}", f"Form schema, at {place}: {problem.en}")
        )
        self.pointer = pointer
        self.problem = problem
        self.fault = fault


def child(pointer: str, key: object) -> str:
    """The JSON pointer of `key` under `pointer` (RFC 6901 escaping)."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
