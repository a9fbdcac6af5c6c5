"""Tell a clock story by the rules of a profile: the answer for every dossier, and how it differs from what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from motcua.domain.errors import ConflictError, InputError
from motcua.domain.ledger.ledger import Ledger
from motcua.domain.ledger.ledger_chain import after
from motcua.domain.ledger.ledger_event import Chain
from motcua.domain.ledger.story import Story
from motcua.domain.ledger.story_answer import dossier_answer
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.limits import parse_budget


@dataclass(frozen=True, slots=True)
class Told:
    """A story told: `answer` is what the JSON holds, `refused` says by event number why the rules forbade it."""

    story: Story
    chain: Chain
    as_of: datetime
    answer: Mapping[str, object]
    refused: Mapping[int, Text]

    @property
    def differences(self) -> list[str]:
        return differences(self.story.expect, self.answer)


def replay(story: Story, profile: Profile) -> Told:
    """The story up to `as_of`, else to its last event (R-10). Raises SettingError for a setting that is none."""
    rules = profile.with_settings(story.settings)
    as_of = story.as_of or story.events[-1].at
    chain = Chain(story.plan, rules, story.calendars)
    refused: dict[int, Text] = {}
    for event in story.events:
        if event.at > as_of:
            break
        try:
            chain = after(chain, event)
        except ConflictError as error:
            refused[event.number] = error.message
    return Told(story, chain, as_of, _answer(story, chain, as_of, refused), refused)


def _answer(story: Story, chain: Chain, as_of: datetime, refused: Mapping[int, Text]) -> dict[str, object]:
    """The newest dossier's answer, then every dossier's by its code."""
    names = _names(chain.dossiers)
    each = {
        name: {
            **dossier_answer(chain.plan, chain.rules, ledger, as_of),
            "linked_to": names[place - 1] if ledger.linked_to else None,
        }
        for place, (name, ledger) in enumerate(zip(names, chain.dossiers, strict=True))
    }
    newest = each[names[-1]] if names else {}
    return {
        "id": story.id,
        **{key: value for key, value in newest.items() if key != "linked_to"},
        "refused": sorted(refused),
        "dossiers": each,
    }


def _names(dossiers: tuple[Ledger, ...]) -> list[str]:
    """The dossiers' codes; a dossier that came again under its code is told apart by a number."""
    names: list[str] = []
    for ledger in dossiers:
        again = sum(one.code == ledger.code for one in dossiers[: len(names)])
        names.append(f"{ledger.code}#{again + 1}" if again else ledger.code)
    return names


def differences(expected: object, found: object, where: str = "") -> list[str]:
    """Where the answer is not what was expected; what is not mentioned is not compared.

    Working time may be expected in words ("15h"), an instant without its seconds.
    """
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            return [f"{where}: {found!r} ≠ {expected!r}"]
        return [
            line
            for key, value in expected.items()
            for line in differences(value, found.get(str(key), "–"), f"{where}.{key}" if where else str(key))
        ]
    return [] if _same(expected, found) else [f"{where}: {_shown(found)} ≠ {_shown(expected)}"]


def _same(expected: object, found: object) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(found, int) and isinstance(expected, str):
        try:
            return parse_budget(expected).in_seconds() == found
        except InputError:
            return False
    if isinstance(found, str) and isinstance(expected, str | datetime):
        return found in (str(expected), f"{expected}:00")
    return expected == found


def _shown(value: object) -> str:
    return "null" if value is None else str(value)
