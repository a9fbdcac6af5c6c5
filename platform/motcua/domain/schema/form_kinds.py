"""Which kind of question a schema asks, and whether its words suit that kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from motcua.domain.forms.form_definition import Choice, FieldKind
from motcua.domain.forms.form_errors import SchemaError, child
from motcua.domain.forms.form_formats import FORMATS
from motcua.domain.schema.form_faults import Faults
from motcua.domain.schema.form_flat import WORDS_OF, Flat, Part, flat, type_of
from motcua.domain.schema.form_keywords import is_number, is_text
from motcua.domain.schema.form_reference import Schema
from motcua.domain.schema.form_words import choices_of
from motcua.domain.text import Text

WIDGETS: Mapping[str, frozenset[str]] = {
    "string": frozenset({
        "textarea", "radio", "select", "phone", "identifier", "full_name", "personal_id", "tax_code", "email",
    }),
    "integer": frozenset({"money", "radio", "select"}),
    "number": frozenset({"radio", "select"}),
    "boolean": frozenset({"checkbox", "radio", "declaration"}),
    "array": frozenset({"checkboxes", "business_lines", "family"}),
    "object": frozenset({"address", "bank_account", "organisation", "land_parcel"}),
    "null": frozenset({"note"}),
}  # fmt: skip
_SCALARS: Mapping[str, FieldKind] = {"integer": "integer", "number": "number", "boolean": "yes_no"}
_STRINGS: Mapping[object, FieldKind] = {"date": "date", "motcua-day": "date", "motcua-file": "file"}
_BOUNDS = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"))


def kind_of(given: Flat, choices: Sequence[Choice], faults: Faults) -> FieldKind:
    """The kind of question; a schema that does not say its type outright is asked in the likeliest way."""
    words, widget = given.words, given.words.get("x-widget")
    if "x-formula" in words:
        return "computed"
    kind = given.kind
    if widget == "note" or (kind == "null" and not choices):
        return "note"
    _check_type(given, kind, choices, faults)
    if choices:
        return "choice"
    if kind == "object":
        return "group"
    if kind == "array":
        items = flat(Part(cast(Schema, words.get("items", True)), child(given.place, "items")))
        if "items" not in words:
            faults.fault(
                items.place,
                "no_items",
                "thiếu items: danh sách gồm những gì",
                "items is missing: what the list holds",
            )
        return "choices" if choices_of(items) else "rows"
    if kind in _SCALARS:
        return "money" if widget == "money" else _SCALARS[kind]
    return _STRINGS.get(words.get("format"), "long_text" if widget == "textarea" else "text")


def _check_type(given: Flat, kind: str, choices: Sequence[Choice], faults: Faults) -> None:
    place = child(given.place, "type")
    types = (given.types or frozenset()) - {"null"}
    if given.types is None and not choices and "const" not in given.words:
        faults.fault(place, "no_type", "thiếu kiểu của câu trả lời (type)", "the answer's type is missing")
    elif given.types is not None and not given.types:
        raise SchemaError(
            place, Text("các kiểu trái nhau, không trả lời được", "the types contradict each other")
        )
    elif len(types - ({"integer"} if "number" in types else set())) > 1:
        faults.fault(place, "several_types", "mỗi mục chỉ có một kiểu", "a field has one type only")


def check_kind(given: Flat, kind: FieldKind, choices: Sequence[Choice], faults: Faults) -> None:
    """Report words that say nothing of such answers, widgets of other types, bounds that nothing keeps to."""
    _check_words(given, choices, faults)
    _check_bounds(given.words, given.place, faults)
    _check_widget(given, choices, faults)
    form = given.words.get("format")
    if form is not None and form not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise SchemaError(
            child(given.place, "format"), Text(f"chỉ dùng được: {known}", f"only these can be used: {known}")
        )
    default = given.words.get("default")
    if default is not None and not _suits(default, kind, given, choices):
        faults.fault(
            child(given.place, "default"),
            "default",
            "giá trị mặc định phải cùng kiểu với câu trả lời",
            "the default must have the answer's type",
        )


def _check_words(given: Flat, choices: Sequence[Choice], faults: Faults) -> None:
    kind = given.kind or (type_of(choices[0].answer) if choices else "string")
    suits = WORDS_OF[kind]
    for word in given.words:
        if word not in suits and any(word in words for words in WORDS_OF.values()):
            faults.fault(
                child(given.place, word),
                "word_of_other_type",
                f"từ khóa “{word}” không dùng cho kiểu “{kind}”; hãy bỏ đi",
                f"the keyword “{word}” says nothing of the type “{kind}”; remove it",
            )
    if ("minContains" in given.words or "maxContains" in given.words) and "contains" not in given.words:
        faults.fault(
            given.place,
            "contains",
            "minContains, maxContains cần có contains",
            "minContains, maxContains need contains",
        )


def _check_bounds(words: Mapping[str, object], place: str, faults: Faults) -> None:
    for least, most in _BOUNDS:
        low, high = words.get(least), words.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            faults.fault(
                child(place, least), "bounds", f"lớn hơn {most} ({high})", f"is greater than {most} ({high})"
            )


def _check_widget(given: Flat, choices: Sequence[Choice], faults: Faults) -> None:
    widget = given.words.get("x-widget")
    kind = given.kind or (type_of(choices[0].answer) if choices else "string")
    if widget is None or widget == "note":
        return
    known = sorted(WIDGETS.get(kind, ()))
    if widget not in known:
        names = ", ".join(known) or "–"
        faults.fault(
            child(given.place, "x-widget"),
            "widget",
            f"kiểu “{kind}” chỉ có các dạng nhập: {names}",
            f"the type “{kind}” has these widgets: {names}",
        )


def _suits(default: object, kind: FieldKind, given: Flat, choices: Sequence[Choice]) -> bool:
    if choices:
        return any(choice.answer == default for choice in choices)
    if kind in ("integer", "money"):
        return is_number(default) and isinstance(default, int)
    if kind in ("number", "yes_no"):
        return is_number(default) if kind == "number" else isinstance(default, bool)
    return kind in ("text", "long_text", "date", "computed") and is_text(default)
