"""The command `motcua doctor`: what is missing on this machine and how to get it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from motcua import settings
from motcua.cli.doctor_checks import Check, machine_checks
from motcua.cli.doctor_database import database_checks
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.domain.text import Language


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def doctor(as_json: bool) -> None:
    """Say what is missing and how to get it; exit code 1 when the program cannot run without it."""
    var = settings.var_directory()
    checks = [*machine_checks(var), *database_checks(var)]
    language = terminal_language()
    if as_json:
        print_json([_as_data(check, language) for check in checks])
    else:
        _print_for_people(checks, language)
    sys.exit(1 if any(check.needed and not check.is_ok for check in checks) else 0)


def _print_for_people(checks: Sequence[Check], language: Language) -> None:
    width = max(len(check.title.in_(language)) for check in checks)
    for check in checks:
        click.echo(f"{_mark(check)} {check.title.in_(language):{width}}  {check.found.in_(language)}")
        if not check.is_ok and check.advice is not None:
            click.echo(f"  {'':{width}}  → {check.advice.in_(language)}")


def _mark(check: Check) -> str:
    if check.is_ok:
        return "✓"
    return "✗" if check.needed else "!"


def _as_data(check: Check, language: Language) -> dict[str, object]:
    return {
        "code": check.code,
        "ok": check.is_ok,
        "needed": check.needed,
        "title": check.title.in_(language),
        "found": check.found.in_(language),
        "advice": None if check.is_ok or check.advice is None else check.advice.in_(language),
    }
