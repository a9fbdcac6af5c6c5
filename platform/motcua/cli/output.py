"""How every command prints: JSON for scripts, lines for people."""

from __future__ import annotations

import json

import click


def print_json(value: object) -> None:
    """`value` as one indented JSON document in UTF-8, dates as ISO strings."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    # Half a character from a hostile file cannot be printed; it is shown as a question mark.
    click.echo(text.encode("utf-8", "replace").decode())
