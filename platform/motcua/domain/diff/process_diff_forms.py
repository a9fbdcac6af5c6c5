"""What changed in the forms of a procedure: questions, their kinds, choices and bounds, and the rules between them (B-11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from motcua.domain.check.process_rules_names import form_keys
from motcua.domain.diff.process_diff_change import PRESENT, Change, Side, Thing, altered, differing
from motcua.domain.diff.process_diff_questions import FIELD, FORM, needed
from motcua.domain.diff.process_diff_questions import KINDS as KINDS
from motcua.domain.diff.process_diff_words import raw
from motcua.domain.forms.form_definition import Choice, Field, FormDefinition
from motcua.domain.text import Text

_RULES: Final = (
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas",
)  # fmt: skip


def form_changes(old: Side, new: Side) -> Iterator[Change]:
    """The changes of every form that either process uses, as a dossier meets them."""
    used = [[key for key in form_keys(side.model) if key in side.forms] for side in (old, new)]
    for key in (*used[1], *(gone for gone in used[0] if gone not in used[1])):
        was, now = (
            side.forms[key] if key in mine else None for side, mine in zip((old, new), used, strict=True)
        )
        if was is None and now is not None:
            yield Change("added", "form", "", _form(now), None, None, PRESENT, new=key)
        elif now is None and was is not None:
            yield Change("removed", "form", "", _form(was), None, PRESENT, None, old=key)
        elif was is not None and now is not None and was.schema != now.schema:
            yield from _of_form(key, (was, old), (now, new))


def _of_form(
    key: str, old: tuple[FormDefinition, Side], new: tuple[FormDefinition, Side]
) -> Iterator[Change]:
    thing = Thing("form", _form(new[0]), key, key)
    found = [*differing(FORM, thing, old, new), *_fields(key, old, new), *_rules(thing, old[0], new[0])]
    if not found:
        others = Text("chi tiết khác", "other details")
        found.append(
            altered(
                thing, "schema", others, (Text("như trước", "as before"), ""), (Text("đã sửa", "edited"), "")
            )
        )
    yield from found


def _rules(thing: Thing, old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    """The rules between questions: which answers make which others required."""
    was, now = ([form.schema.get(word) for word in _RULES] for form in (old, new))
    if was != now:
        label = Text("quy tắc giữa các mục", "rules between questions")
        counts = [sum(map(_count, _RULES, side)) for side in (was, now)]
        words = [Text(f"{count} quy tắc", f"{count} rules") for count in counts]
        if counts[0] == counts[1]:
            words = [Text("như trước", "as before"), Text("nội dung khác", "other content")]
        yield altered(thing, "rules", label, (words[0], was), (words[1], now))


def _count(word: str, value: object) -> int:
    """How many rules a word holds: each of a list, each of a map, one of an `if` with its two ways."""
    if value is None or word in ("then", "else"):
        return 0
    return (
        len(value)
        if word in ("allOf", "dependentRequired", "dependentSchemas") and isinstance(value, list | Mapping)
        else 1
    )


def _parts(form: FormDefinition, side: Side) -> Text:
    return Text(
        "; ".join(
            f"{one.title.vi}: {', '.join(field.label.vi for field in one.fields)}" for one in form.sections
        ),
        "; ".join(
            f"{one.title.en}: {', '.join(field.label.en for field in one.fields)}" for one in form.sections
        ),
    )


def _form(form: FormDefinition) -> Text:
    return Text(f"Biểu mẫu “{form.title.vi}”", f"Form “{form.title.en}”")


def _fields(key: str, old: tuple[FormDefinition, Side], new: tuple[FormDefinition, Side]) -> Iterator[Change]:
    """Questions added, removed and changed; then the parts and the order of those that both have."""
    was, now = dict(old[0].walk()), dict(new[0].walk())
    renamed = _renamed(was, now)
    for path in (*now, *(gone for gone in was if gone not in now)):
        before = renamed.get(path, path)
        if path in now and before in was:
            yield from _of_field(key, (before, path), (was[before], old[1]), (now[path], new[1]))
        elif path in now:
            place = _question(new[0], now[path])
            yield Change(
                "added", "form", "", place, None, None, _field_words(now[path], new[1]), new=f"{key}{path}"
            )
        elif path not in renamed.values():
            place = _question(old[0], was[path])
            yield Change(
                "removed", "form", "", place, None, _field_words(was[path], old[1]), None, old=f"{key}{path}"
            )
    yield from _order(key, old, new, set(was) & set(now))


def _renamed(was: Mapping[str, Field], now: Mapping[str, Field]) -> Mapping[str, str]:
    """New path → old path of questions that only got another key: same place, same label, same kind."""
    waiting: dict[object, list[str]] = {}
    for path, field in was.items():
        if path not in now:
            waiting.setdefault((path.rpartition("/")[0], field.label.vi, field.kind), []).append(path)
    found = {}
    for path, field in now.items():
        same = waiting.get((path.rpartition("/")[0], field.label.vi, field.kind))
        if path not in was and same:
            found[path] = same.pop(0)
    return found


def _of_field(
    key: str, paths: tuple[str, str], old: tuple[Field, Side], new: tuple[Field, Side]
) -> Iterator[Change]:
    place = Text(f"Mục “{new[0].label.vi}”", f"Question “{new[0].label.en}”")
    thing = Thing("form", place, f"{key}{paths[0]}", f"{key}{paths[1]}")
    if paths[0] != paths[1]:
        was, now = raw(old[0].key), raw(new[0].key)
        yield altered(thing, "key", Text("mã mục", "key"), (was, paths[0]), (now, paths[1]))
    yield from differing(FIELD, thing, old, new)
    choices = [{one.key: one for one in side[0].choices} for side in (old, new)]
    for one in dict.fromkeys((*choices[1], *choices[0])):
        yield from _of_choice(thing, choices[0].get(one), choices[1].get(one))


def _of_choice(thing: Thing, was: Choice | None, now: Choice | None) -> Iterator[Change]:
    if was == now:
        return
    what = Text("lựa chọn", "choice")
    if was is None and now is not None:
        yield Change("added", "form", "choices", thing.where, what, None, now.label, thing.old, thing.new)
    elif now is None and was is not None:
        yield Change("removed", "form", "choices", thing.where, what, was.label, None, thing.old, thing.new)
    elif was is not None and now is not None:
        yield altered(thing, "choices", what, (was.label, was.key), (now.label, now.key))


def _order(
    key: str, old: tuple[FormDefinition, Side], new: tuple[FormDefinition, Side], both: set[str]
) -> Iterator[Change]:
    shared = [
        [
            (one.title, [field.key for field in one.fields if f"/{field.key}" in both])
            for one in side[0].sections
        ]
        for side in (old, new)
    ]
    inner = [[path for path, _ in side[0].walk() if path in both] for side in (old, new)]
    if shared[0] != shared[1] or inner[0] != inner[1]:
        thing = Thing("form", _form(new[0]), key, key)
        label = Text("các phần và thứ tự câu hỏi", "parts and order of questions")
        yield altered(thing, "sections", label, (_parts(*old), ""), (_parts(*new), ""))


def _question(form: FormDefinition, field: Field) -> Text:
    return Text(
        f"Biểu mẫu “{form.title.vi}”, mục “{field.label.vi}”",
        f"Form “{form.title.en}”, question “{field.label.en}”",
    )


def _field_words(field: Field, side: Side) -> Text:
    kind, must = KINDS[field.kind], needed(field, side)
    return Text(f"{kind.vi}, {must.vi}", f"{kind.en}, {must.en}")
