"""The column “Nếu kích hoạt”: what a new version would do, a number and a sentence each, what is bad first told as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import url_for
from flask_babel import gettext as _

from motcua.domain.process import positions
from motcua.domain.process.process import Step
from motcua.domain.text import Text
from motcua.services.version.comparison import Comparison
from motcua.services.version.impact import Impact
from motcua.store.base import Record
from motcua.web.context import say
from motcua.web.filters import named

LISTED = 5


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: how many, what in bold, the rest, what is concerned, and where it leads. `state` is as of a notice."""

    count: int
    strong: str
    text: str
    state: Literal["plain", "warn", "bad"] = "plain"
    names: Sequence[str] = ()
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects as they stand `at`."""

    at: datetime
    lines: Sequence[Effect]


def impact_of(found: Comparison, impact: Impact) -> Effects:
    """The effects, what people ask for first: dossiers, citizens, agencies, what would break."""
    lines = [*_dossiers(found, impact), *_drafts(impact), *_agencies(impact), *_breaks(impact)]
    return Effects(impact.at, lines)


def _dossiers(found: Comparison, impact: Impact) -> Iterator[Effect]:
    procedure = found.procedure
    if procedure is None:
        return
    yield Effect(
        impact.open,
        _("hồ sơ đang mở giữ phiên bản của mình"),
        _("đến khi xong. Hạn của chúng không đổi."),
        names=_listed(_by_step(found, impact)),
        url=url_for("studio.live_counts", code=procedure.code),
        link=_("Xem hồ sơ theo bước"),
    )
    yield Effect(
        0,
        _("hồ sơ bị chuyển"),
        _("sang bản mới. Sau khi kích hoạt, muốn chuyển phải chọn từng hồ sơ và xem trước."),
    )
    for one in impact.stranded:
        yield Effect(
            one.count,
            _("hồ sơ ở bước “%(name)s”", name=_step(one.step)),
            _("mà bản mới không có. Nếu chuyển, phải chọn bước khác cho chúng."),
            "warn",
        )


def _by_step(found: Comparison, impact: Impact) -> Sequence[str]:
    """Where the open dossiers of the version to be replaced stand, in the order of its steps."""
    steps = found.old.side.model.steps if found.old is not None else ()
    return [
        _("Bước “%(name)s”: %(count)s", name=_step(one), count=impact.steps[one.id].open)
        for one in sorted(steps, key=lambda step: step.order)
        if one.id in impact.steps
    ]


def _drafts(impact: Impact) -> Iterator[Effect]:
    if not impact.asked:
        yield Effect(
            impact.drafts, _("bản nháp của công dân"), _("được hỏi như trước; điều đã điền vẫn giữ.")
        )
        return
    names = [say(one.sentence) for one in impact.asked]
    yield Effect(
        impact.drafts,
        _("bản nháp của công dân"),
        _("được hỏi khác khi mở lại; điều đã điền vẫn giữ:"),
        names=_listed(names),
    )


def _agencies(impact: Impact) -> Iterator[Effect]:
    if impact.lost:
        names = [
            _("%(place)s: %(steps)s", place=_place(one), steps=_steps(missing))
            for one, missing in impact.lost
        ]
        yield Effect(
            len(impact.lost),
            _("nơi thiếu người"),
            _("nên không nhận hồ sơ theo bản mới. Gán tài khoản vào các bước sau:"),
            "bad",
            _listed(names),
        )
    if impact.gained:
        names = [_place(one) for one in impact.gained]
        yield Effect(len(names), _("nơi nhận thêm"), _("thủ tục này:"), names=_listed(names))
    yield Effect(
        impact.offering,
        _("cơ quan nhận hồ sơ"),
        _("theo bản mới; tờ hướng dẫn công khai đổi theo lúc kích hoạt."),
        "plain" if impact.offering else "bad",
    )


def _breaks(impact: Impact) -> Iterator[Effect]:
    if impact.breaks:
        yield Effect(
            len(impact.breaks),
            _("lỗi phải sửa"),
            _("trước khi kích hoạt:"),
            "bad",
            _listed([say(one.message) for one in impact.breaks]),
        )


def _place(agency: Record) -> str:
    return named(agency)


def _steps(missing: Sequence[Step]) -> str:
    return ", ".join(f"“{_step(one)}” ({say(positions.of_step(one))})" for one in missing)


def _step(step: Step) -> str:
    return say(Text(step.name, step.name_en or step.name))


def _listed(names: Sequence[str]) -> Sequence[str]:
    """The first few, and how many more."""
    if len(names) <= LISTED:
        return names
    return [*names[:LISTED], str(_("và %(count)s mục nữa", count=len(names) - LISTED))]
