"""The commands `motcua procedure …`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from motcua import settings
from motcua.bootstrap import opened_house
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.domain.errors import MotcuaError
from motcua.domain.people.permissions import SYSTEM
from motcua.services.forms import shared_fields
from motcua.services.process import library, procedures
from motcua.services.process.procedures import UnfitModelError


@click.group()
def procedure() -> None:
    """Procedures of the catalogue."""


@procedure.command("load")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--forms", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of e-forms."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def load(paths: tuple[Path, ...], forms: Path | None, as_json: bool) -> None:
    """Release the procedures of BPMN files or folders; unchanged ones stay as they are."""
    results: list[dict[str, object]] = []
    failed = False
    with opened_house() as house:
        with house.work() as work:
            shared_fields.install(work, datetime.now(UTC))
            work.commit()
        for path, source in library.sources(paths, forms or settings.content("forms")):
            try:
                with house.work() as work:
                    released = procedures.release(work, SYSTEM, source, datetime.now(UTC))
            except MotcuaError as error:
                failed = True
                results.append({"file": str(path), "code": error.code, "errors": _sentences(error)})
            else:
                results.append(
                    {
                        "file": str(path),
                        "procedure": released.code,
                        "name": released.name,
                        "version": released.number,
                        "released": released.is_new,
                    }
                )
        for loose in library.loose_forms_of(paths, forms or settings.content("forms")):
            with house.work() as work:
                procedures.load_forms(work, loose.field, loose.name, loose.forms, datetime.now(UTC))
            results.append({"field": loose.field, "name": loose.name.vi, "forms": len(loose.forms)})
    if as_json:
        print_json(results)
    else:
        for result in results:
            click.echo("  ".join(str(value) for value in result.values()))
    sys.exit(1 if failed else 0)


@procedure.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def list_procedures(as_json: bool) -> None:
    """The active procedures with their current versions."""
    with opened_house() as house, house.work() as work:
        rows = [
            {
                "code": row.code,
                "name": row.name,
                "field": row.field,
                "level": row.level,
                "version": row.number,
            }
            for row in procedures.search(work, "")
        ]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(f"{row['code']:<12} v{row['version']}  {row['name']}")


def _sentences(error: MotcuaError) -> list[str]:
    language = terminal_language()
    if isinstance(error, UnfitModelError):
        return [
            f"{finding.element}: {finding.message.in_(language)}"
            for finding in error.findings
            if finding.severity == "error"
        ]
    return [error.message.in_(language)]
