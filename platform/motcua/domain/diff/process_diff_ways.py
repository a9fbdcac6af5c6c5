"""Where a dossier goes next, and when: the flows of two processes compared behind each element that both have.

A step put between two others, or taken out, changes no way: one looks through it to the next element that both have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from motcua.domain.diff.process_diff_change import Change, Side, Thing, altered
from motcua.domain.diff.process_diff_elements import name_of
from motcua.domain.diff.process_diff_match import Matched
from motcua.domain.diff.process_diff_words import condition_value, condition_words, kind_words
from motcua.domain.process.process import Flow
from motcua.domain.text import Text

_NEXT = Text("đi tiếp", "goes on")
_NOWHERE = Text("không đi đâu", "goes nowhere")


@dataclass(frozen=True, slots=True)
class _Way:
    """One way out of an element: to which, in words of its own model, and in the ids of the new one."""

    flow: Flow
    target: str
    shared: str
    is_default: bool

    @property
    def value(self) -> object:
        flow = self.flow
        return (self.shared, flow.name, condition_value(flow.condition), self.is_default)


def way_changes(matched: Matched, old: Side, new: Side, pair: tuple[str, str]) -> Iterator[Change]:
    """What changed in where an element of both leads, as one change."""
    was = _ways(old, pair[0], matched.new_of)
    now = _ways(new, pair[1], {key: key for key in matched.old_of})
    if Counter(way.value for way in was) == Counter(way.value for way in now):
        return
    where = name_of(pair[1], new)
    place = Text(f"Sau {where.vi[:1].lower()}{where.vi[1:]}", f"After {where.en[:1].lower()}{where.en[1:]}")
    thing = Thing("way", place, *pair)
    yield altered(
        thing, "next", _NEXT,
        (_in_words(was, old), [way.shared for way in was]),
        (_in_words(now, new), [way.shared for way in now]),
    )  # fmt: skip


def _ways(side: Side, key: str, shared: Mapping[str, str]) -> Sequence[_Way]:
    """The ways out of an element, each to the next element that both models have."""
    node = side.model.node_by_id[key]
    found = []
    leaving = [flow for flow in side.model.flows if flow.source == key]
    for flow in leaving:
        is_default = len(leaving) > 1 and node.default_flow == flow.id
        found += [
            _Way(flow, target, shared[target], is_default) for target in _next(side, flow.target, shared)
        ]
    return found


def _next(side: Side, key: str, shared: Mapping[str, str]) -> Sequence[str]:
    found: list[str] = []
    seen = {key}
    waiting = [key]
    while waiting:
        at = waiting.pop(0)
        if at in shared:
            found.append(at)
            continue
        ways = [flow.target for flow in side.model.flows if flow.source == at]
        behind = [target for target in ways if target not in seen and target in side.model.node_by_id]
        seen.update(behind)
        waiting.extend(behind)
    return found


def _in_words(ways: Sequence[_Way], side: Side) -> Text:
    said = [_said(way, side) for way in ways]
    if not said:
        return _NOWHERE
    return Text("; ".join(one.vi for one in said), "; ".join(one.en for one in said))


def _said(way: _Way, side: Side) -> Text:
    target = _target(way.target, side)
    name = f"“{way.flow.name}” " if way.flow.name else ""
    if way.is_default:
        return Text(f"{name}còn lại thì {target.vi}", f"{name}otherwise {target.en}")
    if way.flow.condition:
        asked = condition_words(way.flow.condition, side)
        return Text(
            f"{name}nếu {_small(asked.vi)} thì {target.vi}", f"{name}if {_small(asked.en)}, {target.en}"
        )
    return Text(f"{name}{target.vi}", f"{name}{target.en}")


def _target(key: str, side: Side) -> Text:
    node = side.model.node_by_id[key]
    if node.kind == "endEvent" and not node.name:
        return Text("kết thúc", "it ends")
    name = name_of(key, side) if node.name or key in side.model.step_by_id else kind_words(node)
    return Text(f"đến {_small(name.vi)}", f"to {_small(name.en)}")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
