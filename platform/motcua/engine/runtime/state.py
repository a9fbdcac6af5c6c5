"""What a dossier stores of its process: the tokens that stand somewhere, and the visits they came through.

The text is JSON without the specification. Only unfinished tasks are kept, so its size follows the number of
parallel branches and not the length of the process; the visits are one short string that grows by a few bytes
a step and is read only when a dossier goes back. `docs/engine.md` describes every field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from motcua.domain.errors import MotcuaError
from motcua.domain.text import Text

VERSION: Final = 2
TOP: Final = 0
BAR: Final = ""
STANDING: Final = {
    "r": "ready for a person",
    "e": "waiting for what comes from outside: a service, a timer, a message, a signal",
    "w": "waiting at a join",
    "s": "inside its sub-process",
    "m": "inside its loop",
}


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class StateError(MotcuaError):
    """The stored state cannot be read: damaged, of a newer program, or of another process version."""

    code = "engine_state"

    def __init__(self, reason: Text) -> None:
        super().__init__(
            Text(
                f"Không đọc được vị trí của hồ sơ trên quy trình: {reason.vi} Hãy báo quản trị hệ thống.",
                f"The dossier's place in its process cannot be read: {reason.en} Tell the administrator.",
            )
        )


class Token(NamedTuple):
    """One unfinished task.

    `scope` is the id of its sub-process or loop task (0 at the top), `standing` one of STANDING, `past` the id of
    the last completed visit before it (0 for none). `origin` is the flow by which a token came to its join.
    `host` is the task whose events an armed event belongs to: an activity, a scope or an event gateway.
    `number` is that of an instance in its loop, on the loop itself how many instances there are, on an armed cycle
    timer what is left of its repeats.
    """

    id: int
    scope: int
    spec: str
    standing: str
    past: int
    origin: str = ""
    host: int = 0
    number: int = 0


class Visit(NamedTuple):
    """A completed step: the visit before it on its branch (0 for none), its sub-process task, its step.

    With BAR in the place of the step: something that another branch told was heard here, so nothing goes back
    behind it.
    """

    id: int
    previous: int
    scope: int
    step: str


@dataclass(frozen=True, slots=True)
class EngineState:
    """The tokens in order of birth, the visits as text, the next free task id, and messages not taken yet.

    In texts of version 1 `origin` names the element a token came from, in later ones the flow.
    """

    next_id: int
    tokens: tuple[Token, ...]
    past: str = ""
    mail: tuple[str, ...] = ()
    version: int = VERSION


def format_visits(visits: Iterable[Visit]) -> str:
    """Visits as the `past` string: `id/previous/scope/step`, separated by spaces."""
    return " ".join("/".join(map(str, visit)) for visit in visits)


def read_visits(past: str) -> dict[int, Visit]:
    """The visits of a `past` string by id, oldest first; raises StateError when it is damaged."""
    visits = {}
    for word in past.split():
        try:
            number, previous, scope, step = word.split("/", 3)
            visits[int(number)] = Visit(int(number), int(previous), int(scope), step)
        except ValueError as error:
            raise _damaged() from error
    return visits


def dump(state: EngineState) -> str:
    """The state as compact JSON; the same state always gives the same text."""
    data = {
        "v": VERSION,
        "n": state.next_id,
        "live": [_row(token) for token in state.tokens],
        "past": state.past,
    }
    if state.mail:
        data["mail"] = state.mail
    return _ENCODER.encode(data)


def _row(token: Token) -> tuple[object, ...]:
    """The fields of a token without those at the end that say nothing."""
    if token.number:
        return token
    if token.host:
        return token[:7]
    return token[:6] if token.origin else token[:5]


def load(text: str) -> EngineState:
    """The state of a stored text; raises StateError when it is not one this program can read."""
    try:
        data = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(data, Mapping) or not isinstance(data.get("v"), int):
        raise _damaged()
    if data["v"] > VERSION:
        raise StateError(
            Text(
                "phiên bản mới hơn chương trình đang chạy.",
                "it was written by a newer program than this one.",
            )
        )
    next_id, rows, past, mail = data.get("n"), data.get("live"), data.get("past"), data.get("mail", [])
    if not isinstance(next_id, int) or not isinstance(rows, list) or not isinstance(past, str):
        raise _damaged()
    if not isinstance(mail, list) or not all(isinstance(name, str) for name in mail):
        raise _damaged()
    return EngineState(next_id, tuple(_token(row) for row in rows), past, tuple(mail), data["v"])


def _token(row: object) -> Token:
    match row:
        case [int(id), int(scope), str(spec), str(standing), int(past), *rest] if standing in STANDING:
            match rest:
                case []:
                    return Token(id, scope, spec, standing, past)
                case [str(origin), *numbers] if len(numbers) < 3 and all(type(one) is int for one in numbers):
                    return Token(id, scope, spec, standing, past, origin, *cast(list[int], numbers))
    raise _damaged()


def _damaged() -> StateError:
    return StateError(Text("dữ liệu bị hỏng.", "the stored text is damaged."))


def ancestors(visits: Mapping[int, Visit], past: int) -> Sequence[Visit]:
    """The visits a token came through, the latest first."""
    found = []
    while past:
        visit = visits.get(past)
        if visit is None or visit.previous >= past:
            raise _damaged()
        found.append(visit)
        past = visit.previous
    return found


def descendants(visits: Mapping[int, Visit], of: Visit) -> frozenset[int]:
    """The ids of a visit and of all that came out of it; visits are numbered in order of time."""
    found = {of.id}
    for visit in sorted(visits.values()):
        if visit.previous in found:
            found.add(visit.id)
    return frozenset(found)


def way_back(visits: Mapping[int, Visit], past: int) -> Sequence[Visit]:
    """The visits one may go back to, the latest first: none whose undoing would undo what was heard."""
    bars = {visit.id for visit in visits.values() if visit.step == BAR}
    found = []
    for visit in ancestors(visits, past):
        if bars and not bars.isdisjoint(descendants(visits, visit)):
            break
        found.append(visit)
    return found


def parted(visits: Mapping[int, Visit], pasts: Iterable[int]) -> tuple[int, frozenset[int]]:
    """The latest visit that lies on the way to every one of `pasts` (0 for none), and those behind it."""
    ways = [{visit.id for visit in ancestors(visits, past)} for past in pasts]
    common = set.intersection(*ways)
    return max(common, default=0), frozenset(set.union(*ways) - common)
