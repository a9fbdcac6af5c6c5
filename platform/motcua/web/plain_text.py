"""Text that no person types: a NUL character is refused before any view or query sees it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, request

from motcua.domain.errors import InputError
from motcua.domain.text import Text


class UnprintableError(InputError):
    """A NUL character in the address or in a field."""

    code = "unprintable"


def register_plain_text(app: Flask) -> None:
    """Look at address, query and form of every request; JSON is looked at where it is read."""

    @app.before_request
    def refuse_nul() -> None:
        if any("\0" in text for text in _texts()):
            raise UnprintableError(
                Text(
                    "Địa chỉ hoặc nội dung gửi có ký tự không đọc được. Hãy gõ lại.",
                    "The address or what was sent has an unreadable character. Type it again.",
                )
            )


def _texts() -> Iterator[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value
