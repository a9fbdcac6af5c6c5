"""The proof by trial: models and mutants judged by the checker, then walked by the engine."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from motcua.domain.check.process_rules import check
from motcua.domain.errors import MotcuaError
from motcua.engine.reader.reader import read
from tools.soundness.drawing import Drawing
from tools.soundness.form import FORM
from tools.soundness.generator import Generator
from tools.soundness.mutations import mutate
from tools.soundness.walks import Walker

PLAYED = frozenset(
    {
        "gateway.join_waits", "gateway.parallel_not_joined", "gateway.endless_circle", "gateway.circle_of_lists",
        "event.never_comes", "node.never_ends", "model.too_entangled", "error.uncaught",
    }
)  # fmt: skip
"""The findings of the token game. Only these can be wrong about a drawing; the others are about how it is drawn."""

DOUBTS = 150


@dataclass
class Figures:
    """What was tried, and what went wrong: `missed` was passed and did not end, `wrong` was refused and does end."""

    models: int = 0
    mutants: int = 0
    passed: int = 0
    refused: int = 0
    walks: int = 0
    steps: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    @property
    def wrong_part(self) -> float:
        """Wrongly refused models among all that were judged."""
        return len(self.wrong) / max(1, self.models + self.mutants)

    @property
    def holds(self) -> bool:
        return not self.missed and self.wrong_part < 0.02


def prove(
    models: int,
    mutants: int,
    walks: int,
    seed: int,
    keep: Callable[[str, bytes], None] = lambda name, bpmn: None,
) -> Figures:
    """Judge `models` sound models with `mutants` mutants each; walk what passes at least `walks` times in all.

    `keep` is given the file of everything that was judged wrongly.
    """
    figures = Figures()
    for number in range(models):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311
        drawing = Generator(chance, chance.randint(3, 26)).model()
        figures.models += 1
        each = max(1, walks // (models * (mutants + 1)) + 1)
        _judge(figures, f"{seed}/{number}", drawing, chance, each, keep, is_sound=True)
        for at in range(mutants):
            name, changed = mutate(chance, drawing)
            for _ in range(chance.choice((0, 0, 1))):
                also, changed = mutate(chance, changed)
                name += f"+{also}"
            figures.mutants += 1
            _judge(figures, f"{seed}/{number}.{at} {name}", changed, chance, each, keep, is_sound=False)
    return figures


def _judge(
    figures: Figures, name: str, drawing: Drawing, chance: random.Random, walks: int,
    keep: Callable[[str, bytes], None], *, is_sound: bool,
) -> None:  # fmt: skip
    bpmn = drawing.bpmn()
    result = read(bpmn)
    findings = [*result.findings, *(check(result.model, {"thu": FORM}) if result.model else ())]
    codes = sorted({one.code for one in findings if one.severity == "error"})
    for code in codes:
        figures.codes[code] = figures.codes.get(code, 0) + 1
    if result.model is None or (codes and not is_sound and not PLAYED.issuperset(codes)):
        figures.refused += 1
        return
    try:
        walker = Walker(result.model, bpmn)
    except MotcuaError as error:
        if not codes:
            figures.missed.append(f"{name}: the engine refuses it: {error.message.en}")
            keep(name, bpmn)
        return
    if codes:
        figures.refused += 1
        if is_sound or not _goes_wrong(figures, walker, chance):
            figures.wrong.append(f"{name}: {', '.join(codes)}")
            keep(name, bpmn)
        return
    figures.passed += 1
    for _ in range(walks * (1 if is_sound else 2)):
        walk = walker.walk(chance)
        figures.walks += 1
        figures.steps += walk.steps
        if walk.outcome != "ended":
            figures.missed.append(f"{name}: {walk.outcome}")
            keep(name, bpmn)
            return


def _goes_wrong(figures: Figures, walker: Walker, chance: random.Random) -> bool:
    """Whether a walk through a refused model stops, or does something twice at once."""
    for _ in range(DOUBTS):
        walk = walker.walk(chance)
        figures.walks += 1
        figures.steps += walk.steps
        if walk.outcome != "ended" or walk.doubled:
            return True
    return False
