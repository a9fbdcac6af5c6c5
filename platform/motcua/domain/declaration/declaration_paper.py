"""A declaration on paper: what stands on it, line by line, before anything is typeset.

The PDF and the .docx are made of the same `Paper`. Without answers it is the blank form of B-03; with them it is the
declaration in the words of the form it was filled in with (B-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from motcua.domain.declaration.declaration import DECLARATION
from motcua.domain.declaration.declaration_items import Item, Writer
from motcua.domain.declaration.declaration_plan import Plan, plan_of
from motcua.domain.declaration.declaration_words import Catalogues, clean
from motcua.domain.forms.form_definition import FormDefinition, in_object
from motcua.domain.text import Text

__all__ = ["Filed", "Item", "Paper", "paper_of"]

SIGNER: Final = Text("Người khai", "Declarant")
SIGN_HERE: Final = Text("(Ký, ghi rõ họ tên)", "(Signature, full name)")
TO: Final = Text("Kính gửi:", "To:")
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
UNKNOWN_DAY: Final = Text(
    "......, ngày ..... tháng ..... năm ......", "......, date ..... month ..... year ......"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """What is known once the declaration was sent: `address` is what the QR code opens, `agency` who got it.

    `pledge` are the words that were accepted (B-06), empty where none were kept; `told` says when and how it was sent.
    """

    code: str = ""
    address: str = ""
    agency: str = ""
    day: date | None = None
    signer: str = ""
    pledge: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is printed, in one language; empty texts are not printed. `motto` are the two lines of the head."""

    language: Literal["vi", "en"]
    motto: tuple[str, ...]
    number: str
    legal: str
    title: str
    to: str
    addressee: str
    items: tuple[Item, ...]
    pledge: tuple[str, ...]
    place_and_day: str
    signer: str
    sign_here: str
    signer_name: str
    code: str
    address: str
    told: str

    @property
    def is_filed(self) -> bool:
        return bool(self.code)


def paper_of(
    form: FormDefinition,
    data: Mapping[str, object] | None,
    language: str = "vi",
    *,
    files: Mapping[str, str] | None = None,
    filed: Filed | None = None,
    catalogues: Catalogues | None = None,
) -> Paper:
    """The declaration with these answers; the blank form where `data` is None.

    `data` are answers as stored; they need not fit the form any more. `files`: id → name.
    """
    spoken: Literal["vi", "en"] = "en" if language == "en" else "vi"
    plan, sent = plan_of(form), filed or Filed()
    items = Writer(form, data, spoken, files or {}, catalogues or Catalogues()).items(plan)
    return Paper(
        language=spoken,
        motto=MOTTO if plan.has_motto else (),
        number=_said(plan.number, spoken),
        legal=_said(plan.legal, spoken),
        title=clean(plan.title.in_(spoken)).upper(),
        to=TO.in_(spoken),
        addressee=clean(sent.agency) or _said(plan.addressee, spoken),
        items=items,
        pledge=_pledge(plan, sent, form, data, spoken),
        place_and_day=_place_and_day(sent.day, spoken),
        signer=(plan.signer or SIGNER).in_(spoken),
        sign_here=SIGN_HERE.in_(spoken),
        signer_name=_signer_name(plan, sent, data or {}),
        code=clean(sent.code),
        address=clean(sent.address),
        told=clean(sent.told),
    )


def _said(text: Text | None, language: str) -> str:
    return clean(text.in_(language)) if text is not None else ""


def _pledge(plan: Plan, sent: Filed, form: FormDefinition, data: object, language: str) -> tuple[str, ...]:
    """Once filed the words that were accepted; before that those of the form, else the house's own."""
    declared = [one for one in in_object(form.fields) if one.text is not None]
    if sent.pledge:
        ticked = [one.text for one in declared if isinstance(data, Mapping) and data.get(one.key) is True]
        told = [*(clean(one.in_(language)) for one in ticked if one), *map(clean, sent.pledge.splitlines())]
        return tuple(dict.fromkeys(one for one in told if one))
    own = plan.pledge or tuple(one.text for one in declared if one.text) or (DECLARATION,)
    return tuple(clean(one.in_(language)) for one in own)


def _place_and_day(day: date | None, language: str) -> str:
    if day is None:
        return UNKNOWN_DAY.in_(language)
    if language == "en":
        return f"......, {day.day:02d}/{day.month:02d}/{day.year}"
    # "ngày 01 tháng 02": single digits of day, and of January and February, are written with a nought (NĐ 30/2020).
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"......, ngày {day.day:02d} tháng {month} năm {day.year}"


def _signer_name(plan: Plan, sent: Filed, data: Mapping[str, object]) -> str:
    """The name at `signer_field`, of a group its own "ho_ten" or first text; else that of who filed."""
    named: object = data
    for key in plan.signer_field.split("."):
        named = named.get(key) if isinstance(named, Mapping) else None
    if isinstance(named, Mapping):
        texts = (one for one in named.values() if isinstance(one, str))
        named = named.get("ho_ten") or next(texts, "")
    return clean(named if isinstance(named, str) and named else sent.signer)
