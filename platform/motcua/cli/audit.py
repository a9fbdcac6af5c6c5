"""The commands `motcua audit …`: prove the log, and take the digest of a day to keep elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from motcua.bootstrap import opened_house
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.domain.errors import MotcuaError
from motcua.domain.text import Language, Text
from motcua.services.audit import audit_seal, audit_verify
from motcua.services.audit.audit_seal import Digest
from motcua.services.audit.audit_verify import Verification
from motcua.services.signing import evidence
from motcua.services.signing.evidence import Evidence


@click.group()
def audit() -> None:
    """The log of every action."""


@audit.command()
@click.option(
    "--digest",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A digest kept elsewhere; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def verify(files: Sequence[Path], as_json: bool) -> None:
    """Read the whole log and name the first row that was changed, deleted or inserted; exit code 1 when one was."""
    language = terminal_language()
    kept = {path.name: _read(path, language) for path in files}
    with opened_house() as house:
        result = audit_verify.verify(house, datetime.now(UTC), kept)
    if as_json:
        print_json(_as_data(result, language))
    else:
        click.echo(_sentence(result).in_(language))
    sys.exit(0 if result.is_sound else 1)


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def papers(as_json: bool) -> None:
    """Read every stored file, slip, signature and seal and name those that were changed; exit code 1 when one was."""
    language = terminal_language()
    with opened_house() as house:
        result = evidence.verify(house, datetime.now(UTC))
    wrong = [
        {"kind": one.kind, "subject": one.subject, "sentence": one.sentence.in_(language)}
        for one in result.wrong
    ]
    if as_json:
        print_json({"is_sound": result.is_sound, "counted": result.counted, "wrong": wrong})
    else:
        click.echo("\n".join(one["sentence"] for one in wrong) or _counted(result).in_(language))
    sys.exit(0 if result.is_sound else 1)


@audit.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="A day that is over.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def digest(day: datetime, output: Path | None) -> None:
    """Write the digest of a day as JSON, to be signed and kept where nobody of this system can change it."""
    with opened_house() as house:
        try:
            taken = audit_seal.digest(house, day.date(), datetime.now(UTC))
        except MotcuaError as error:
            raise click.ClickException(error.message.in_(terminal_language())) from None
    if output is None:
        print_json(taken.to_dict())
        return
    output.write_text(json.dumps(taken.to_dict(), indent=2) + "\n", encoding="utf-8")
    click.echo(str(output))


def _read(path: Path, language: Language) -> Digest:
    try:
        return audit_seal.read(json.loads(path.read_bytes()))
    except MotcuaError as error:
        raise click.ClickException(f"{path.name}: {error.message.in_(language)}") from None
    except ValueError:
        message = Text("tệp không phải JSON.", "the file is no JSON.")
        raise click.ClickException(f"{path.name}: {message.in_(language)}") from None


def _counted(result: Evidence) -> Text:
    return Text(
        "Nguyên vẹn: {content} nội dung tệp, {slip} phiếu, {signature} chữ ký số, {seal} lần niêm phong.",
        "Intact: {content} file contents, {slip} slips, {signature} signatures, {seal} seals.",
    ).format(**result.counted)


def _sentence(result: Verification) -> Text:
    if result.finding is not None:
        return result.finding.sentence
    return Text(
        "Nhật ký nguyên vẹn: {rows} dòng, chuỗi đến số {number}, {digests} bản tóm lược.",
        "The log is intact: {rows} rows, chain up to number {number}, {digests} digests.",
    ).format(**asdict(result))


def _as_data(result: Verification, language: Language) -> dict[str, object]:
    finding = result.finding
    return {
        **asdict(result),
        "is_sound": result.is_sound,
        "finding": asdict(finding) | {"sentence": finding.sentence.in_(language)} if finding else None,
    }
