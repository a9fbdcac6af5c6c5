"""`motcua process diff`: what differs between two models of a procedure, in words."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from motcua.cli.output import print_json
from motcua.cli.process_files import Forms, forms_below, forms_of, read_bytes
from motcua.domain.diff.process_diff import Change, Difference, Side, difference
from motcua.domain.errors import InputError
from motcua.domain.forms import FormDefinition
from motcua.domain.text import Language, Text
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read
from motcua.services.process.library_parts import library_root, parts_below

_SAME = Text("Hai bản giống nhau.", "The two are the same.")
_NO_PROCESS = Text(
    "{path}: không có quy trình nào chạy được trong tệp.",
    "{path}: there is no executable process in the file.",
)
_SUMMARY = Text(
    "{count} thay đổi: thêm {added} bước, bỏ {removed} bước, đổi {changed} bước.",
    "{count} changes: {added} steps added, {removed} removed, {changed} changed.",
)


@click.command("diff")
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--forms",
    "forms_root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Root of the e-forms of both: holds <field>/<form>.schema.json; names questions in conditions.",
)
@click.option(
    "--new-forms",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Root of the e-forms of NEW alone, where they differ.",
)
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON object with a list of changes.")
def diff_files(
    old: Path, new: Path, forms_root: Path | None, new_forms: Path | None, lang: Language, as_json: bool
) -> None:
    """Say what differs between two models: steps, ways, data of the procedure, questions of its forms.

    Exit code 0: nothing; 1: something; 2: a file cannot be read.
    """
    found = difference(_side(old, forms_root, lang), _side(new, new_forms or forms_root, lang))
    if as_json:
        print_json(_report(found, lang))
    else:
        _print(found, lang)
    if found.changes:
        sys.exit(1)


def _side(path: Path, forms_root: Path | None, lang: Language) -> Side:
    try:
        parts = parts_below(library_root(path))
        model = read(link(read_bytes(path, lang), parts.called, parts.decisions).bpmn).model
        if model is None:
            raise click.UsageError(_NO_PROCESS.format(path=path).in_(lang))
        known = (
            forms_of(forms_below(forms_root, lang), model.facts.field if model.facts else "")
            if forms_root
            else {}
        )
        return Side(model, _definitions(known))
    except InputError as error:
        raise click.UsageError(f"{path}: {error.message.in_(lang)}") from error


def _definitions(forms: Forms) -> dict[str, FormDefinition]:
    return {key: FormDefinition.from_schema(schema) for key, schema in forms.items()}


def _report(found: Difference, lang: Language) -> dict[str, object]:
    before, after = found.totals
    return {
        "steps": dict(found.steps),
        "total_seconds": {"old": before, "new": after},
        "changes": [_row(change, lang) for change in found.changes],
    }


def _row(change: Change, lang: Language) -> dict[str, str | None]:
    return {
        "kind": change.kind,
        "part": change.part,
        "aspect": change.aspect,
        "place": change.place.in_(lang),
        "before": change.before.in_(lang) if change.before else None,
        "after": change.after.in_(lang) if change.after else None,
        "sentence": change.sentence.in_(lang),
        "old": change.old,
        "new": change.new,
    }


def _summary(found: Difference) -> Text:
    steps = found.steps
    return _SUMMARY.format(
        count=len(found.changes), added=steps["added"], removed=steps["removed"], changed=steps["changed"]
    )


def _print(found: Difference, lang: Language) -> None:
    if not found.changes:
        click.echo(_SAME.in_(lang))
        return
    click.echo(_summary(found).in_(lang))
    for change in found.changes:
        click.echo(f"  {change.sentence.in_(lang)}")
