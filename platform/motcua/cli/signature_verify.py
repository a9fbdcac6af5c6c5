"""`motcua signature verify FILE`: who signed a PDF, when, and whether it holds (F-13)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from motcua.bootstrap import opened_house
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.cli.trusted import trust_of_files
from motcua.contrib.signing import inspection
from motcua.domain.signing.finding import SignatureFinding
from motcua.domain.text import Language, Text
from motcua.services.signing import verification

UNSIGNED = Text("Tệp không có chữ ký số.", "The file bears no digital signature.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    "roots",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An authority's certificate to trust instead of the installation's list; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def verify(file: Path, roots: Sequence[Path], as_json: bool) -> None:
    """Examine the signatures of a PDF; exit code 1 unless there is one and all are valid."""
    found = _found(file.read_bytes(), roots, datetime.now(UTC))
    language = terminal_language()
    if as_json:
        print_json([_as_data(one, language) for one in found])
    else:
        for line in _lines(found, language):
            click.echo(line)
    sys.exit(0 if found and all(one.is_valid for one in found) else 1)


def _found(content: bytes, roots: Sequence[Path], now: datetime) -> tuple[SignatureFinding, ...]:
    if roots:
        return inspection.inspect(content, trust_of_files(roots), now)
    with opened_house() as house, house.work() as work:
        return verification.of_bytes(work, content, now)


def _lines(found: Sequence[SignatureFinding], language: Language) -> list[str]:
    if not found:
        return [UNSIGNED.in_(language)]
    return [
        words.in_(language)
        for number, one in enumerate(found, 1)
        for words in (Text(f"{number}. {one.headline.vi}", f"{number}. {one.headline.en}"), *one.sentences)
    ]


def _as_data(one: SignatureFinding, language: Language) -> dict[str, object]:
    return {**one.to_dict(), "sentences": [words.in_(language) for words in one.sentences]}
