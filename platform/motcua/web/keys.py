"""Numbers of records as addresses and forms name them: what the database could not hold names nothing."""

from __future__ import annotations

from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST: Final = 2**63 - 1


class _Key(IntegerConverter):
    def to_python(self, value: str) -> int:
        """Not found rather than an error of the database."""
        number: int = super().to_python(value)
        if number > LARGEST:
            raise ValidationError
        return number


def register_keys(app: Flask) -> None:
    """Bound every number in an address. Comes before the addresses are added."""
    app.url_map.converters["int"] = _Key


def record_key(value: str) -> int:
    """A number from a form or query, for `type=`; raises ValueError for what can be no record's."""
    number = int(value)
    if not 0 <= number <= LARGEST:
        raise ValueError(value)
    return number
