"""The sentences a person reads at a field: what is wrong and how to put it right, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from motcua.domain.forms.form_definition import Field, FieldKind
from motcua.domain.forms.form_format import format_day, format_money, format_number
from motcua.domain.text import Text

_NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A field as a sentence names it; `where` tells the row or the group ("ở dòng 2", "in row 2")."""

    field: Field
    where: Text = _NO_TEXT

    @property
    def quoted(self) -> Text:
        label = self.field.label
        return Text(f"“{label.vi}”{self.where.vi}", f"“{label.en}”{self.where.en}")

    @property
    def subject(self) -> Text:
        """The field as the first words of a sentence."""
        english = _with_article(self.field.label.en)
        return Text(
            f"{self.field.label.vi}{self.where.vi}", f"{english[0].upper()}{english[1:]}{self.where.en}"
        )

    @property
    def inline(self) -> Text:
        label = self.field.label
        return Text(f"{lowered(label.vi)}{self.where.vi}", f"{_with_article(label.en)}{self.where.en}")

    def with_row(self, number: int) -> Text:
        """The words that name row `number` (from 1) of this field."""
        return Text(f" ở dòng {number}", f" in row {number}")

    def as_group(self) -> Text:
        """The words that name this field as the group of another."""
        return Text(f" ({self.field.label.vi})", f" ({self.field.label.en})")


def lowered(label: str) -> str:
    """The label inside a sentence: first letter small unless it begins an abbreviation or a proper noun."""
    text = label.rstrip("?:. ")
    return text if text[1:2].isupper() or text[1:2] == "" else text[0].lower() + text[1:]


_NO_ARTICLE = re.compile(r"(the|a|an|your|who|what|which|whether|when|where|how)\b", re.IGNORECASE)


def _with_article(label: str) -> str:
    text = lowered(label)
    return text if _NO_ARTICLE.match(text) else f"the {text}"


_REQUIRED: Mapping[FieldKind, Text] = {
    "choice": Text("Chọn {vi}.", "Select {en}."),
    "choices": Text("Chọn {vi}.", "Select {en}."),
    "yes_no": Text("Chọn Có hoặc Không cho {quoted_vi}.", "Select Yes or No for {quoted_en}."),
    "group": Text("Khai {vi}.", "Fill in {en}."),
    "rows": Text("Thêm ít nhất một dòng vào {quoted_vi}.", "Add at least one row to {quoted_en}."),
    "file": Text("Đính kèm {vi}.", "Attach {en}."),
}
_ENTER = Text("Nhập {vi}.", "Enter {en}.")

_TYPE: Mapping[FieldKind, Text] = {
    "number": Text(
        "{subject_vi} phải là số, ví dụ 12,5.{typed_vi}",
        "{subject_en} must be a number, such as 12.5.{typed_en}",
    ),
    "integer": Text(
        "{subject_vi} phải là số nguyên, ví dụ 3.{typed_vi}",
        "{subject_en} must be a whole number, such as 3.{typed_en}",
    ),
    "money": Text(
        "{subject_vi} phải là số tiền bằng đồng, ví dụ 80.000.000.{typed_vi}",
        "{subject_en} must be an amount in đồng, such as 80,000,000.{typed_en}",
    ),
    "yes_no": _REQUIRED["yes_no"],
    "group": Text("{subject_vi} phải gồm các mục con.", "{subject_en} must consist of its own fields."),
    "rows": Text("{subject_vi} phải là danh sách các dòng.", "{subject_en} must be a list of rows."),
    "choices": Text(
        "{subject_vi} phải là danh sách lựa chọn.", "{subject_en} must be a list of the given choices."
    ),
}
_TEXT_TYPE = Text("{subject_vi} phải là chữ.{typed_vi}", "{subject_en} must be text.{typed_en}")


def required(place: Place) -> Text:
    return fill(_REQUIRED.get(place.field.kind, _ENTER), place)


def wrong_type(place: Place, value: object) -> Text:
    if place.field.kind == "date":
        return not_a_date(place, value)
    return fill(_TYPE.get(place.field.kind, _TEXT_TYPE), place, value)


def not_in_list(place: Place) -> Text:
    return fill(
        Text(
            "{subject_vi} không có trong danh sách. Chọn một trong các mục đã cho.",
            "{subject_en} is not in the list. Select one of the given choices.",
        ),
        place,
    )


def wrong_digits(place: Place, value: str, needed: int) -> Text:
    """Digits missing or left over, counted; or signs that are no digits."""
    if not (value.isascii() and value.isdecimal()):
        return fill(
            Text(
                f"{{subject_vi}} chỉ gồm {needed} chữ số.{{typed_vi}}",
                f"{{subject_en}} has {needed} digits and nothing else.{{typed_en}}",
            ),
            place,
            value,
        )
    label, given = place.subject, len(value)
    if given < needed:
        return Text(
            f"{label.vi} còn thiếu {needed - given} chữ số. Bạn đã nhập {given} trên {needed}.",
            f"{label.en} lacks {_count(needed - given, 'digit')}. You entered {given} of {needed}.",
        )
    return Text(
        f"{label.vi} thừa {given - needed} chữ số. Bạn đã nhập {given}, cần {needed}.",
        f"{label.en} has {_count(given - needed, 'digit')} too many. You entered {given}, not {needed}.",
    )


def wrong_shape(place: Place) -> Text:
    """The author's own sentence for the pattern, else the example."""
    if place.field.error:
        return place.field.error
    example = place.field.example
    return fill(
        Text(
            "{subject_vi} chưa đúng mẫu." + (f" Ví dụ: {plain(example)}." if example else ""),
            "{subject_en} does not have the expected form."
            + (f" Example: {plain(example)}." if example else ""),
        ),
        place,
    )


