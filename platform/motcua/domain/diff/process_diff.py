"""What differs between two versions of a procedure: process, data and forms, in the order in which a reader meets them.

A change of the drawing alone (where a box stands) is none: it says nothing of the procedure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from motcua.domain.diff.process_diff_change import Change, ChangeKind, Side
from motcua.domain.diff.process_diff_elements import element_changes
from motcua.domain.diff.process_diff_facts import fact_changes
from motcua.domain.diff.process_diff_forms import form_changes
from motcua.domain.diff.process_diff_match import Matched, match
from motcua.domain.diff.process_diff_ways import way_changes
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_graph import scopes
from motcua.domain.process.process_ways import longest_path
from motcua.domain.time.limits import DAY_SECONDS

__all__ = ["Change", "ChangeKind", "Difference", "Side", "difference"]

KINDS: Final[Sequence[ChangeKind]] = ("added", "removed", "changed")


@dataclass(frozen=True)
class Difference:
    """`changes` in reading order: the elements of the process, its data, its forms."""

    old: Side
    new: Side
    matched: Matched
    changes: Sequence[Change]

    @cached_property
    def steps(self) -> Mapping[ChangeKind, int]:
        """How many steps were added, removed and changed in any property of their own."""
        touched = {(one.old, one.new, one.kind) for one in self.changes if one.part == "step"}
        counted = Counter(kind for _, _, kind in touched)
        return {kind: counted[kind] for kind in KINDS}

    @cached_property
    def old_marks(self) -> Mapping[str, ChangeKind]:
        """Elements of the old drawing that are "removed" or "changed", by id."""
        return {one.old: one.kind for one in self.changes if one.old and one.part in ("step", "element")}

    @cached_property
    def new_marks(self) -> Mapping[str, ChangeKind]:
        """Elements of the new drawing that are "added" or "changed", by id."""
        return {one.new: one.kind for one in self.changes if one.new and one.part in ("step", "element")}

    @cached_property
    def totals(self) -> tuple[int, int]:
        """Working seconds of the longest way, before and after."""
        return _total(self.old.model), _total(self.new.model)


def difference(old: Side, new: Side) -> Difference:
    """Everything that differs; no changes where the two mean the same, whatever their ids are."""
    matched = match(old.model, new.model)
    changes: list[Change] = []
    for pair in matched.order:
        changes += element_changes(matched, old, new, pair)
        if all(pair):
            changes += way_changes(matched, old, new, pair)
    changes += fact_changes(old, new)
    changes += form_changes(old, new)
    return Difference(old, new, matched, changes)


def _total(model: ProcessModel) -> int:
    return sum(seconds for _, seconds in longest_path(model, scopes(model.nodes, model.flows), DAY_SECONDS))
