"""Doubts about the words of a form: labels, English, kinds of questions that fit better, personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.domain.forms.form_definition import Field, FormDefinition, in_object
from motcua.domain.forms.form_errors import child
from motcua.domain.text import Text

MAX_LABEL = 120
_ACCOUNT = ("full_name", "personal_id", "birth_date", "phone", "email", "address")
SOURCES = frozenset(
    ("organisation.name", "organisation.tax_code", "earlier", *(f"account.{one}" for one in _ACCOUNT))
)
"""Where once-only prefill may come from; besides these, `paper.<component>`."""
_PERSONAL = frozenset({"full_name", "personal_id", "phone", "email", "bank_account", "family"})
_BETTER: Sequence[tuple[str, str, Text]] = (
    (r"số định danh|căn cước|cccd", "personal_id", Text("số định danh", "personal number")),
    (r"mã số thuế", "tax_code", Text("mã số thuế", "tax code")),
    (r"điện thoại", "phone", Text("điện thoại", "phone")),
    (r"thư điện tử|e-?mail", "email", Text("thư điện tử", "e-mail")),
    (r"^họ,? (chữ đệm|và|tên)", "full_name", Text("họ và tên", "full name")),
    (r"^ngày (sinh|cấp|mất|hết hạn)(?!.*bằng chữ)", "date", Text("ngày", "date")),
    (r"số tài khoản", "bank_account", Text("tài khoản ngân hàng", "bank account")),
    (r"^(số tiền|vốn|giá trị|thu nhập)\b", "money", Text("số tiền", "amount of money")),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a reviewer of forms would ask about; an error is more than a doubt."""

    code: str
    pointer: str
    message: Text
    is_error: bool = False


def word_doubts(form: FormDefinition, schema: Mapping[str, Any]) -> Iterator[Doubt]:
    """Every doubt about words, in reading order."""
    yield from _english(schema, "", is_root=True)
    for number, section in enumerate(form.sections):
        if isinstance(sections := schema.get("x-sections"), list) and number < len(sections):
            yield from _english(sections[number], f"/x-sections/{number}", is_root=True)
        yield from _twice(section.fields)
    whole = {id(inner) for _, field in form.walk() if field.widget for inner in field.fields}
    for _, field in form.walk():
        yield from _of_field(field)
        if id(field) not in whole:
            yield from _better(field)
        for inner in [variant.fields for variant in field.variants] or [field.fields]:
            yield from _twice(inner)


def _of_field(field: Field) -> Iterator[Doubt]:
    if not field.key or field.kind == "note":
        return
    label = field.label.vi
    if len(label) > MAX_LABEL:
        yield Doubt(
            "long_label",
            child(field.place, "title"),
            Text(
                f"Nhãn “{label[:40]}…” dài {len(label)} ký tự. Rút còn {MAX_LABEL}, phần còn lại đưa vào lời giúp.",
                f"The label “{label[:40]}…” has {len(label)} characters. Keep to {MAX_LABEL}; move the rest to the help.",
            ),
        )
    yield from _no_english(field)
    yield from _unlabelled(field)
    is_marked = field.is_personal or any(inner.is_personal for inner in field.fields)
    if (field.widget in _PERSONAL or field.role == "birth_date") and not is_marked:
        yield Doubt(
            "not_personal",
            field.place,
            Text(
                f"Mục “{label}” là dữ liệu cá nhân nhưng chưa đánh dấu (x-personal).",
                f"“{field.label.en}” is personal data but is not marked so (x-personal).",
            ),
        )
    if field.source and field.source not in SOURCES and not field.source.startswith("paper."):
        yield Doubt(
            "unknown_source",
            child(field.place, "x-source"),
            Text(
                f"Không có nguồn điền sẵn “{field.source}”.",
                f"There is no source of prefill “{field.source}”.",
            ),
        )
    if field.widget == "declaration" and field.text is None:
        yield Doubt(
            "no_declaration",
            child(field.place, "x-text"),
            Text(
                f"Lời cam đoan của “{label}” còn trống.", f"The declaration of “{field.label.en}” is empty."
            ),
            is_error=True,
        )


def _english(node: object, place: str, *, is_root: bool = False) -> Iterator[Doubt]:
    """A title that has no English half."""
    if isinstance(node, Mapping) and isinstance(node.get("title"), str):
        english = node.get("x-en")
        if not (isinstance(english, Mapping) and english.get("title")):
            yield _lacks_english(node["title"], place)


def _no_english(field: Field) -> Iterator[Doubt]:
    """A text fell back to Vietnamese; a word written alike in both languages is no text."""
    texts = (
        field.label,
        field.hint,
        field.error,
        field.text,
        field.suffix,
        *(one.label for one in field.choices),
    )
    for text in texts:
        if text is not None and text.vi == text.en and not text.vi.isascii():
            yield _lacks_english(text.vi, field.place)
            return


def _lacks_english(words: str, place: str) -> Doubt:
    short = words if len(words) <= 60 else words[:59] + "…"
    return Doubt(
        "no_english",
        child(place, "x-en"),
        Text(f"“{short}” chưa có tiếng Anh.", f"“{short}” has no English text."),
    )


def _unlabelled(field: Field) -> Iterator[Doubt]:
    for choice in field.choices:
        if choice.label.vi == choice.key and re.search(r"[a-z]_|^[a-z]+$", choice.key):
            yield Doubt(
                "choice_label",
                field.place,
                Text(
                    f"Lựa chọn “{choice.key}” của “{field.label.vi}” chưa có nhãn.",
                    f"The choice “{choice.key}” of “{field.label.en}” has no label.",
                ),
            )


def _better(field: Field) -> Iterator[Doubt]:
    """Free text where a kind of question of its own would check the answer."""
    if field.kind != "text" or field.widget or field.format:
        return
    for words, widget, name in _BETTER:
        if re.search(words, field.label.vi.lower()):
            yield Doubt(
                "better_kind",
                field.place,
                Text(
                    f"“{field.label.vi}” đang là chữ tự do; dùng kiểu {name.vi} ({widget}) để được kiểm tra.",
                    f"“{field.label.en}” is free text; use the kind {name.en} ({widget}) to have it checked.",
                ),
            )
            return


def _twice(fields: Sequence[Field]) -> Iterator[Doubt]:
    """Two questions side by side with one label: nobody can tell them apart in a message."""
    seen: set[str] = set()
    for field in in_object(fields) if not any(one.variants for one in fields) else iter(fields):
        label = field.label.vi.casefold().strip()
        if label in seen and field.kind != "note":
            yield Doubt(
                "same_label",
                child(field.place, "title"),
                Text(
                    f"Có hai mục cùng nhãn “{field.label.vi}”. Đặt nhãn phân biệt được.",
                    f"Two fields have the label “{field.label.en}”. Give them labels that tell them apart.",
                ),
            )
        seen.add(label)
