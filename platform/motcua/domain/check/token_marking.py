"""Where the tokens of a process stand: the markings of the token game, and a draft of the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[int, ...]
"""Which instance of which sub-process a token stands in, from outside inwards; () in the process itself."""

MOST_MAIL = 6
MOST_ASIDE = 2


class Token(NamedTuple):
    """A token in the instance `path`, at the element or on the flow `place`.

    `aside` tokens came from something that happens beside the way and are not joined with it. `extra` numbers
    the instances of a sub-process that is played open, and counts what its loop has still to do.
    """

    path: Path
    place: str
    aside: bool = False
    extra: int = 0


class Marking(NamedTuple):
    """All tokens in order, and the messages that nobody has taken yet with their numbers.

    `gone` marks that what is played was ended by something caught outside of it.
    """

    tokens: tuple[Token, ...]
    mail: tuple[tuple[str, int], ...] = ()
    gone: bool = False


@dataclass
class Draft:
    """A marking in the making. `doubled` are the places where two tokens met, `is_lost` when three did."""

    tokens: list[Token]
    mail: dict[str, int]
    gone: bool = False
    is_lost: bool = False
    doubled: list[str] = field(default_factory=list)
    piled: list[str] = field(default_factory=list)

    def copy(self) -> Draft:
        return Draft(
            list(self.tokens), dict(self.mail), self.gone, self.is_lost, [*self.doubled], [*self.piled]
        )

    def marking(self) -> Marking:
        return Marking(
            tuple(sorted(self.tokens)),
            tuple(sorted(item for item in self.mail.items() if item[1])),
            self.gone,
        )

    def put(self, token: Token) -> None:
        """A token more. A second one at a place is noted; of those aside, and of a third one, no more is kept."""
        path, place, aside, _ = token
        same = sum(one.place == place and one.path == path and one.aside == aside for one in self.tokens)
        if token.aside:
            if same < MOST_ASIDE:
                self.tokens.append(token)
            return
        if same:
            self.doubled.append(token.place)
        if same > 1:
            self.is_lost = True
        else:
            self.tokens.append(token)

    def take(self, token: Token) -> None:
        self.tokens.remove(token)

    def clear(self, path: Path) -> None:
        """All tokens of an instance end, those of sub-processes inside it too."""
        self.tokens = [one for one in self.tokens if one.path[: len(path)] != path]

    def keep(self, which: Callable[[Token], bool]) -> None:
        self.tokens = [one for one in self.tokens if which(one)]

    def post(self, name: str) -> None:
        """A message that nobody waits for stays."""
        number = self.mail.get(name, 0) + 1
        if number > MOST_MAIL:
            self.piled.append(name)
        self.mail[name] = min(number, MOST_MAIL)

    def fetch(self, name: str) -> bool:
        """Take a message that stayed, if there is one."""
        number = self.mail.get(name, 0)
        if number:
            self.mail[name] = number - 1
        return number > 0


def draft_of(marking: Marking) -> Draft:
    return Draft(list(marking.tokens), dict(marking.mail), marking.gone)
