"""What finishing a step does, in words: the button, who gets the dossier next, and what becomes of the deadline."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from motcua.domain.process import positions
from motcua.domain.process.process import Step
from motcua.services.desk.dossiers import DossierPage
from motcua.services.dossier.onward import Onward
from motcua.web.context import say
from motcua.web.filters import duration, instant, named

MOST_NAMES = 3


def button_of(step: Step, ahead: Sequence[Onward]) -> str:
    """The words on the primary button."""
    if step.phase == "return":
        return str(_("Xác nhận có kết quả"))
    if len(ahead) == 1:
        return str(_("Chuyển: %(step)s", step=named(ahead[0].step)))
    return str(_("Chuyển bước sau") if ahead else _("Hoàn thành bước này"))


def consequences_of(shown: DossierPage, step: Step, ahead: Sequence[Onward]) -> list[str]:
    """Sentences under the button."""
    found = [_next(one) for one in ahead]
    if len(ahead) > 1:
        found.insert(
            0, str(_("Bước sau theo quy trình và nội dung bạn ghi, là một hoặc nhiều bước dưới đây."))
        )
    if step.phase == "return":
        found.append(
            str(
                _(
                    "Đồng hồ của hồ sơ dừng khi bạn xác nhận; đúng hạn hay quá hạn tính theo lúc đó, "
                    "không theo lúc người nộp đến nhận."
                )
            )
        )
    elif shown.deadline is not None:
        due = instant(shown.deadline.due_at)
        found.append(str(_("Hạn của hồ sơ không đổi: %(due)s.", due=due)))
    return found


def _next(one: Onward) -> str:
    return str(
        _(
            "Chuyển đến %(who)s. Bước “%(step)s” có %(budget)s, đến %(due)s.",
            who=_who(one),
            step=named(one.step),
            budget=duration(one.budget),
            due=instant(one.due_at),
        )
    )


def _who(one: Onward) -> str:
    position = say(positions.of_step(one.step)) or named(one.step)
    if 1 <= len(one.people) <= MOST_NAMES:
        return f"{position} ({', '.join(one.people)})"
    return position
