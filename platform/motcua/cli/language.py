"""The language a command speaks on a terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping

from motcua.domain.text import Language

VARIABLES = ("MOTCUA_LANG", "LC_ALL", "LANG")


def terminal_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Vietnamese or English, by the first of MOTCUA_LANG, LC_ALL, LANG that is set; English by default."""
    chosen = next((value for name in VARIABLES if (value := environ.get(name))), "")
    return "vi" if chosen.lower().startswith("vi") else "en"
