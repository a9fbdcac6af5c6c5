"""The commands `motcua account …`: the first administrator of an installation, and the way back when nobody is left."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from motcua.bootstrap import opened_house
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.domain.errors import MotcuaError, ValidationError
from motcua.domain.people.agency import AgencyFacts
from motcua.domain.text import Text
from motcua.services.accounts import founding
from motcua.services.accounts.account_wish import Wanted


@click.group()
def account() -> None:
    """The accounts that the pages of the administration cannot give."""


@account.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--title", default="", help="His office.")
@click.option("--email", default="", help="Where codes for a forgotten password go.")
@click.option(
    "--province-code", default="", help="The province's code, such as H50, while there is none yet."
)
@click.option("--province-name", default="", help="The full name of its People's Committee.")
@click.option("--calendar", default="A", show_default=True, help="A calendar that comes with the program.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def first(
    login: str,
    name: str,
    title: str,
    email: str,
    province_code: str,
    province_name: str,
    calendar: str,
    as_json: bool,
) -> None:
    """Issue a first top administrator's account: one, or two where a second person decides on accounts."""
    province = AgencyFacts(
        province_code, province_name, "", "tinh", place=province_name, calendar_code=calendar, receives=False
    )
    with opened_house() as house, house.work() as work:
        try:
            made = founding.found(work, province, Wanted(login, name, 0, title, email), datetime.now(UTC))
        except MotcuaError as error:
            raise _refused(error) from None
    _tell(made.login, made.password, as_json=as_json)


@account.command("open")
@click.argument("login")
@click.option("--finding", required=True, help="How the holder was verified.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def open_again(login: str, finding: str, as_json: bool) -> None:
    """Open an account again that was locked by a report, when no administrator is left who could."""
    with opened_house() as house, house.work() as work:
        try:
            password = founding.open_again(work, login, finding, datetime.now(UTC))
        except MotcuaError as error:
            raise _refused(error) from None
    _tell(login, password, as_json=as_json)


def _tell(login: str, password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"login": login, "password": password})
        return
    words = Text(
        f"Tài khoản {login}, mật khẩu dùng lần đầu: {password}\nMật khẩu chỉ hiện một lần, phải đổi khi đăng nhập.",
        f"Account {login}, first password: {password}\nIt is shown this once and must be changed at the first sign-in.",
    )
    click.echo(words.in_(terminal_language()))


def _refused(error: MotcuaError) -> click.ClickException:
    language = terminal_language()
    if isinstance(error, ValidationError):
        return click.ClickException(
            "\n".join(f"{one.pointer.strip('/')}: {one.message.in_(language)}" for one in error.errors)
        )
    return click.ClickException(error.message.in_(language))
