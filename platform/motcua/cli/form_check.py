"""The command `motcua form check`: everything that is wrong with forms, before anybody publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from motcua.cli.form_files import read_json
from motcua.cli.output import print_json
from motcua.domain.forms.form_review import FormFinding, review
from motcua.domain.text import Text

_SEVERITY = {"error": Text("lỗi", "error"), "warning": Text("nên xem", "advice")}


@click.command()
@click.argument("schemas", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of sentences."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(schemas: tuple[Path, ...], lang: str, as_json: bool) -> None:
    """Findings of each form in SCHEMAS by JSON pointer, errors first.

    Exit code 0: nothing keeps them from being published. 1: something does. 2: a file cannot be read or is not JSON.
    """
    found = {str(path): _reviewed(read_json(path, lang)) for path in schemas}
    if as_json:
        print_json({path: [_told(one, lang) for one in findings] for path, findings in found.items()})
    else:
        for path, findings in found.items():
            _print(path, findings, lang)
    if any(one.severity == "error" for findings in found.values() for one in findings):
        click.get_current_context().exit(1)


def _reviewed(schema: object) -> tuple[FormFinding, ...]:
    return review(schema if isinstance(schema, Mapping) else {"type": "array"})


def _told(one: FormFinding, lang: str) -> dict[str, str]:
    return {
        "severity": one.severity,
        "code": one.code,
        "pointer": one.pointer,
        "message": one.message.in_(lang),
    }


def _print(path: str, findings: tuple[FormFinding, ...], lang: str) -> None:
    for one in findings:
        click.echo(
            f"{path}{one.pointer or '/'}: {_SEVERITY[one.severity].in_(lang)}: {one.message.in_(lang)}"
        )
    if not findings:
        click.echo(f"{path}: {Text('không có gì phải sửa.', 'nothing to put right.').in_(lang)}")
