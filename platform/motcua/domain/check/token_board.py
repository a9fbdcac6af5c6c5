"""What a move of the token game does: tokens arrive, instances open, events are thrown and caught.

Everything works on a draft of the next marking and follows the engine's rules (docs/engine.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from motcua.domain.check.token_marking import Draft, Path, Token
from motcua.domain.check.token_net import CATCHES, Name, Net, name_of
from motcua.domain.process.process import Flow, Node

ACTIVITIES = frozenset({"userTask", "manualTask", "serviceTask", "receiveTask", "subProcess", "callActivity"})
_HOST = 16


class Board:
    """The process, or one sub-process `root`, with the open sub-processes inside it, and what was seen in it."""

    def __init__(
        self, net: Net, root: str, inner: Mapping[str, frozenset[str]], endless: Collection[str]
    ) -> None:
        """`inner`: the events around them that sub-processes played before can set off, by id.

        `endless`: those of them that never complete.
        """
        self.net = net
        self.root = root
        self.inner = inner
        self.endless = endless
        self.seen: set[str] = set()
        self.caught_outside: set[str] = set()

    def arrive(self, draft: Draft, path: Path, flow: Flow, aside: bool) -> None:
        """A token comes onto a flow; where it only has to wait at the end of it, it waits there at once."""
        node = self.net.nodes[flow.target]
        if node.kind == "endEvent" and node.event is None:
            self.seen.add(node.id)
            token = Token(path, flow.id)
            # Where branches only run to the same end nothing is done twice; a split that comes again is another matter.
            splits = len(self.net.outgoing[flow.source]) > 1
            if not aside and (splits or token not in draft.tokens):
                draft.put(token)
        elif self.is_resting(node):
            self.rest(draft, path, node, aside)
        else:
            draft.put(Token(path, flow.id, aside))

    def is_resting(self, node: Node) -> bool:
        """Whether a token waits at the element and nothing hangs on the moment at which it gets there."""
        waits = node.kind in ACTIVITIES or node.kind in ("intermediateCatchEvent", "eventBasedGateway")
        return waits and not self.arms(node)

    def arms(self, node: Node) -> bool:
        """Whether something that the process itself throws can be caught here while a token is here."""
        net = self.net
        near = (node, *net.boundaries[node.id], *net.event_starts.get(node.id, ()))
        if node.kind == "eventBasedGateway":
            near = tuple(net.nodes[flow.target] for flow in net.outgoing[node.id])
        return any(net.is_tangled(one) for one in near)

    def rest(self, draft: Draft, path: Path, node: Node, aside: bool) -> None:
        """A token waits at an element, with what may happen beside it.

        An event that does not interrupt may happen or not; it changes nothing else, so its token is there from
        the beginning and may vanish.
        """
        self.seen.add(node.id)
        draft.put(Token(path, node.id, aside))
        for one in self.net.boundaries[node.id]:
            if not one.is_interrupting and self.net.is_outside(one):
                for _ in range(2 if one.id in self.net.overlapping else 1):
                    draft.put(Token(path, one.id, True))
        for catcher in (self.net.nodes[key] for key in sorted(self.inner.get(node.id, ()))):
            if catcher.attached_to == node.id and not catcher.is_interrupting:
                draft.put(Token(path, catcher.id, True))
            elif not catcher.is_interrupting:
                self.caught(draft, path, catcher)

    def go_on(self, draft: Draft, path: Path, node: Node, aside: bool) -> None:
        """A token leaves an element by all its flows."""
        self.seen.add(node.id)
        for flow in self.net.outgoing[node.id]:
            self.arrive(draft, path, flow, aside)

    def open(self, draft: Draft, path: Path, scope: str) -> None:
        """An instance of a sub-process, or the process, begins."""
        for start in self.net.scopes[scope].starts:
            self.go_on(draft, path, start, False)
        for start in self.net.event_starts[scope]:
            if self.net.is_outside(start) and not start.is_interrupting:
                for _ in range(2 if start.parent in self.net.opened else 1):
                    self.rest(draft, path, self.net.nodes[start.parent], True)
            while self.net.is_tangled(start) and draft.fetch(start.event.name if start.event else ""):
                self.start_beside(draft, path, start)
                if start.is_interrupting:
                    return

    def start_beside(self, draft: Draft, path: Path, start: Node) -> None:
        """An event sub-process begins in the instance `path` of its scope."""
        if start.is_interrupting:
            draft.clear(path)
        self.seen.add(start.id)
        self.rest(draft, path, self.net.nodes[start.parent], not start.is_interrupting)

    def position(self, token: Token) -> str:
        """The element a token is at, or comes to next."""
        flow = self.net.flows.get(token.place)
        return flow.target if flow else token.place

    def is_parked(self, token: Token) -> bool:
        """Whether a token has come to an end and only its scope is still waited for."""
        node = self.net.nodes[self.position(token)]
        return node.kind == "endEvent" and (node.id == token.place or node.event is None)

    # Open sub-processes: the host token carries 1 + 16 × its number + the rounds its loop has still to do.

    def host(self, draft: Draft, path: Path, node: Node, aside: bool, left: int) -> Token:
        """The token that stands for an open sub-process while it runs."""
        used = {(one.extra - 1) // _HOST for one in draft.tokens if one[:2] == (path, node.id) and one.extra}
        number = next(at for at in range(len(used) + 1) if at not in used)
        token = Token(path, node.id, aside, 1 + _HOST * number + left)
        draft.tokens.append(token)
        return token

    def left(self, host: Token) -> int:
        return (host.extra - 1) % _HOST

    def instance(self, host: Token, number: int) -> Path:
        """The path of one instance of an open sub-process."""
        return (*host.path, self.family(host) * 10 + number)

    def family(self, host: Token) -> int:
        return self.net.rank[host.place] * 10 + (host.extra - 1) // _HOST

    def is_inside(self, token: Token, host: Token) -> bool:
        depth = len(host.path)
        return (
            len(token.path) > depth
            and token.path[:depth] == host.path
            and token.path[depth] // 10 == self.family(host)
        )

    def end(self, draft: Draft, token: Token) -> None:
        """A token ends, and what runs inside when it stands for an open sub-process."""
        draft.take(token)
        if token.extra:
            draft.keep(lambda one: not self.is_inside(one, token))

    def instances(self, draft: Draft) -> Iterator[tuple[Path, str]]:
        """The running instances: (path, scope)."""
        yield (), self.root
        for token in tuple(draft.tokens):
            if token.extra:
                paths = {
                    one.path[: len(token.path) + 1] for one in draft.tokens if self.is_inside(one, token)
                }
                yield from ((path, token.place) for path in sorted(paths))

    def is_interrupted(self, draft: Draft, path: Path, scope: str) -> bool:
        """Whether an event sub-process has already taken the place of what ran in an instance."""
        taking = {start.parent for start in self.net.event_starts[scope] if start.is_interrupting}
        return any(one.path == path and one.place in taking for one in draft.tokens)

    # Errors and escalations

    def caught(self, draft: Draft, path: Path, catcher: Node, thrower: Token | None = None) -> None:
        """What happens where an error or escalation thrown in the instance `path` is caught."""
        home = self.net.home(catcher)
        if home != self.root and (self.root or home not in self.net.opened):
            self.caught_outside.add(catcher.id)
            draft.gone = draft.gone or catcher.is_interrupting
            return
        depth = sum(1 for _ in self.net.around(home)) if not self.root else 0
        place = path[:depth]
        if catcher.kind == "startEvent":
            self.start_beside(draft, place, catcher)
            return
        host = thrower
        if host is None or host.place != catcher.attached_to:
            host = next(
                one for one in draft.tokens
                if one[:2] == (place, catcher.attached_to) and one.extra and path[depth] // 10 == self.family(one)
            )  # fmt: skip
        self.seen.add(catcher.id)
        if catcher.is_interrupting:
            self.end(draft, host)
        self.go_on(draft, place, catcher, host.aside or not catcher.is_interrupting)

    # Messages and signals

    def throw(self, draft: Draft, node: Node) -> list[Draft]:
        """What may come of a message or signal: one draft for each of those that may take it."""
        name = name_of(node)
        if name is None or name not in self.net.internal:
            return [draft]
        takers = list(self._takers(draft, name))
        if name[0] == "signal":
            for is_there, take in takers:
                if is_there(draft):
                    take(draft)
            return [draft]
        if name in self.net.simple or not takers:
            draft.post(name[1])
            return [draft]
        found = []
        for _, take in takers:
            found.append(draft.copy())
            take(found[-1])
        return found

    def _takers(
        self, draft: Draft, name: Name
    ) -> Iterator[tuple[Callable[[Draft], bool], Callable[[Draft], None]]]:
        """All that wait for `name`: whether each is still there in a draft, and what it does."""
        for token in sorted(set(draft.tokens)):
            node = self.net.nodes.get(token.place)
            if node is None or (node.id in self.net.opened and not token.extra):
                continue
            for catcher in self.waiting_for(node):
                if name_of(catcher) == name:
                    yield (
                        lambda now, token=token: token in now.tokens,  # type: ignore[misc]
                        lambda now, token=token, catcher=catcher: self.take(now, token, catcher),  # type: ignore[misc]
                    )
        for path, scope in self.instances(draft):
            for start in self.net.event_starts[scope]:
                if name_of(start) == name and not self.is_interrupted(draft, path, scope):
                    yield (
                        lambda now, path=path, scope=scope: (
                            (path, scope) in self.instances(now) and not self.is_interrupted(now, path, scope)
                        ),  # type: ignore[misc]
                        lambda now, path=path, start=start: self.start_beside(now, path, start),  # type: ignore[misc]
                    )

    def waiting_for(self, node: Node) -> tuple[Node, ...]:
        """The catching elements that a token at `node` stands for."""
        if node.kind == "eventBasedGateway":
            return tuple(self.net.nodes[flow.target] for flow in self.net.outgoing[node.id])
        own = (node,) if node.kind in CATCHES else ()
        return (*own, *self.net.boundaries[node.id])

    def take(self, draft: Draft, token: Token, catcher: Node) -> None:
        """A waiting token, or an event at its element, gets what it waits for."""
        beside = catcher.kind == "boundaryEvent" and not catcher.is_interrupting
        if not beside:
            self.end(draft, token)
        self.go_on(draft, token.path, catcher, token.aside or beside)
