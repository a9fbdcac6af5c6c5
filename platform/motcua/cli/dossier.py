"""The commands `motcua dossier …`: whether a sealed dossier is still as it was sealed (F-15)."""

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
from motcua.domain.errors import MotcuaError
from motcua.domain.text import Language, Text
from motcua.services.signing import seal_package, seals, verification
from motcua.services.signing.seals import SealCheck


@click.group()
def dossier() -> None:
    """Dossiers."""


@dossier.command()
@click.argument("target")
@click.option("--seal", "number", type=click.IntRange(1), help="Which seal; the newest one unless given.")
@click.option(
    "--trust",
    "roots",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An authority's certificate to trust, for a package away from its installation; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def verify(target: str, number: int | None, roots: Sequence[Path], as_json: bool) -> None:
    """Check a seal: of the dossier with this CODE, or of a downloaded PACKAGE.zip; exit code 1 when it does not hold."""
    language, now = terminal_language(), datetime.now(UTC)
    try:
        found = _found(target, number, roots, now)
    except MotcuaError as error:
        raise click.ClickException(error.message.in_(language)) from None
    if found is None:
        message = Text("Hồ sơ này chưa được niêm phong.", "This dossier was not sealed.")
        raise click.ClickException(message.in_(language))
    if as_json:
        print_json(_as_data(found, language))
    else:
        for sentence in (_verdict(found), *found.sentences):
            click.echo(sentence.in_(language))
    sys.exit(0 if found.is_sound else 1)


def _found(target: str, number: int | None, roots: Sequence[Path], now: datetime) -> SealCheck | None:
    if not target.lower().endswith(".zip"):
        with opened_house() as house, house.work() as work:
            return next(iter(seals.check(work, target, now, number)), None)
    try:
        content = Path(target).read_bytes()
    except OSError as problem:
        raise click.ClickException(f"{target}: {problem.strerror}") from None
    if roots:
        return seal_package.check(content, trust_of_files(roots), now)
    with opened_house() as house, house.work() as work:
        return seal_package.check(content, verification.trust_of(work), now)


def _verdict(found: SealCheck) -> Text:
    if found.is_sound:
        return Text(
            f"Niêm phong lần {found.number} còn nguyên: tệp, tờ khai và chữ ký đều khớp.",
            f"Seal {found.number} holds: files, form and signature all agree.",
        )
    return Text(f"Niêm phong lần {found.number} KHÔNG còn giá trị:", f"Seal {found.number} does NOT hold:")


def _as_data(found: SealCheck, language: Language) -> dict[str, object]:
    return {
        "number": found.number,
        "is_sound": found.is_sound,
        "sealed_at": found.made_at.isoformat() if found.made_at else None,
        "signature": found.finding.to_dict(),
        "differences": [
            {"kind": one.kind, "name": one.name, "slot": one.slot, "sentence": one.sentence.in_(language)}
            for one in found.differences
        ],
    }
