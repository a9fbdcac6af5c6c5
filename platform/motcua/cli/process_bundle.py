"""`motcua process bundle …`: a procedure out of this installation as one file, and into it as a draft."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from motcua.bootstrap import opened_house
from motcua.cli.output import print_json
from motcua.contrib.bundle_file import MAX_BYTES
from motcua.domain.errors import MotcuaError, ValidationError
from motcua.domain.people.permissions import SYSTEM, Actor
from motcua.domain.text import Language, Text
from motcua.services.accounts import accounts
from motcua.services.process import bundles, new_drafts
from motcua.services.process.bundles import Bundle
from motcua.services.process.new_drafts import Wanted
from motcua.services.work import Work
from motcua.store.accounts import account as stored_accounts

_LANG = click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
_WROTE = Text("Đã ghi {path}.", "Wrote {path}.")
_DRAFTED = Text("Đã tạo bản thảo {draft}.", "Made draft {draft}.")
_UNKNOWN = Text("Không có thủ tục {code} đang dùng.", "No procedure {code} is in use.")
_NOBODY = Text("Không có tài khoản {login}.", "There is no account {login}.")
_ASK = Text(
    "Biểu mẫu khác với ở đây: {forms}. Thêm --forms ours để dùng của ta, hoặc --forms theirs để bản thảo dùng của gói.",
    "Forms differ from those here: {forms}. Add --forms ours to use ours, or --forms theirs for the draft to use theirs.",
)


@click.group()
def bundle() -> None:
    """A procedure as one file between installations."""


@bundle.command("export")
@click.argument("code")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@_LANG
def export(code: str, output: Path, lang: Language) -> None:
    """Write the version in use of the procedure CODE as a bundle.

    Exit code 0: written; 2: there is no such procedure in use.
    """
    with opened_house() as house, house.work() as work:
        row = new_drafts.known(work, code)
        if row is None or row.version_id is None:
            raise click.UsageError(_UNKNOWN.format(code=code).in_(lang))
        exported = bundles.of_version(work, SYSTEM, row.version_id)
    output.write_bytes(exported.content)
    click.echo(_WROTE.format(path=output).in_(lang))


@bundle.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LANG
def show(file: Path, lang: Language) -> None:
    """Say as JSON what a bundle holds. Exit code 0: it is sound; 2: it is refused."""
    print_json(_contents(_opened(file, lang)))


@bundle.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "login", required=True, help="Sign-in name of the author: his right to draw is asked.")
@click.option("--code", default="", help="Another code than the bundle's.")
@click.option("--field", "field_key", default="", help="Another field than the bundle's.")
@click.option("--forms", "whose", type=click.Choice(["ours", "theirs"]), help="Whose form where they differ.")
@_LANG
def import_bundle(
    file: Path, login: str, code: str, field_key: str, whose: str | None, lang: Language
) -> None:
    """Make a draft of a bundle; nothing else changes, and a form that is here is never overwritten.

    Exit code 0: made; 2: the bundle is refused, or forms differ and it was not said whose shall hold.
    """
    opened = _opened(file, lang)
    facts = opened.facts
    try:
        with opened_house() as house, house.work() as work:
            actor = _author(work, login, lang)
            wanted = Wanted(
                code or (facts.code if facts else ""),
                facts.name if facts else opened.model.name,
                field_key or (facts.field if facts else ""),
                facts.level if facts else "",
            )
            states = bundles.compared(work, opened, wanted.field)
            differing = [form.key for form in states if form.state == "differs"]
            if differing and whose is None:
                raise click.UsageError(_ASK.format(forms=", ".join(differing)).in_(lang))
            theirs = differing if whose == "theirs" else ()
            draft_id = bundles.take(work, actor, opened, wanted, theirs, datetime.now(UTC))
    except MotcuaError as error:
        raise click.UsageError(_sentences(error, lang)) from error
    click.echo(_DRAFTED.format(draft=draft_id).in_(lang))


def _author(work: Work, login: str, lang: Language) -> Actor:
    row = stored_accounts.by_login(work.connection, login)
    actor = accounts.load(work, row.id, row.epoch) if row is not None else None
    if actor is None:
        raise click.UsageError(_NOBODY.format(login=login).in_(lang))
    return actor


def _opened(file: Path, lang: Language) -> Bundle:
    try:
        with file.open("rb") as opened:
            return bundles.opened(opened.read(MAX_BYTES + 1))
    except MotcuaError as error:
        raise click.UsageError(error.message.in_(lang)) from error


def _contents(opened: Bundle) -> dict[str, Any]:
    facts = opened.facts
    return {
        "origin": dict(opened.origin),
        "code": facts.code if facts else "",
        "name": facts.name if facts else opened.model.name,
        "field": facts.field if facts else "",
        "steps": len(opened.model.steps),
        "forms": sorted(opened.forms),
        "called": sorted(opened.called),
        "decisions": sorted(opened.decisions),
    }


def _sentences(error: MotcuaError, lang: Language) -> str:
    found = [one.message for one in error.errors] if isinstance(error, ValidationError) else [error.message]
    return " ".join(one.in_(lang) for one in found)
