"""The table of docs/actions.md, made from the actions themselves: `python -m tools.action_table` writes it anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from motcua.domain.dossier.dossier import ACTIONS, STATE_NAMES, Action

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "actions.md"
HEAD: Final = (
    "| Action | Vietnamese | From | To | Who | Must be given | Clock | The applicant is told |\n"
    "|---|---|---|---|---|---|---|---|"
)
WORDS: Final = {
    "none": "–",
    "start": "starts",
    "hand_on": "goes on with the next step",
    "wait_supplement": "by `clock.supplement_policy`",
    "wait_payment": "by `clock.payment_wait`",
    "pause": "stands",
    "resume": "goes on",
    "end": "ends",
    "extend": "more time",
    "apologise": "new appointment",
    "reopen": "goes on from the reopening",
}


def table() -> str:
    """The whole table in Markdown, in the order of the declarations."""
    return "\n".join([HEAD, *(_row(action) for action in ACTIONS.values())])


def _row(action: Action) -> str:
    to = action.target or "as before"
    who = f"`{action.right}`" if action.right else action.by
    cells = (
        f"`{action.key}`",
        action.name.vi,
        _states(action.sources),
        to,
        who,
        _given(action),
        WORDS[action.clock],
        action.tells or "–",
    )
    return f"| {' | '.join(cells)} |"


def _states(sources: Sequence[str]) -> str:
    return "any open" if set(sources) >= set(STATE_NAMES) else ", ".join(sources) or "–"


def _given(action: Action) -> str:
    wanted = [one for one in action.inputs if one not in action.optional]
    slip = [f"slip: {action.slip}"] if action.slip else []
    return ", ".join([*wanted, *slip]) or "–"


def main() -> None:
    """Write the page with today's table under its introduction."""
    introduction, _, _ = PAGE.read_text(encoding="utf-8").partition("| Action |")
    PAGE.write_text(f"{introduction}{table()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
