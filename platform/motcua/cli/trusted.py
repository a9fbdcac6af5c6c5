"""Authorities that a command is told to trust, instead of the installation's own list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from motcua.contrib.signing import certificate_file
from motcua.domain.signing.trust import KINDS, Anchor, Trust

ALWAYS: Final = datetime(1990, 1, 1, tzinfo=UTC)


def trust_of_files(paths: Sequence[Path]) -> Trust:
    """Every certificate of these files, for signatures and time stamps alike; raises ClickException."""
    anchors = []
    for path in paths:
        try:
            found = certificate_file.read(path.read_bytes())
        except (OSError, ValueError):
            raise click.ClickException(f"{path}: no certificate can be read in it") from None
        anchors += [Anchor(one, kind, ALWAYS) for one in found for kind in KINDS]
    return Trust(tuple(anchors))