def too_short(place: Place, given: int, needed: int) -> Text:
    label = place.subject
    return Text(
        f"{label.vi} quá ngắn: cần ít nhất {needed} ký tự, bạn đã nhập {given}.",
        f"{label.en} is too short: it needs at least {_count(needed, 'character')}, you entered {given}.",
    )


def too_long(place: Place, given: int, allowed: int) -> Text:
    label = place.subject
    return Text(
        f"{label.vi} dài quá {allowed} ký tự. Hãy bớt {given - allowed} ký tự.",
        f"{label.en} is longer than {_count(allowed, 'character')}. Remove {given - allowed}.",
    )


def out_of_bounds(place: Place, bound: int | float, *, below: bool) -> Text:
    shown = format_money(bound) if place.field.kind == "money" else format_number(bound)
    label = place.subject
    if below:
        return Text(f"{label.vi} phải từ {shown.vi} trở lên.", f"{label.en} must be {shown.en} or more.")
    return Text(f"{label.vi} không được quá {shown.vi}.", f"{label.en} must be {shown.en} or less.")


def not_a_date(place: Place, value: object, *, is_partial: bool = False) -> Text:
    """Names what is wrong with a typed date: the year in two figures, a day that does not exist."""
    label, quoted = place.subject, place.quoted
    typed = re.fullmatch(r"\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,4})\s*", str(value), re.ASCII)
    if typed and len(typed.group(3)) < 4:
        return Text(
            f"Ghi đủ bốn chữ số của năm ở {quoted.vi}, ví dụ 27/03/1990.",
            f"Write the year in four figures in {quoted.en}, such as 27/03/1990.",
        )
    if typed:
        day = "/".join(typed.groups())
        return Text(
            f"{label.vi}: không có ngày {day}. Xem lại ngày và tháng.",
            f"{label.en}: there is no day {day}. Check day and month.",
        )
    if is_partial:
        return Text(
            f"{label.vi} chưa phải là một ngày. Ghi năm, tháng/năm hoặc ngày/tháng/năm: 1956, 08/1956, 21/08/1956.",
            f"{label.en} is not a date. Write year, month/year or day/month/year: 1956, 08/1956, 21/08/1956.",
        )
    return Text(
        f"{label.vi} chưa phải là một ngày. Ghi ngày/tháng/năm, ví dụ 27/03/1990.",
        f"{label.en} is not a date. Write day/month/year, such as 27/03/1990.",
    )


def date_out_of_bounds(place: Place, bound: date, *, below: bool, is_today: bool) -> Text:
    if place.field.error:
        return place.field.error
    label, day = place.subject, format_day(bound)
    vi, en = (f"hôm nay ({day})", f"today ({day})") if is_today else (f"ngày {day}", day)
    if below:
        return Text(f"{label.vi} không được trước {vi}.", f"{label.en} must not be before {en}.")
    return Text(f"{label.vi} không được sau {vi}.", f"{label.en} must not be after {en}.")


def too_few(place: Place, needed: int) -> Text:
    quoted, rows = place.quoted.vi, place.field.kind == "rows"
    return Text(
        f"Thêm vào {quoted} cho đủ {needed} dòng." if rows else f"Chọn ít nhất {needed} mục ở {quoted}.",
        f"{place.subject.en} needs at least {_count(needed, 'row' if rows else 'choice')}.",
    )


def too_many(place: Place, allowed: int) -> Text:
    label, rows = place.subject, place.field.kind == "rows"
    return Text(
        f"{label.vi} có nhiều nhất {allowed} {'dòng' if rows else 'mục'}. Hãy bớt đi.",
        f"{label.en} has at most {_count(allowed, 'row' if rows else 'choice')}. Remove some.",
    )


def duplicate(place: Place) -> Text:
    return fill(
        Text(
            "{subject_vi} có mục bị lặp lại. Bỏ mục trùng đi.",
            "{subject_en} has a repeated entry. Remove it.",
        ),
        place,
    )


def not_an_email(place: Place) -> Text:
    return fill(
        Text(
            "{subject_vi} chưa phải là địa chỉ thư điện tử, ví dụ ten@example.vn.{typed_vi}",
            "{subject_en} is not an e-mail address, such as name@example.vn.{typed_en}",
        ),
        place,
    )


def not_a_file(place: Place) -> Text:
    return fill(
        Text(
            "Không nhận ra tệp của {quoted_vi}. Hãy đính kèm lại.",
            "The file of {quoted_en} is not known. Attach it again.",
        ),
        place,
    )


def unknown(key: str) -> Text:
    shown = shortened(key)
    return Text(
        f"Tờ khai không có mục “{shown}”. Hãy bỏ mục này.", f"The form has no field “{shown}”. Remove it."
    )


NOT_AN_OBJECT = Text("Dữ liệu phải là một đối tượng JSON {…}.", "The data must be a JSON object {…}.")


def fill(template: Text, place: Place, value: object = None) -> Text:
    inline, quoted = place.inline, place.quoted
    shown = (
        shortened(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    )
    return template.format(
        vi=inline.vi,
        en=inline.en,
        quoted_vi=quoted.vi,
        quoted_en=quoted.en,
        subject_vi=place.subject.vi,
        subject_en=place.subject.en,
        typed_vi=f" Bạn đã nhập “{shown}”." if shown else "",
        typed_en=f" You entered “{shown}”." if shown else "",
    )


def plain(text: str) -> str:
    """Author's text inside a template of ours: its braces are not placeholders."""
    return text.replace("{", "{{").replace("}", "}}").rstrip(".")


def shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
