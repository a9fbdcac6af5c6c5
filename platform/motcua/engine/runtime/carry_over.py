"""A dossier's place in its process carried over to another version of it (A-12).

Tokens stay at the elements where they stand, by id or as a mapping says. Nothing is carried over that could not
come to its end there: the token game is played on from where the dossier would stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from motcua.domain.check.token_standing import Standings
from motcua.domain.process.process import Node, ProcessModel
from motcua.engine.runtime.carry_over_refusals import CarryOverError, difference, operation
from motcua.engine.runtime.carry_over_visits import Visited
from motcua.engine.runtime.runtime_tree import collect, restore
from motcua.engine.runtime.state import TOP, EngineState, Token, dump, load
from motcua.engine.spec.spec import ProcessSpec
from motcua.engine.spec.spec_activities import Activity
from motcua.engine.spec.spec_events import BoundarySpec, StartSpec
from motcua.engine.spec.spec_gateways import ParallelSpec

UNHEARD = ("error", "escalation")


class CarryOver:
    """Carries states of `old` over to `new`; made once for many dossiers. `mapping` is old id → new id, where they differ."""

    def __init__(self, old: ProcessSpec, new: ProcessSpec, mapping: Mapping[str, str]) -> None:
        self.old, self.new, self.mapping = old, new, dict(mapping)
        self._before = {self.target(key): key for key in old.elements}

    def target(self, element: str) -> str:
        """The id that an element of the old version has in the new one, if it is there."""
        return self.mapping.get(element, element)

    def state(self, text: str) -> str:
        """The state as it stands in the new version; raises CarryOverError, StateError."""
        before = load(text)
        tree = restore(self.old, before, {})
        tokens = collect(tree)
        visited = Visited(before.past)
        visited.rename(self.target)
        next_id = before.next_id
        if self.is_same_drawing:
            tokens = tuple(self._moved(token) for token in tokens)
        else:
            tokens = self._placed(tokens)
            fresh = tuple(self._armed(tokens, next_id))
            next_id += len(fresh)
            tokens = self._with_way_back((*tokens, *fresh), visited, before.mail)
        mail = tuple(name for name in before.mail if name in self.new.messages)
        return dump(EngineState(next_id, tokens, visited.text, mail))

    @cached_property
    def is_same_drawing(self) -> bool:
        """Whether both versions have the same elements and flows, whatever they are called, ask and allow."""
        drawn = (_drawing(self.old.model, self.target), _drawing(self.new.model, lambda key: key))
        return drawn[0] == drawn[1]

    @cached_property
    def _standings(self) -> Standings:
        return Standings(self.new.model)

    def _placed(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Every token at its element of the new version; what only listened there and is gone listens no more."""
        found = []
        for token in tokens:
            if not self._listens(token):
                self._require_place(token)
                found.append(self._moved(token))
            elif self._still_listens(token):
                found.append(self._moved(token))
        self._require_open_joins(found)
        return tuple(found)

    def _require_open_joins(self, tokens: Sequence[Token]) -> None:
        """A parallel join fires when a token comes; one that has all it waits for already would never fire."""
        arrived: dict[tuple[int, str], set[str]] = {}
        for token in tokens:
            if token.origin:
                arrived.setdefault((token.scope, token.spec), set()).add(token.origin)
        for (_, join), flows in arrived.items():
            element = self.new.elements[join]
            if isinstance(element, ParallelSpec) and len(flows) == len(element.entries):
                raise CarryOverError("join", join, element.node.name)

    def _moved(self, token: Token) -> Token:
        element = self.target(token.spec)
        number = token.number
        timer = _timer(self.new.elements[element].node)
        if token.standing == "e" and timer is not None:
            was = _timer(self.old.elements[token.spec].node)
            goes_on = timer.kind == "cycle" and was is not None and was.kind == "cycle"
            number = number if goes_on else _repeats(timer)
        return token._replace(spec=element, origin=self._origin(token), number=number)

    def _origin(self, token: Token) -> str:
        """The flow by which a token came to its join, in the new version."""
        if not token.origin:
            return ""
        found = self._entries(token.spec).get(token.origin)
        if found is None:
            raise self._refusal("join", token)
        return found

    def _entries(self, join: str) -> Mapping[str, str]:
        """The flows into a join, old id → new id: by id and source, by source alone, the last one of each by itself."""
        old = dict(self.old.elements[join].entries)
        new = dict(self.new.elements[self.target(join)].entries)
        found = {flow: flow for flow in old if flow in new and new[flow] == self.target(old[flow])}
        for flow in (one for one in old if one not in found):
            same = [one for one in new if one not in found.values() and new[one] == self.target(old[flow])]
            if len(same) == 1:
                found[flow] = same[0]
        left = [flow for flow in old if flow not in found], [one for one in new if one not in found.values()]
        if len(left[0]) == len(left[1]) == 1:
            found[left[0][0]] = left[1][0]
        return found

    def _require_place(self, token: Token) -> None:
        """Raise CarryOverError unless the element is in the new version and is what it was."""
        old, new = self.old.elements[token.spec].node, self._new_node(token)
        if new is None:
            raise self._refusal("missing", token)
        called = operation(self.old.model, old.id), operation(self.new.model, new.id)
        if reason := difference(old, new, called):
            raise self._refusal(reason, token)
        if new.parent != self.target(old.parent) or new.is_event_sub != old.is_event_sub:
            raise self._refusal("scope", token)
        if self._choices(self.old, old.id, self.target) != self._choices(self.new, new.id, str):
            raise self._refusal("choice", token)

    def _new_node(self, token: Token) -> Node | None:
        found = self.new.elements.get(self.target(token.spec))
        return found.node if found is not None else None

    def _choices(self, spec: ProcessSpec, element: str, named: Any) -> frozenset[str]:
        """The event gateway before an element with all its branches; empty where there is none."""
        for _, source in spec.elements[element].entries:
            if spec.elements[source].node.kind == "eventBasedGateway":
                branches = (branch.target.name for branch in spec.elements[source].branches)
                return frozenset(named(key) for key in (source, *branches))
        return frozenset()

    def _listens(self, token: Token) -> bool:
        return _is_listening(self.old.elements[token.spec])

    def _still_listens(self, token: Token) -> bool:
        """Whether what is armed stands at the same host in the new version and waits for the same."""
        old, new = self.old.elements[token.spec].node, self._new_node(token)
        return (
            new is not None
            and difference(old, new, ("", "")) is None
            and new.attached_to == self.target(old.attached_to)
            and new.parent == self.target(old.parent)
        )

    def _armed(self, tokens: Sequence[Token], next_id: int) -> Iterator[Token]:
        """What the new version listens for beside these tokens and the old one did not."""
        for host, scope, past, spec in self._hosts(tokens):
            if _was_there(self.old, self._before, spec) or spec.node.event.kind in UNHEARD:
                continue
            timer = spec.node.event.timer
            number = _repeats(timer) if timer is not None else 0
            yield Token(next_id, scope, spec.name, "e", past, host=host, number=number)
            next_id += 1

    def _hosts(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, int, Any]]:
        """Everything armed while these tokens stand where they do, as (host, scope, past, event's spec)."""
        built = self.new.built
        by_id = {token.id: token for token in tokens}
        scopes = [(TOP, 0, "")]
        for token in tokens:
            spec = self.new.elements[token.spec]
            around = by_id.get(token.scope)
            if isinstance(spec, Activity) and (around is None or around.spec != token.spec):
                yield from (
                    (token.id, token.scope, token.past, one) for one in built.boundaries.get(token.spec, ())
                )
            if token.standing == "s":
                scopes.append((token.id, token.past, token.spec))
        for scope, past, name in scopes:
            taken = {token.spec for token in tokens if token.scope == scope}
            starts = [built.starts[sub.name] for sub in built.event_subs.get(name, ())]
            if not any(start.node.is_interrupting and start.node.parent in taken for start in starts):
                yield from ((scope, scope, past, start) for start in starts)

    def _with_way_back(
        self, tokens: tuple[Token, ...], visited: Visited, mail: Sequence[str]
    ) -> tuple[Token, ...]:
        """The tokens with those of their visits one can still go back to; raises CarryOverError where they cannot stay."""
        self._require_end(tokens, mail)
        steps, parents = self.new.steps, {key: one.node.parent for key, one in self.new.elements.items()}
        tokens = visited.keep_open(tokens, lambda step: step in steps, parents)
        return visited.keep_safe(tokens, lambda after: self._trouble(after, mail) is None)

    def _require_end(self, tokens: Sequence[Token], mail: Sequence[str]) -> None:
        trouble = self._trouble(tokens, mail)
        if trouble is not None:
            reason, element = trouble
            node = self.new.model.node_by_id.get(element)
            raise CarryOverError(reason, element, node.name if node is not None else self.new.model.name)

    def _trouble(self, tokens: Sequence[Token], mail: Sequence[str]) -> Any:
        """What goes wrong from here on in the new version, None when nothing does."""
        by_id = {token.id: token for token in tokens}
        places: dict[int, dict[object, str]] = {TOP: {}}
        for token in tokens:
            around = by_id.get(token.scope)
            is_instance = around is not None and around.spec == token.spec
            if not is_instance and not _is_listening(self.new.elements[token.spec]):
                key, place = self._place(token)
                places.setdefault(token.scope, {})[key] = place
        for scope, found in places.items():
            inside = by_id[scope].spec if scope != TOP else ""
            if not self._standings.is_played_alone(inside) and inside:
                return "crossing", inside
            trouble = self._standings.trouble(inside, list(found.values()), mail) if found else None
            if trouble is not None:
                return trouble
        return None

    def _place(self, token: Token) -> tuple[object, str]:
        """What the token game knows a token by; the events behind a gateway stand there together."""
        if token.origin:
            return token.id, token.origin
        for _, source in self.new.elements[token.spec].entries:
            if token.host and self.new.elements[source].node.kind == "eventBasedGateway":
                return ("choice", token.host), source
        return token.id, token.spec

    def _refusal(self, reason: Any, token: Token) -> CarryOverError:
        return CarryOverError(reason, token.spec, self.old.elements[token.spec].node.name)


def _is_listening(spec: Any) -> bool:
    """Whether tokens at an element only listen beside what really runs."""
    return isinstance(spec, BoundarySpec) or (isinstance(spec, StartSpec) and spec.node.event is not None)


def _was_there(old: ProcessSpec, before: Mapping[str, str], spec: Any) -> bool:
    """Whether the old version listened for it too: then it still does, or it has happened."""
    found = old.elements.get(before.get(spec.name, spec.name))
    return found is not None and _is_listening(found)


def _timer(node: Node) -> Any:
    return node.event.timer if node.event is not None else None


def _repeats(timer: Any) -> int:
    return (timer.repeats or 1) if timer.kind == "cycle" else 0


def _drawing(model: ProcessModel, named: Any) -> tuple[frozenset[object], frozenset[object]]:
    """What decides where tokens go, whatever the conditions say."""
    nodes = frozenset(
        (
            named(node.id), node.kind, named(node.parent), named(node.attached_to), node.is_interrupting,
            node.is_event_sub, node.loop, node.event and (node.event.kind, node.event.name),
            operation(model, node.id),
        )
        for node in model.nodes
    )  # fmt: skip
    return nodes, frozenset((flow.id, named(flow.source), named(flow.target)) for flow in model.flows)
