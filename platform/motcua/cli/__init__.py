"""The command `motcua`. One module per noun; `--json` everywhere for scripts."""

from __future__ import annotations

import click

from motcua.cli.form import form
from motcua.cli.process import process
from motcua.cli.worktime import worktime


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="motcua")
def main() -> None:
    """Motcua: administrative procedures from the model to the returned result."""


main.add_command(worktime)
main.add_command(process)
main.add_command(form)
