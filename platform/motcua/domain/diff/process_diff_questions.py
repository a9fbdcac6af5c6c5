"""What is compared of a form and of each of its questions, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields as parts_of
from typing import Final

from motcua.domain.diff.process_diff_change import Aspect, Side
from motcua.domain.diff.process_diff_words import raw, truth_words
from motcua.domain.forms.form_condition import FieldCondition
from motcua.domain.forms.form_definition import Field, FieldKind, FormDefinition
from motcua.domain.forms.form_limits import Limits
from motcua.domain.text import Text

KINDS: Final[Mapping[FieldKind, Text]] = {
    "text": Text("chữ", "text"),
    "long_text": Text("đoạn văn", "long text"),
    "date": Text("ngày", "date"),
    "number": Text("số", "number"),
    "integer": Text("số nguyên", "whole number"),
    "money": Text("số tiền", "amount of money"),
    "choice": Text("chọn một", "one choice"),
    "choices": Text("chọn nhiều", "several choices"),
    "yes_no": Text("có hay không", "yes or no"),
    "group": Text("nhóm mục", "group"),
    "rows": Text("danh sách", "list"),
    "file": Text("tệp", "file"),
    "note": Text("lời dẫn", "note"),
    "computed": Text("tự tính", "computed"),
    "variant": Text("chọn một cách khai", "one of several ways"),
}
LAYOUTS: Final = {
    "pages": Text("mỗi phần một trang", "a page for each part"),
    "one": Text("một trang dài", "one long page"),
}
_LIMITS: Final[Mapping[str, Text]] = {
    "min_length": Text("ít nhất {} chữ cái", "at least {} letters"),
    "max_length": Text("nhiều nhất {} chữ cái", "at most {} letters"),
    "minimum": Text("từ {}", "from {}"),
    "maximum": Text("đến {}", "up to {}"),
    "min_items": Text("ít nhất {} dòng", "at least {} rows"),
    "max_items": Text("nhiều nhất {} dòng", "at most {} rows"),
    "min_date": Text("không trước {}", "not before {}"),
    "max_date": Text("không sau {}", "not after {}"),
    "digits": Text("{} chữ số", "{} digits"),
    "above": Text("lớn hơn {}", "more than {}"),
    "below": Text("nhỏ hơn {}", "less than {}"),
    "step": Text("bội số của {}", "a multiple of {}"),
}


def _said(text: Text | None) -> Text:
    return text or raw("")


def needed(field: Field, side: Side) -> Text:
    if field.required:
        return Text("bắt buộc", "required")
    return (
        Text("bắt buộc khi", "required in some cases")
        if field.is_conditional
        else Text("không bắt buộc", "optional")
    )


def _bounds(field: Field, side: Side) -> Text:
    """The bounds that are set: "từ 1, đến 100"."""
    held = [(part.name, getattr(field.limits, part.name)) for part in parts_of(Limits)]
    said = [_LIMITS[name].vi.format(value) for name, value in held if value not in (None, "", 0)]
    english = [_LIMITS[name].en.format(value) for name, value in held if value not in (None, "", 0)]
    return Text(", ".join(said), ", ".join(english)) if said else Text("không giới hạn", "no bounds")


def _default(field: Field, side: Side) -> Text:
    return raw("" if field.default is None else str(field.default))


def _asked(field: Field, side: Side) -> Text:
    return Text("luôn luôn", "always") if field.shown_if is None else _case(field.shown_if, field, side)


def _needed_when(field: Field, side: Side) -> Text:
    return raw("") if field.required_if is None else _case(field.required_if, field, side)


def _case(condition: FieldCondition, field: Field, side: Side) -> Text:
    """A condition in words; the questions it speaks of stand beside or around `field`."""
    found = (form.levels_of(field) for form in side.forms.values())
    levels = next((levels for levels in found if levels), ((),))
    return condition.sentence(levels[0], levels[1:])


def _constant(field: Field) -> Text:
    return raw("" if field.constant is None else str(field.constant))


def _files(field: Field) -> Text:
    kinds, size = ", ".join(field.accept), f" ≤ {field.max_mb} MB" if field.max_mb else ""
    return raw(f"{kinds}{size}".strip())


def _units(field: Field) -> Text:
    return Text("trước 01/07/2025", "before 1 July 2025") if field.is_former else raw("")


def _ways(field: Field) -> object:
    return tuple((one.key, one.title, one.description, one.marks) for one in field.variants)


def _listed(field: Field) -> Text:
    titles = [one.title for one in field.variants]
    return Text(", ".join(one.vi for one in titles), ", ".join(one.en for one in titles))


FIELD: Final[Sequence[Aspect[Field]]] = (
    Aspect("label", Text("nhãn", "label"), lambda x: x.label, lambda x, _: x.label),
    Aspect("kind", Text("kiểu", "kind"), lambda x: x.kind, lambda x, _: KINDS[x.kind]),
    Aspect("required", Text("bắt buộc", "required"), lambda x: (x.required, x.is_conditional), needed),
    Aspect("limits", Text("giới hạn", "bounds"), lambda x: x.limits, _bounds),
    Aspect("hint", Text("hướng dẫn", "hint"), lambda x: x.hint, lambda x, _: _said(x.hint)),
    Aspect("error", Text("câu báo lỗi", "error message"), lambda x: x.error, lambda x, _: _said(x.error)),
    Aspect("example", Text("ví dụ", "example"), lambda x: x.example, lambda x, _: raw(x.example)),
    Aspect("prefix", Text("chữ đứng trước", "prefix"), lambda x: x.prefix, lambda x, _: _said(x.prefix)),
    Aspect("suffix", Text("chữ đứng sau", "suffix"), lambda x: x.suffix, lambda x, _: _said(x.suffix)),
    Aspect("widget", Text("cách nhập", "widget"), lambda x: x.widget, lambda x, _: raw(x.widget)),
    Aspect("row_name", Text("tên mỗi dòng", "name of a row"), lambda x: x.row_name, lambda x, _: _said(x.row_name)),
    Aspect("default", Text("giá trị sẵn", "default"), lambda x: repr(x.default), _default),
    Aspect("shown_if", Text("hỏi khi", "asked when"), lambda x: x.shown_if, lambda x, side: _asked(x, side)),
    Aspect("required_if", Text("bắt buộc khi", "required when"), lambda x: x.required_if, lambda x, side: _needed_when(x, side)),
    Aspect("formula", Text("công thức", "formula"), lambda x: x.formula, lambda x, _: raw(x.formula)),
    Aspect("constant", Text("giá trị cố định", "fixed value"), lambda x: repr(x.constant), lambda x, _: _constant(x)),
    Aspect("read_only", Text("chỉ đọc", "read-only"), lambda x: x.read_only, lambda x, _: truth_words(x.read_only)),
    Aspect("text", Text("lời cam đoan", "declaration"), lambda x: x.text, lambda x, _: _said(x.text)),
    Aspect("format", Text("dạng", "format"), lambda x: x.format, lambda x, _: raw(x.format)),
    Aspect("component", Text("thành phần hồ sơ", "dossier component"), lambda x: x.component, lambda x, _: raw(x.component)),
    Aspect("accept", Text("loại tệp", "kinds of files"), lambda x: (x.accept, x.max_mb), lambda x, _: _files(x)),
    Aspect("source", Text("nguồn điền sẵn", "source of prefill"), lambda x: x.source, lambda x, _: raw(x.source)),
    Aspect("units", Text("đơn vị hành chính", "units"), lambda x: x.is_former, lambda x, _: _units(x)),
    Aspect("role", Text("vai trò khi đối chiếu", "role in checks"), lambda x: (x.role, x.is_strict), lambda x, _: raw(x.role)),
    Aspect("shared", Text("trường dùng chung", "shared field"), lambda x: x.shared, lambda x, _: raw(x.shared)),
    Aspect("variants", Text("các cách khai", "ways to answer"), _ways, lambda x, _: _listed(x)),
    Aspect("is_personal", Text("riêng tư", "personal"), lambda x: x.is_personal, lambda x, _: truth_words(x.is_personal)),
)  # fmt: skip

FORM: Final[Sequence[Aspect[FormDefinition]]] = (
    Aspect("title", Text("tên", "title"), lambda x: x.title, lambda x, _: x.title),
    Aspect("description", Text("lời dẫn", "description"), lambda x: x.description, lambda x, _: _said(x.description)),
    Aspect("layout", Text("cách chia trang", "layout"), lambda x: x.layout, lambda x, _: LAYOUTS[x.layout]),
)  # fmt: skip
