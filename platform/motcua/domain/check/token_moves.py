"""The moves of the token game: what tokens do by themselves, and which of them need not wait for each other.

Automatic elements run first, as in the engine. Of waiting tokens that neither change nor are changed by what
others may do the first one is played alone; the order makes no difference then (persistent sets, Godefroid 1996).
"""

from __future__ import annotations

from itertools import combinations

from motcua.domain.check.token_board import Board
from motcua.domain.check.token_marking import Draft, Marking, Path, Token, draft_of
from motcua.domain.check.token_net import name_of
from motcua.domain.check.token_waiting import AT_ONCE, CALM, IN_ANY_ORDER, JOIN, Moves, Waiting
from motcua.domain.process.process import Flow, Node

MOST_SUBSETS = 4


class Player:
    """Plays one region: the process or a sub-process, with the open sub-processes inside it."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.net = board.net
        self.waiting = Waiting(board)
        self._calm: set[Token] = set()

    def start(self) -> Draft:
        """The first marking."""
        draft = Draft([], {})
        self.board.open(draft, (), self.board.root)
        return draft

    def is_final(self, marking: Marking) -> bool:
        """Whether everything has come to its end."""
        return marking.gone or all(not token.path and self.board.is_parked(token) for token in marking.tokens)

    def moves(self, marking: Marking) -> tuple[list[Draft], list[Draft]]:
        """What may follow: by the tokens themselves, and by what breaks in from outside.

        Of calm tokens only the first is played: the others are not worked out again once they are known as calm. A
        join with branches missing is looked at once, not for each token that waits at it.
        """
        found: dict[int, list[Draft]] = {}
        incomplete: set[tuple[Path, str]] = set()
        for token in sorted(set(marking.tokens), key=self._rank):
            if CALM in found and token in self._calm:
                continue
            join = self._join(token)
            if join in incomplete:
                continue
            urgency, drafts = self._of(marking, token)
            if not drafts:
                if join is not None:
                    incomplete.add(join)
                continue
            if urgency == AT_ONCE:
                return drafts, []
            if urgency == CALM:
                self._calm.add(token)
            if urgency != CALM or CALM not in found:
                found.setdefault(urgency, []).extend(drafts)
        first = min(found, default=JOIN)
        if first <= JOIN and found:
            return found[first], []
        return found.get(first, []), list(self.waiting.breaking_in(marking))

    def _join(self, token: Token) -> tuple[Path, str] | None:
        """The parallel join, and the instance, at which a token waits for others."""
        flow = self.net.flows.get(token.place)
        if flow is None or self.net.nodes[flow.target].kind != "parallelGateway":
            return None
        return token.path, flow.target

    def _rank(self, token: Token) -> tuple[int, Token]:
        return self.net.rank[self.board.position(token)], token

    def _of(self, marking: Marking, token: Token) -> Moves:
        flow = self.net.flows.get(token.place)
        if flow is None:
            return self.waiting.of(marking, token, self.net.nodes[token.place])
        node = self.net.nodes[flow.target]
        match node.kind:
            case "exclusiveGateway":
                outs = self.net.outgoing[node.id]
                return AT_ONCE, [self._split(marking, [token], node, [out]) for out in outs]
            case "parallelGateway":
                return AT_ONCE, self._parallel(marking, token, node)
            case "inclusiveGateway":
                return self._inclusive(marking, token, node)
            case "endEvent":
                return self._end(marking, token, node)
            case _:
                return self._enter(marking, token, node)

    def _split(self, marking: Marking, taken: list[Token], node: Node, out: list[Flow]) -> Draft:
        draft = draft_of(marking)
        self.board.seen.add(node.id)
        for token in taken:
            draft.take(token)
        for flow in out:
            self.board.arrive(draft, taken[0].path, flow, all(token.aside for token in taken))
        return draft

    def _arrived(self, marking: Marking, token: Token, node: Node) -> dict[str, Token]:
        """The tokens at the flows into a join, one of each marked flow, those on the way itself first."""
        flows = {flow.id for flow in self.net.incoming[node.id]}
        there = [one for one in marking.tokens if one.path == token.path and one.place in flows]
        return {one.place: one for one in sorted(there, key=lambda one: one.aside, reverse=True)}

    def _parallel(self, marking: Marking, token: Token, node: Node) -> list[Draft]:
        arrived = self._arrived(marking, token, node)
        if len(arrived) < len(self.net.incoming[node.id]):
            return []
        return [self._split(marking, list(arrived.values()), node, list(self.net.outgoing[node.id]))]

    def _inclusive(self, marking: Marking, token: Token, node: Node) -> Moves:
        """BPMN 2.0, 13.4.4: the join waits for the tokens that can still come by a flow without one."""
        if len(self.net.incoming[node.id]) == 1:
            return AT_ONCE, [self._split(marking, [token], node, out) for out in self._subsets(node)]
        arrived = self._arrived(marking, token, node)
        feeding = self.net.feeding[node.id]
        elsewhere = [
            self.board.position(one)
            for one in marking.tokens
            if one.path == token.path and one.place not in feeding and not self.board.is_parked(one)
        ]
        for flow, sources in feeding.items():
            marked = (feeding[other] for other in arrived)
            reaches = [key for key in elsewhere if key in sources] if flow not in arrived else []
            if reaches and not set(reaches) <= frozenset().union(*marked):
                return JOIN, []
        outs = (
            self._subsets(node) if len(self.net.outgoing[node.id]) > 1 else [list(self.net.outgoing[node.id])]
        )
        return JOIN, [self._split(marking, list(arrived.values()), node, out) for out in outs]

    def _subsets(self, node: Node) -> list[list[Flow]]:
        """The branches that may be taken together: all subsets of up to four, else one, two, or all at once."""
        flows = list(self.net.outgoing[node.id])
        others = [flow for flow in flows if flow.id != node.default_flow or len(flows) == 1]
        sizes = range(1, len(others) + 1) if len(others) <= MOST_SUBSETS else (1, 2, len(others))
        found = [list(chosen) for size in sizes for chosen in combinations(others, size)]
        return found + [[flow] for flow in flows if flow not in others]

    def _end(self, marking: Marking, token: Token, node: Node) -> Moves:
        if node.event is None:
            return AT_ONCE, []
        self.board.seen.add(node.id)
        draft = draft_of(marking)
        draft.take(token)
        if node.event.kind == "terminate":
            draft.clear(token.path)
            return AT_ONCE, [draft]
        if node.event.kind not in ("error", "escalation"):
            return self._order(node), self.board.throw(draft, node)
        catcher = next(self.net.catchers(node, node.event.kind, node.event.name), None)
        if catcher is not None:
            self.board.caught(draft, token.path, catcher)
        elif node.event.kind == "error":
            draft.gone = True
        return IN_ANY_ORDER, [draft]

    def _order(self, node: Node) -> int:
        return IN_ANY_ORDER if self.net.is_tangled(node) else AT_ONCE

    def _enter(self, marking: Marking, token: Token, node: Node) -> Moves:
        """A token gets to an element at which something is thrown, or caught as soon as a token is there."""
        draft = draft_of(marking)
        draft.take(token)
        if node.kind in ("intermediateThrowEvent", "sendTask"):
            return self._throw_and_pass(draft, token, node)
        if not self.board.arms(node):
            self.board.go_on(draft, token.path, node, token.aside)
            return AT_ONCE, [draft]
        for catcher in self.board.waiting_for(node):
            name = name_of(catcher)
            if name and name[0] == "message" and self.net.is_tangled(catcher) and draft.fetch(name[1]):
                there = Token(token.path, node.id, token.aside)
                draft.tokens.append(there)
                self.board.seen.add(node.id)
                self.board.take(draft, there, catcher)
                return IN_ANY_ORDER, [draft]
        self.board.rest(draft, token.path, node, token.aside)
        return IN_ANY_ORDER, [draft]

    def _throw_and_pass(self, draft: Draft, token: Token, node: Node) -> Moves:
        if node.event is not None and node.event.kind == "escalation":
            catcher = next(self.net.catchers(node, "escalation", node.event.name), None)
            if catcher is not None:
                self.board.caught(draft, token.path, catcher)
            if catcher is None or not catcher.is_interrupting:
                self.board.go_on(draft, token.path, node, token.aside)
            self.board.seen.add(node.id)
            return IN_ANY_ORDER, [draft]
        drafts = self.board.throw(draft, node)
        for one in drafts:
            self.board.go_on(one, token.path, node, token.aside)
        return self._order(node), drafts
