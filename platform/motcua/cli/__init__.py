"""The command `motcua`. One module per noun; `--json` everywhere for scripts."""

from __future__ import annotations

from importlib import import_module

import click

from motcua.settings import SettingsError

# Imported when used: counting working time must not wait for the database driver or the web framework.
COMMANDS = {
    "account": "motcua.cli.account:account",
    "audit": "motcua.cli.audit:audit",
    "bench": "motcua.cli.bench:bench",
    "clock": "motcua.cli.clock:clock",
    "db": "motcua.cli.database:db",
    "demo": "motcua.cli.demo:demo",
    "doctor": "motcua.cli.doctor:doctor",
    "dossier": "motcua.cli.dossier:dossier",
    "form": "motcua.cli.form:form",
    "generate": "motcua.cli.generate:generate",
    "payment": "motcua.cli.payment:payment",
    "procedure": "motcua.cli.procedure:procedure",
    "process": "motcua.cli.process:process",
    "serve": "motcua.cli.serve:serve",
    "signature": "motcua.cli.signature:signature",
    "slip": "motcua.cli.slip:slip",
    "worker": "motcua.cli.worker:worker",
    "worktime": "motcua.cli.worktime:worktime",
}


class LazyGroup(click.Group):
    """Imports the module of a command only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="motcua")
def main() -> None:
    """Motcua: administrative procedures from the model to the returned result."""
