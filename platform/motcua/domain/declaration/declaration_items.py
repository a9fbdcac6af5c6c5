"""The items of a declaration: every question that is asked, with its answer, its ticks or the place to write in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from motcua.domain.declaration.declaration_plan import FieldPaper, Node, Plan, inner_node, papers_of
from motcua.domain.declaration.declaration_words import DONG, NO, YES, Catalogues, Words, clean
from motcua.domain.forms.form_condition import is_blank, same
from motcua.domain.forms.form_definition import Field, FormDefinition
from motcua.domain.text import Text

ItemKind = Literal["heading", "text", "answer", "ticks", "group", "table", "pair"]

BLANK_ROWS: Final = 3
BLANK_LINES: Final = 3
MOST_TICKS: Final = 6
MOST_TICKS_TO_CHOOSE: Final = 12
"""Boxes where somebody still has to choose, or may choose several."""
MOST_COLUMNS: Final = 6
LONGEST_TICKS: Final = 220
LONGEST_TICKS_TO_CHOOSE: Final = 900
SHORT_LABEL: Final = 26
SHORT_ANSWER: Final = 24

_ONLY_IF: Final = Text("(chỉ khai khi {condition})", "(only if {condition})")
_IN_WORDS: Final = Text("Bằng chữ", "In words")
_ORDER: Final = Text("TT", "No.")
_ENCLOSED: Final = Text("(gửi kèm theo tờ khai)", "(enclosed)")
_SHORT_KINDS: Final = frozenset({"date", "number", "integer", "choice", "computed"})
_SHORT_WIDGETS: Final = frozenset({"phone", "identifier", "personal_id", "tax_code"})


@dataclass(frozen=True, slots=True)
class Tick:
    label: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the paper. `answer` empty: `lines` dotted lines to write on; its lines are separated by `\\n`.

    `items` are those of a group, the two of a pair, which share a line, or what belongs to an answer (a sum in words);
    `rows` of a table have as many cells as `heads`. `prefix` and `suffix` stand beside the answer; `note` is beside the
    label and says for whom a question is.
    """

    kind: ItemKind
    label: str = ""
    note: str = ""
    number: str = ""
    answer: str = ""
    lines: int = 1
    prefix: str = ""
    suffix: str = ""
    ticks: tuple[Tick, ...] = ()
    items: tuple[Item, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_short: bool = False


class Writer:
    """Writes the items of one form in one language; `data` None gives the blank form."""

    def __init__(
        self,
        form: FormDefinition,
        data: Mapping[str, object] | None,
        language: str,
        files: Mapping[str, str],
        catalogues: Catalogues,
    ) -> None:
        self.form = form
        self.data = data
        self.language = language
        self.words = Words(language, files, catalogues)

    def items(self, plan: Plan) -> tuple[Item, ...]:
        """All items in the order of the plan, numbered as it says."""
        papers = papers_of(self.form.fields, self.form.schema)
        found: list[Item] = []
        number = 0
        for block in plan.blocks:
            inside = tuple(self._all(block.fields, self.form.schema, self.data, (), papers))
            if not inside and block.text is None:
                continue
            if block.title is not None:
                number += plan.numbering == "sections"
                mark = f"{number}." if plan.numbering == "sections" else ""
                found.append(Item("heading", self.words.said(block.title), number=mark))
            if block.text is not None:
                found.append(Item("text", self.words.said(block.text)))
            if plan.numbering == "items" and block.is_numbered:
                found += [replace(one, number=f"{number + at}.") for at, one in enumerate(inside, 1)]
                number += len(inside)
            else:
                found += _paired(inside)
        return tuple(found)

    def _all(
        self,
        fields: Sequence[Field],
        node: Node,
        data: Mapping[str, object] | None,
        enclosing: tuple[object, ...],
        papers: Mapping[str, FieldPaper] | None = None,
    ) -> Iterator[Item]:
        known = papers if papers is not None else papers_of(fields, node)
        for field in fields:
            paper = known.get(field.key, FieldPaper())
            if not paper.is_left_out and self._is_asked(field, data, enclosing):
                note = self._note(field)
                for at, item in enumerate(self._field(field, paper, node, data, enclosing)):
                    yield replace(item, note=note) if at == 0 and note else item

    def _is_asked(self, field: Field, data: object, enclosing: tuple[object, ...]) -> bool:
        return data is None or field.shown_if is None or field.shown_if.holds(data, enclosing)

    def _field(
        self,
        field: Field,
        paper: FieldPaper,
        node: Node,
        data: Mapping[str, object] | None,
        enclosing: tuple[object, ...],
    ) -> Iterator[Item]:
        value = data.get(field.key) if data is not None else None
        label = self.words.said(paper.title or field.label)
        match field.kind:
            case "note":
                yield Item("text", ". ".join(filter(None, (label.rstrip("."), self.words.said(field.hint)))))
            case "yes_no" if field.text is not None:
                # A declaration stands above the signature, not among the questions.
                return
            case "variant":
                yield from self._variant(field, label, node, data, enclosing)
            case "group" if field.widget != "address":
                inside = value if isinstance(value, Mapping) else None if data is None else {}
                around = (data, *enclosing) if data is not None else ()
                yield Item(
                    "group",
                    label,
                    items=_paired(tuple(self._all(field.fields, inner_node(field, node), inside, around))),
                )
            case "rows":
                yield self._rows(field, label, value, node, data, enclosing)
            case _:
                yield from self._answer(field, paper, label, value)

    def _note(self, field: Field) -> str:
        """On the blank form: when the question is to be answered."""
        if self.data is not None or field.shown_if is None:
            return ""
        condition = clean(field.shown_if.sentence(self.form.fields).in_(self.language))
        return _ONLY_IF.in_(self.language).format(condition=condition)

    def _answer(self, field: Field, paper: FieldPaper, label: str, value: object) -> Iterator[Item]:
        ticks = () if paper.is_line else self._ticks(field, value)
        if ticks:
            yield Item("ticks", label, ticks=ticks)
            return
        answer = self.words.answer(field, value)
        if field.kind == "file" and not answer and self.data is None:
            answer = _ENCLOSED.in_(self.language)
        is_short = field.kind in _SHORT_KINDS or field.widget in _SHORT_WIDGETS
        suffix = self.words.said(field.suffix or (DONG if field.is_money else None))
        if answer:
            # The unit follows its figure; only an empty line has it at its end. Sums already have theirs.
            answer, suffix = answer if field.is_money else f"{answer} {suffix}".strip(), ""
        in_words = Item("answer", _IN_WORDS.in_(self.language), answer=self.words.money(value))
        yield Item(
            "answer",
            label,
            answer=answer,
            lines=self._lines(field, paper),
            prefix=self.words.said(field.prefix),
            suffix=suffix,
            items=(in_words,) if field.is_money else (),
            is_short=is_short and len(label) <= SHORT_LABEL and len(answer) <= SHORT_ANSWER,
        )

    def _lines(self, field: Field, paper: FieldPaper) -> int:
        if self.data is not None:
            return 1
        return paper.lines or (BLANK_LINES if field.kind == "long_text" else 1)

    def _ticks(self, field: Field, value: object) -> tuple[Tick, ...]:
        """Boxes for a short list; none where a line is better."""
        if field.kind == "yes_no":
            if field.widget == "checkbox":
                return (Tick("", value is True),)
            return (Tick(self.words.said(YES), value is True), Tick(self.words.said(NO), value is False))
        is_to_choose = self.data is None or field.kind == "choices"
        most = MOST_TICKS_TO_CHOOSE if is_to_choose else MOST_TICKS
        if field.kind not in ("choice", "choices") or len(field.choices) > most:
            return ()
        chosen = value if isinstance(value, list) else [value]
        ticks = tuple(
            Tick(self.words.said(one.label), any(same(one.answer, answer) for answer in chosen))
            for one in field.choices
        )
        # An answer that the list no longer holds is written out; one choice alone asks nothing.
        is_told = is_blank(value) or any(tick.is_on for tick in ticks)
        longest = LONGEST_TICKS_TO_CHOOSE if is_to_choose else LONGEST_TICKS
        is_fitting = sum(len(tick.label) for tick in ticks) <= longest
        return ticks if is_told and is_fitting and len(ticks) > 1 else ()

    def _variant(
        self,
        field: Field,
        label: str,
        node: Node,
        data: Mapping[str, object] | None,
        enclosing: tuple[object, ...],
    ) -> Iterator[Item]:
        chosen = field.chosen(data) if data is not None else None
        marks = tuple(Tick(self.words.said(one.title), one is chosen) for one in field.variants)
        yield Item("ticks", label, ticks=marks)
        for one in field.variants:
            if data is None or one is chosen:
                told = {key for key, _ in one.marks}
                fields = [inner for inner in one.fields if inner.key not in told]
                inside = tuple(self._all(fields, node, data, enclosing))
                if inside:
                    yield Item("group", self.words.said(one.title), items=_paired(inside))

    def _rows(
        self,
        field: Field,
        label: str,
        value: object,
        node: Node,
        data: Mapping[str, object] | None,
        enclosing: tuple[object, ...],
    ) -> Item:
        rows = list(value) if isinstance(value, list) else []
        is_wide = len(field.fields) > MOST_COLUMNS or any(one.fields for one in field.fields)
        if is_wide and not field.is_list:
            return self._apart(field, label, rows, node, data, enclosing)
        heads = (_ORDER.in_(self.language), *(self.words.said(one.label) or label for one in field.fields))
        told = [(str(at), *self._cells(field, row)) for at, row in enumerate(rows, 1)]
        if not told:
            count = BLANK_ROWS if self.data is None else 1
            told = [(str(at), *[""] * len(field.fields)) for at in range(1, count + 1)]
        return Item("table", label, heads=heads, rows=tuple(told))

    def _cells(self, field: Field, row: object) -> Iterator[str]:
        if not isinstance(row, Mapping):
            yield self.words.answer(field.fields[0], row)
            yield from [""] * (len(field.fields) - 1)
            return
        named = {**row, **self.words.names_of(field, row)}
        for one in field.fields:
            value = named.get(one.key)
            is_mark = one.kind == "yes_no" and one.widget == "checkbox"
            yield ("X" if value is True else "") if is_mark else self.words.answer(one, value)

    def _apart(
        self,
        field: Field,
        label: str,
        rows: Sequence[object],
        node: Node,
        data: Mapping[str, object] | None,
        enclosing: tuple[object, ...],
    ) -> Item:
        """Rows that are too wide for a table, each as a group of its own."""
        inner, name = inner_node(field, node), self.words.said(field.row_name) or label
        around = (data, *enclosing) if data is not None else ()
        filled: list[Mapping[str, object] | None] = [one for one in rows if isinstance(one, Mapping)]
        parts = [
            Item("group", f"{name} {at}", items=_paired(tuple(self._all(field.fields, inner, row, around))))
            for at, row in enumerate(filled or [None], 1)
        ]
        return Item("group", label, items=tuple(parts))


def _paired(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Short items next to each other share a line, as on the forms of the ministries."""
    found: list[Item] = []
    skipped = False
    for one, following in pairwise((*items, Item("text"))):
        if skipped:
            skipped = False
        elif one.is_short and following.is_short:
            found.append(Item("pair", items=(one, following)))
            skipped = True
        else:
            found.append(one)
    return tuple(found)
