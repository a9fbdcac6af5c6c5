"""Sentences about rules, steps, constants and formats: what is wrong and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from motcua.domain.forms.form_format import format_money, format_number
from motcua.domain.forms.form_messages import Place, fill, lowered, not_an_email, shortened
from motcua.domain.text import Text


def beyond(place: Place, bound: int | float, *, above: bool) -> Text:
    """A bound that itself is not allowed."""
    shown = format_money(bound) if place.field.kind == "money" else format_number(bound)
    label = place.subject
    if above:
        return Text(f"{label.vi} phải lớn hơn {shown.vi}.", f"{label.en} must be more than {shown.en}.")
    return Text(f"{label.vi} phải nhỏ hơn {shown.vi}.", f"{label.en} must be less than {shown.en}.")


def wrong_step(place: Place, value: object, step: int | float) -> Text:
    label, shown = place.subject, format_number(step)
    return Text(f"{label.vi} phải là bội số của {shown.vi}.", f"{label.en} must be a multiple of {shown.en}.")


def not_the_constant(place: Place, value: object) -> Text:
    if value is True:
        return fill(Text("Đánh dấu vào {quoted_vi} để tiếp tục.", "Tick {quoted_en} to continue."), place)
    shown = shortened(str(value))
    return Text(f"{place.subject.vi} phải là “{shown}”.", f"{place.subject.en} must be “{shown}”.")


def not_asked(place: Place) -> Text:
    return fill(
        Text(
            "Không phải khai {vi} trong trường hợp này. Bỏ mục này đi.",
            "Do not answer {en} in this case. Remove it.",
        ),
        place,
    )


BROKEN_RULE = Text(
    "Các câu trả lời chưa khớp nhau. Xem lại các mục liên quan.",
    "The answers do not fit together. Check the fields that belong together.",
)


def one_of_these(labels: Sequence[Text]) -> Text:
    """None of several answers was given."""
    return Text(
        f"Khai ít nhất một trong các mục: {', '.join(lowered(one.vi) for one in labels)}.",
        f"Fill in at least one of: {', '.join(lowered(one.en) for one in labels)}.",
    )


def not_of_format(place: Place, value: object, form: str) -> Text:
    """A text that does not keep to its format, with an example of one that does."""
    if form == "email":
        return not_an_email(place)
    example = _EXAMPLES.get(form, "")
    return fill(
        Text(
            f"{{subject_vi}} chưa đúng mẫu, ví dụ {example}.{{typed_vi}}",
            f"{{subject_en}} does not have the expected form, such as {example}.{{typed_en}}",
        ),
        place,
        value,
    )


_EXAMPLES: Mapping[str, str] = {
    "time": "07:30",
    "date-time": "2026-06-15T07:30",
    "uri": "https://example.vn",
    "uuid": "3f2b8c1e-5a47-4f0e-9a52-0d1c6b7e8f90",
}
