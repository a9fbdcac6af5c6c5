"""The token game over a whole process: everything that can happen to a dossier in it, explored up to a bound.

Each sub-process is played alone and is then one element of what is around it, unless messages or signals that
are thrown and caught inside the process cross its border; such a one is played open, as part of the process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from motcua.domain.check.token_board import Board
from motcua.domain.check.token_marking import Draft, Marking, Token
from motcua.domain.check.token_moves import Player
from motcua.domain.check.token_net import Net
from motcua.domain.process.process import Node, ProcessModel
from motcua.domain.process.process_graph import reach

MOST_MARKINGS = 5_000
MOST_MOVES = 120_000
MOST_WORK = 500_000
"""Tokens looked at in all regions together: a situation of hundreds of tokens costs as much as many small ones."""


@dataclass
class _Work:
    left: int


@dataclass
class Region:
    """What was found by playing one region; `scope` is its sub-process, "" for the process.

    `stuck`: tokens that stand for ever, with the marking they stand in. `doubled`: places where two tokens met
    that nothing beside the way explains. `endless`: elements with tokens that can never come to the end.
    `piled`: messages that can be thrown again and again without being taken. `is_bounded`: the bound was hit.
    """

    scope: str
    seen: frozenset[str]
    caught_outside: frozenset[str]
    completes: bool
    stuck: list[tuple[Token, Marking]] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)
    piled: set[str] = field(default_factory=set)
    endless: set[str] = field(default_factory=set)
    is_bounded: bool = False
    markings: int = 0

    @property
    def is_sound(self) -> bool:
        return not (self.stuck or self.doubled or self.endless or self.is_bounded)


def play(model: ProcessModel, most_markings: int = MOST_MARKINGS) -> tuple[Net, list[Region]]:
    """All regions, inner ones first. The drawing must be in order: one start in every scope, no loose flows."""
    net = Net(model)
    inner: dict[str, frozenset[str]] = {}
    endless: set[str] = set()
    work = _Work(MOST_WORK)
    found = []
    for scope in reversed(list(net.scopes)):
        if scope in net.opened:
            continue
        region = _explore(Board(net, scope, inner, endless), most_markings, work)
        inner[scope] = region.caught_outside
        if _is_endless(region):
            endless.add(scope)
        found.append(region)
    return net, found


@dataclass
class _Search:
    player: Player
    most: int
    work: _Work
    next_of: dict[Marking, list[Marking]] = field(default_factory=dict)
    waiting: deque[Marking] = field(default_factory=deque)
    final: list[Marking] = field(default_factory=list)
    stuck: dict[str, tuple[Token, Marking]] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    piled: set[str] = field(default_factory=set)
    moves: int = 0

    def reach(self, draft: Draft) -> Marking | None:
        self.moves += 1
        self.work.left -= len(draft.tokens)
        self.doubled.update(draft.doubled)
        self.piled.update(draft.piled)
        if draft.is_lost:
            return None
        marking = draft.marking()
        if marking not in self.next_of:
            self.next_of[marking] = []
            self.waiting.append(marking)
        return marking

    def step(self, marking: Marking) -> None:
        if self.player.is_final(marking):
            self.final.append(marking)
            return
        self.work.left -= len(marking.tokens)
        own, breaking_in = self.player.moves(marking)
        if not own and not breaking_in:
            board = self.player.board
            standing = [one for one in marking.tokens if not board.is_parked(one) and not one.extra]
            # A join that waits for what waits itself is not the cause.
            causes = [one for one in standing if one.place in board.net.nodes] or standing
            for token in causes:
                self.stuck.setdefault(board.position(token), (token, marking))
        reached = (self.reach(draft) for draft in (*own, *breaking_in))
        self.next_of[marking] = [one for one in reached if one is not None]

    def run(self, first: Draft) -> bool:
        """Play from the marking `first` to the end; False when the bound was hit."""
        self.reach(first)
        while self.waiting:
            if len(self.next_of) > self.most or self.moves > MOST_MOVES or self.work.left < 0:
                return False
            self.step(self.waiting.pop())
        return True


def play_from(
    net: Net, regions: Sequence[Region], scope: str, standing: Iterable[Token], mail: Mapping[str, int]
) -> Region:
    """One region of a process played before, from tokens that stand somewhere in it instead of from its start.

    A token's place is an element it waits at, or the flow by which it came to a join.
    """
    inner = {region.scope: region.caught_outside for region in regions}
    endless = {region.scope for region in regions if region.scope and _is_endless(region)}
    board = Board(net, scope, inner, endless)
    first = Draft([], dict(mail))
    for token in standing:
        if token.place in net.flows:
            first.put(token)
        else:
            board.rest(first, token.path, net.nodes[token.place], token.aside)
    return _explore(board, MOST_MARKINGS, _Work(MOST_WORK), first)


def _is_endless(region: Region) -> bool:
    return not region.completes and region.is_sound


def _explore(board: Board, most: int, work: _Work, first: Draft | None = None) -> Region:
    search = _Search(Player(board), most, work)
    is_done = search.run(first or search.player.start())
    region = Region(
        board.root, frozenset(board.seen), frozenset(board.caught_outside),
        completes=any(not marking.gone for marking in search.final),
        stuck=list(search.stuck.values()), doubled=search.doubled, piled=search.piled,
        is_bounded=not is_done, markings=len(search.next_of),
    )  # fmt: skip
    if is_done and not region.stuck and not region.doubled:
        region.endless = _endless(board, search)
    return region


def _endless(board: Board, search: _Search) -> set[str]:
    """The elements of the tokens in markings from which the end cannot be reached."""
    before: dict[Marking, list[Marking]] = {marking: [] for marking in search.next_of}
    for marking, after in search.next_of.items():
        for one in after:
            before[one].append(marking)
    good: set[Marking] = set(search.final)
    waiting = list(good)
    while waiting:
        for one in before[waiting.pop()]:
            if one not in good:
                good.add(one)
                waiting.append(one)
    lost = [marking for marking in search.next_of if marking not in good]
    return {
        board.position(token) for marking in lost for token in marking.tokens if not board.is_parked(token)
    }


def never_reached(net: Net, regions: list[Region]) -> list[Node]:
    """The elements that flows lead to and no token does, the first of each way only."""
    seen = frozenset().union(*(region.seen for region in regions))
    starts = {start.id for scope in net.scopes.values() for start in scope.starts}
    dead = {
        key for scope in net.scopes.values() for key in scope.reached if key not in seen and key not in starts
    }
    heads = []
    for scope in net.scopes.values():
        for key in scope.order:
            before = [source for source in scope.predecessors[key] if source in dead]
            if key in dead and (not before or all(key in reach([one], scope.successors) for one in before)):
                heads.append(net.nodes[key])
    return heads
