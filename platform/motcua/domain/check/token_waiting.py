"""What waiting tokens may do: be completed, get what they wait for, be interrupted, and what breaks in at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from motcua.domain.check.token_board import Board
from motcua.domain.check.token_marking import Draft, Marking, Path, Token, draft_of
from motcua.domain.check.token_net import CATCHES, name_of
from motcua.domain.check.token_quiet import quiet_nodes
from motcua.domain.process.process import Node

AT_ONCE, IN_ANY_ORDER, JOIN, CALM, WAIT = range(5)
"""How soon a move is made: automatic ones first, inclusive joins when nothing else is automatic, then waiting ones."""

Moves = tuple[int, list[Draft]]
"""How soon the moves are made, and the drafts they lead to."""


class Waiting:
    """The moves of tokens that rest at an element of `board`."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.net = board.net
        self.quiet = quiet_nodes(board)

    def of(self, marking: Marking, token: Token, node: Node) -> Moves:
        """What the token at `node` may do."""
        if node.kind == "endEvent":
            return AT_ONCE, []
        if node.id in self.net.opened:
            return self._open_sub(marking, token, node)
        how = CALM if node.id in self.quiet else WAIT
        if node.kind == "boundaryEvent":
            return how, [self._moved(marking, token, None), self._moved(marking, token, node)]
        if node.is_event_sub:
            return CALM, self._completed(marking, token, node, None)
        if node.kind == "eventBasedGateway":
            choices = [
                one for one in self.board.waiting_for(node) if one.event and not self._is_internal(one)
            ]
            return how, [self._moved(marking, token, one) for one in choices]
        beside = self._by_boundary(marking, token, node)
        if node.kind not in CATCHES:
            return how, self._completed(marking, token, node, node) + beside
        if not self._is_internal(node):
            return how, [self._moved(marking, token, node), *beside]
        name = node.event.name if node.event else ""
        if name_of(node) in self.net.simple and dict(marking.mail).get(name, 0):
            return AT_ONCE, [self._moved(marking, token, node, name)]
        return WAIT, beside

    def _is_internal(self, node: Node) -> bool:
        return name_of(node) in self.net.internal

    def _moved(self, marking: Marking, token: Token, to: Node | None, mail: str = "") -> Draft:
        draft = draft_of(marking)
        self.board.end(draft, token)
        if mail:
            draft.fetch(mail)
        if to is not None:
            self.board.go_on(draft, token.path, to, token.aside)
        return draft

    def _completed(self, marking: Marking, token: Token, node: Node, to: Node | None) -> list[Draft]:
        can_complete = node.id not in self.board.endless
        loop = node.loop
        may_skip = loop is not None and (
            loop.test_before if loop.kind == "standard" else loop.cardinality in (None, 0)
        )
        vanishes = to is None and token.aside
        return [self._moved(marking, token, to)] if can_complete or may_skip or vanishes else []

    def _by_boundary(self, marking: Marking, token: Token, node: Node) -> list[Draft]:
        """Interrupted at the element: by the clock or from outside, by its own error."""
        found = []
        for one in self.net.boundaries[node.id]:
            if one.is_interrupting and (self.net.is_outside(one) or one.id in self._own_errors(node)):
                found.append(self._moved(marking, token, one))
        return found

    def _own_errors(self, node: Node) -> frozenset[str]:
        """The events attached to an element or around it that it can set off by failing, or from inside."""
        if node.kind == "serviceTask":
            return frozenset(one.id for one in self.net.catchers(node, "error", None))
        return self.board.inner.get(node.id, frozenset())

    def _open_sub(self, marking: Marking, token: Token, node: Node) -> Moves:
        how = IN_ANY_ORDER if self.board.arms(node) else AT_ONCE
        if not token.extra:
            drafts = [self._opened(marking, token, node, rounds) for rounds in _rounds(node)]
            if token.aside and self._may_not_have_come(node):
                drafts.append(self._moved(marking, token, None))
            return how, drafts
        inside = [one for one in marking.tokens if self.board.is_inside(one, token)]
        running = {one.path for one in inside if not self.board.is_parked(one)}
        left = self.board.left(token)
        to = None if node.is_event_sub else node
        may_end = node.loop is not None and bool(node.loop.completion)
        if running:
            return how, []
        drafts = []
        if left:
            again = draft_of(marking)
            self.board.end(again, token)
            host = self.board.host(again, token.path, node, token.aside, left - 1)
            self.board.open(again, self.board.instance(host, 0), node.id)
            drafts.append(again)
        if not left or may_end:
            drafts.append(self._moved(marking, token, to))
        return how, drafts

    def _may_not_have_come(self, node: Node) -> bool:
        """Whether a sub-process stands for an event that happens or not, rather than for one that was thrown."""
        return node.is_event_sub and any(
            self.net.is_outside(start) for start in self.net.scopes[node.id].starts
        )

    def _opened(self, marking: Marking, token: Token, node: Node, rounds: int) -> Draft:
        if not rounds:
            return self._moved(marking, token, node)
        draft = draft_of(marking)
        draft.take(token)
        beside = node.loop is not None and node.loop.kind == "parallel"
        host = self.board.host(draft, token.path, node, token.aside, 0 if beside else rounds - 1)
        for number in range(rounds if beside else 1):
            self.board.open(draft, self.board.instance(host, number), node.id)
        return draft

    def breaking_in(self, marking: Marking) -> Iterator[Draft]:
        """What may end a whole scope or loop at any moment: its own events, a failure, an answer that is enough."""
        before = draft_of(marking)
        for path, scope in self.board.instances(before):
            starts = [
                one
                for one in self.net.event_starts[scope]
                if one.is_interrupting and self.net.is_outside(one)
            ]
            if starts and not self.board.is_interrupted(before, path, scope):
                yield from (self._drafted(marking, self._begin(path, start)) for start in starts)
        for token in sorted(set(marking.tokens)):
            node = self.net.nodes.get(token.place)
            if node is None:
                continue
            if token.extra:
                yield from self._by_boundary(marking, token, node)
                yield from self._enough(marking, token, node)
            else:
                yield from self._failures(marking, token, node)

    def _enough(self, marking: Marking, token: Token, node: Node) -> Iterator[Draft]:
        """One instance of a loop has ended and its completion condition ends the others."""
        if node.loop is None or not node.loop.completion:
            return
        depth = len(token.path) + 1
        inside = [one for one in marking.tokens if self.board.is_inside(one, token)]
        running = {one.path[:depth] for one in inside if not self.board.is_parked(one)}
        if running and {one.path[:depth] for one in inside} - running:
            yield self._moved(marking, token, node)

    def _failures(self, marking: Marking, token: Token, node: Node) -> Iterator[Draft]:
        for key in sorted(self._own_errors(node)):
            catcher = self.net.nodes[key]
            if catcher.attached_to != node.id and catcher.is_interrupting:
                yield self._drafted(marking, self._caught(token, catcher))

    def _begin(self, path: Path, start: Node) -> Callable[[Draft], None]:
        return lambda draft: self.board.start_beside(draft, path, start)

    def _caught(self, token: Token, catcher: Node) -> Callable[[Draft], None]:
        return lambda draft: self.board.caught(draft, token.path, catcher, token)

    def _drafted(self, marking: Marking, change: Callable[[Draft], None]) -> Draft:
        draft = draft_of(marking)
        change(draft)
        return draft


def _rounds(node: Node) -> tuple[int, ...]:
    """How often an open sub-process is played: twice stands for any more."""
    loop = node.loop
    if loop is None:
        return (1,)
    if loop.kind == "standard":
        return (0, 1, 2) if loop.test_before else (1, 2)
    return (0, 1, 2) if loop.cardinality is None else (min(loop.cardinality, 2),)
