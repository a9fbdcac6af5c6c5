"""Whether a dossier that stands at given elements of a process can go on from there and come to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from motcua.domain.check.token_game import Region, play, play_from
from motcua.domain.check.token_marking import Token
from motcua.domain.check.token_net import Net
from motcua.domain.process.process import ProcessModel

Trouble = Literal["waits", "twice", "endless", "entangled"]


class Standings:
    """Plays on from where tokens stand; what was asked once is remembered, for many dossiers stand alike."""

    def __init__(self, model: ProcessModel) -> None:
        self._net, self._regions = play(model)
        self._known: dict[object, tuple[Trouble, str] | None] = {}
        self._own = {scope: _on_the_way(self._net, scope) for scope in self._net.scopes}

    def is_played_alone(self, scope: str) -> bool:
        """Whether what stands in a sub-process can be judged without what stands around it."""
        return scope not in self._net.opened

    def trouble(
        self, scope: str, places: Collection[str], mail: Iterable[str] = ()
    ) -> tuple[Trouble, str] | None:
        """What goes wrong, and at which element, when tokens stand at `places` of one instance of `scope`.

        A place is an element, or the flow by which a token came to the join it waits at. waits: a join or an event
        waits for ever; twice: branches meet without a join; endless: the end is never reached; entangled: too many
        situations to be sure. None when every way comes to its end.
        """
        kept = sorted(name for name in mail if ("message", name) in self._net.internal)
        key = (scope, tuple(sorted(places)), tuple(kept))
        if key not in self._known:
            self._known[key] = self._played(scope, sorted(places), kept)
        return self._known[key]

    def _played(self, scope: str, places: Sequence[str], mail: Sequence[str]) -> tuple[Trouble, str] | None:
        tokens = [Token((), place, place not in self._own[scope]) for place in places]
        counted = {name: mail.count(name) for name in mail}
        return self._told(play_from(self._net, self._regions, scope, tokens, counted))

    def _told(self, region: Region) -> tuple[Trouble, str] | None:
        found: Mapping[Trouble, Sequence[str]] = {
            "waits": [token.place for token, _ in region.stuck],
            "twice": sorted(region.doubled),
            "endless": sorted(region.endless),
            "entangled": [region.scope] if region.is_bounded else [],
        }
        for trouble, places in found.items():
            if places:
                return trouble, self._element(places[0])
        return None

    def _element(self, place: str) -> str:
        flow = self._net.flows.get(place)
        return flow.target if flow is not None else place


def _on_the_way(net: Net, scope: str) -> frozenset[str]:
    """The elements and flows of a scope that its own start leads to, not only something that happens beside it."""
    ahead = [start.id for start in net.scopes[scope].starts]
    ahead += [start.parent for start in net.event_starts[scope] if start.is_interrupting]
    seen = set(ahead)
    while ahead:
        key = ahead.pop()
        flows = net.outgoing.get(key, ())
        seen.update(flow.id for flow in flows)
        onward = [flow.target for flow in flows]
        onward += [one.id for one in net.boundaries[key] if one.is_interrupting]
        fresh = [one for one in onward if one not in seen]
        seen.update(fresh)
        ahead += fresh
    return frozenset(seen)
