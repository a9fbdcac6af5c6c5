"""What a browser says of itself, in words a person recognises: “Chrome · Windows”. Nothing is decided by it."""

from __future__ import annotations

from collections.abc import Sequence

# Browsers name their forebears too, so the first that fits counts.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def words(user_agent: str) -> str:
    """Browser and system, as far as they are known; the beginning of the name otherwise."""
    known = [one for one in (_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)) if one]
    return " · ".join(known) or user_agent.partition(" ")[0][:40]


def _first(user_agent: str, names: Sequence[tuple[str, str]]) -> str:
    return next((name for sign, name in names if sign in user_agent), "")
