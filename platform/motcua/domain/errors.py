"""The error tree. One place in `web` maps it to HTTP; every error carries a stable code and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from motcua.domain.text import Text


class MotcuaError(Exception):
    """Base of all errors that a person is told about."""

    code = "error"

    def __init__(self, message: Text) -> None:
        super().__init__(message.vi)
        self.message = message


class NotFoundError(MotcuaError):
    """The thing asked for does not exist, or the actor may not know that it does."""

    code = "not_found"


class NotAllowedError(MotcuaError):
    """The actor lacks the permission."""

    code = "not_allowed"


class ConflictError(MotcuaError):
    """The state has moved on since the page was shown; nothing was changed."""

    code = "conflict"


class InputError(MotcuaError):
    """Something given from outside is wrong; the message says how to put it right."""

    code = "invalid"


class TooManyError(InputError):
    """Tried too often; `retry_after` says how long to wait."""

    code = "too_many"

    def __init__(self, message: Text, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FieldError:
    """One problem at one field.

    `pointer` is a JSON pointer into the data ("/chu_ho/so_dinh_danh"), `code` is stable.
    """

    pointer: str
    code: str
    message: Text


class ValidationError(InputError):
    """Data that break their form; `errors` name every field."""

    code = "invalid_fields"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(
            Text(
                f"Có {len(errors)} chỗ cần sửa.",
                f"There {'is 1 thing' if len(errors) == 1 else f'are {len(errors)} things'} to correct.",
            )
        )
        self.errors = tuple(errors)
