"""The visits a dossier came through, carried over: those one could no longer go back to are taken out of its past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from motcua.engine.runtime.state import (
    BAR,
    TOP,
    Token,
    Visit,
    descendants,
    format_visits,
    read_visits,
    way_back,
)

Tokens = tuple[Token, ...]
# The number of a token that is only thought of: none has it.
_NEW = -1


class Visited:
    """The past of one dossier while it is carried over."""

    def __init__(self, past: str) -> None:
        self._visits = read_visits(past)

    @property
    def text(self) -> str:
        return format_visits(self._visits.values())

    def rename(self, named: Callable[[str], str]) -> None:
        """Every visit under the name that its step has now."""
        self._visits = {key: one._replace(step=named(one.step)) for key, one in self._visits.items()}

    def keep_open(self, tokens: Tokens, is_step: Callable[[str], bool], parents: Mapping[str, str]) -> Tokens:
        """Without visits of steps that are gone, or that stand in another sub-process now."""
        around = {TOP: ""} | {token.id: token.spec for token in tokens}
        gone = [
            one
            for one in self._visits.values()
            if one.step != BAR
            and (not is_step(one.step) or around.get(one.scope, parents[one.step]) != parents[one.step])
        ]
        for one in gone:
            tokens = self._without(one.id, tokens)
        return tokens

    def keep_safe(self, tokens: Tokens, may_stand: Callable[[Sequence[Token]], bool]) -> Tokens:
        """Without visits from which the dossier, once gone back there, would not come to its end."""
        for key in sorted(self._visits):
            visit = self._visits[key]
            offered = any(visit in way_back(self._visits, one.past) for one in tokens if one.standing == "r")
            is_open = visit.scope == TOP or any(one.id == visit.scope for one in tokens)
            if offered and is_open and not may_stand(self._gone_back(visit, tokens)):
                tokens = self._without(key, tokens)
        return tokens

    def _gone_back(self, visit: Visit, tokens: Tokens) -> Sequence[Token]:
        """Where the tokens would stand after going back to a visit."""
        undone = descendants(self._visits, visit)
        ended = {token.id for token in tokens if token.past in undone}
        left: list[Token] = []
        for token in tokens:
            if token.id in ended or token.scope in ended or token.host in ended:
                ended.add(token.id)
            else:
                left.append(token)
        return [*left, Token(_NEW, visit.scope, visit.step, "r", visit.previous)]

    def _without(self, key: int, tokens: Tokens) -> Tokens:
        """Take one visit out: what came out of it came out of the one before."""
        gone = self._visits.pop(key)
        self._visits = {
            one.id: one._replace(previous=gone.previous) if one.previous == key else one
            for one in self._visits.values()
        }
        return tuple(one._replace(past=gone.previous) if one.past == key else one for one in tokens)
