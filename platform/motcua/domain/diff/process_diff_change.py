"""One change between two processes, in words: what, where, how it was and how it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from motcua.domain.check.process_rules_names import form_keys
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.process.process import ProcessModel
from motcua.domain.text import Text

ChangeKind = Literal["added", "removed", "changed"]
Part = Literal["step", "element", "way", "sheet", "form"]
T = TypeVar("T")

ABSENT = Text("không có", "none")
PRESENT = Text("có", "yes")


@dataclass(frozen=True, slots=True)
class Change:
    """`where` is the thing, `what` which of its properties (none: the thing itself); `before` or `after` is None where
    it did not exist. `aspect` is the property for programs. `old`, `new` are the ids of an element in the two models;
    of a form "key", of its fields "key/path".
    """

    kind: ChangeKind
    part: Part
    aspect: str
    where: Text
    what: Text | None
    before: Text | None
    after: Text | None
    old: str = ""
    new: str = ""

    @property
    def place(self) -> Text:
        """Thing and property: "Bước “Thẩm định”, thời gian"."""
        if self.what is None:
            return self.where
        return Text(f"{self.where.vi}, {self.what.vi}", f"{self.where.en}, {self.what.en}")

    @property
    def sentence(self) -> Text:
        """ "Bước “Thẩm định”: 12 giờ → 8 giờ"; what was added or removed says so."""
        place = self.where if self.aspect == "budget" else self.place
        before, after = self.before or ABSENT, self.after or ABSENT
        if self.kind == "changed":
            return Text(
                f"{place.vi}: {before.vi} → {after.vi}",
                f"{place.en}: {before.en} → {after.en}",
            )
        words = after if self.kind == "added" else before
        verb = Text("Thêm", "Added") if self.kind == "added" else Text("Bỏ", "Removed")
        said = Text("", "") if words == PRESENT else Text(f": {words.vi}", f": {words.en}")
        return Text(
            f"{verb.vi} {_lowered(place.vi)}{said.vi}",
            f"{verb.en} {_lowered(place.en)}{said.en}",
        )


@dataclass(frozen=True)
class Side:
    """One of the two: a model and its forms by key."""

    model: ProcessModel
    forms: Mapping[str, FormDefinition]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions of all forms by name, for conditions in words; the dossier's form comes first."""
        found: dict[str, Field] = {}
        for key in (*form_keys(self.model), *self.forms):
            if key in self.forms:
                found = {**self.forms[key].field_by_key, **found}
        return found


@dataclass(frozen=True, slots=True)
class Aspect(Generic[T]):
    """A property that is compared: its word for programs, its name for people, its value, its value in words."""

    key: str
    label: Text
    value: Callable[[T], object]
    words: Callable[[T, Side], Text]


@dataclass(frozen=True, slots=True)
class Thing:
    """What the properties are of."""

    part: Part
    where: Text
    old: str
    new: str


def differing(
    aspects: Sequence[Aspect[T]], thing: Thing, old: tuple[T, Side], new: tuple[T, Side]
) -> Iterator[Change]:
    """A change for each property whose value differs."""
    for aspect in aspects:
        was, now = aspect.value(old[0]), aspect.value(new[0])
        if was != now:
            yield altered(
                thing, aspect.key, aspect.label, (aspect.words(*old), was), (aspect.words(*new), now)
            )


def altered(
    thing: Thing, aspect: str, label: Text | None, was: tuple[Text, object], now: tuple[Text, object]
) -> Change:
    """A property that differs, each side with its words and its value."""
    before, after = _told_apart(*was, *now)
    return Change("changed", thing.part, aspect, thing.where, label, before, after, thing.old, thing.new)


def _told_apart(before: Text, was: object, after: Text, now: object) -> tuple[Text, Text]:
    """The words of both sides so that they differ in both languages: where only the other language does, that is shown."""
    if before.vi == after.vi and before.en == after.en:
        return _with_raw(before, was), _with_raw(after, now)
    if before.vi == after.vi:
        return Text(before.en, before.en), Text(after.en, after.en)
    if before.en == after.en:
        return Text(before.vi, before.vi), Text(after.vi, after.vi)
    return before, after


def _with_raw(words: Text, value: object) -> Text:
    return Text(f"{words.vi} ({value})", f"{words.en} ({value})")


def _lowered(place: str) -> str:
    return place[:1].lower() + place[1:]
