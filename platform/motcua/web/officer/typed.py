"""What an officer had typed when an action was refused: the page shows it again, with what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import MultiDict

from motcua.domain.errors import ConflictError, FieldError, InputError, ValidationError
from motcua.web.context import say

MARK = "paper-"


@dataclass(frozen=True)
class Typed:
    """`form` is all that was posted; `lost_files` names the uploads, which must be chosen again.

    `conflict` says why nothing could be done at all; the answers then stand only to be read and copied.
    """

    form: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: Sequence[FieldError] = ()
    conflict: str = ""
    lost_files: Sequence[str] = ()

    @property
    def opinion(self) -> str:
        """What was written, whichever field of the desk it was written in."""
        written = (self.form.get(name, "") for name in ("_opinion", "opinion", "reason"))
        return next((words for words in written if words), "")

    @property
    def checklist(self) -> dict[str, str]:
        """The desk's marks by paper key."""
        return marks_of(self.form)

    def error(self, pointer: str) -> str:
        return next((say(one.message) for one in self.errors if one.pointer == pointer), "")


def marks_of(form: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(MARK): form[name] for name in form if name.startswith(MARK)}


def refused(error: InputError | ConflictError) -> Typed:
    """What this request sent, with the reason it was refused; errors of files stand at the file input."""
    lost = [one.filename for one in request.files.values() if one.filename]
    if isinstance(error, ConflictError):
        return Typed(request.form, conflict=say(error.message), lost_files=lost)
    errors = (
        error.errors
        if isinstance(error, ValidationError)
        else [FieldError("/_files", error.code, error.message)]
    )
    return Typed(request.form, errors, lost_files=lost)


def redrawn() -> Typed:
    """What this request sent, when a button only adds or removes a row."""
    return Typed(request.form, lost_files=[one.filename for one in request.files.values() if one.filename])


NOTHING_TYPED = Typed()
