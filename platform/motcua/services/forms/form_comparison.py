"""Two versions of an e-form beside each other, in words (B-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from motcua.domain.diff.process_diff_change import Change, Side
from motcua.domain.diff.process_diff_forms import form_changes
from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.process.process import ProcedureFacts, ProcessModel

_KEY: Final = "form"
# A form is compared as the form of a procedure that has nothing else.
_ALONE: Final = ProcessModel("", "", ProcedureFacts("", "", "", "", form=_KEY), (), (), ())


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Sequence[Change]:
    """What differs, question by question; nothing for a first version or where one of the two cannot be read."""
    sides = _side(old), _side(new)
    if sides[0] is None or sides[1] is None:
        return []
    return list(form_changes(sides[0], sides[1]))


def _side(schema: Mapping[str, Any] | None) -> Side | None:
    with suppress(InputError):
        return Side(_ALONE, {_KEY: FormDefinition.from_schema(schema)}) if schema is not None else None
    return None
