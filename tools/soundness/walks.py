"""Random walks through a model by the engine, each step from the stored text alone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from motcua import engine
from motcua.domain.check.token_net import Net, name_of
from motcua.domain.errors import MotcuaError
from motcua.domain.process.process import ProcessModel
from motcua.domain.process.process_graph import reach
from tools.soundness.form import FIELDS

LONGEST = 500
PLAYFUL = 60


@dataclass(frozen=True)
class Walk:
    """How a walk went: "ended", or why it did not; `steps` taken, `doubled` when a step waited twice at once."""

    outcome: str
    steps: int
    doubled: bool


def values(chance: random.Random, turn: int) -> dict[str, object]:
    """Form data as they may be at any time; after a while nobody goes back any more."""
    data: dict[str, object] = {name: chance.random() < 0.5 for name in FIELDS}
    return data | {
        "lai": turn < PLAYFUL and chance.random() < 0.4,
        "ds": ["a", "b", "c"][: chance.randint(0, 3)],
    }


class Walker:
    """Walks through one model again and again."""

    def __init__(self, model: ProcessModel, bpmn: bytes) -> None:
        self.net = Net(model)
        self.spec = engine.load_spec(bpmn)
        self.codes = [
            "khac",
            *{one.event.name for one in model.nodes if one.event and one.event.kind == "error"},
        ]
        self.single = {node.id for node in model.nodes if self._is_single(node.id)}
        self.once = {key for key in self.single if not self._comes_again(key)}

    def walk(self, chance: random.Random) -> Walk:
        """One walk to the end, or to where it does not go on."""
        turn, doubled = 0, False
        opened: Counter[str] = Counter()
        try:
            progress = engine.start(self.spec, values(chance, 0))
            while not progress.ended:
                turn += 1
                if turn > LONGEST:
                    return Walk("never ends", turn, doubled)
                opened.update(one.step_id for one in progress.opened if one.step_id in self.once)
                waiting = Counter(one.step_id for one in progress.waiting if one.step_id in self.single)
                doubled = doubled or any(number > 1 for number in (*waiting.values(), *opened.values()))
                moved = self._move(chance, progress, turn)
                if moved is None:
                    at = ", ".join(one.step_id for one in progress.waiting) or "nothing"
                    return Walk(f"stands still, waiting for {at}: {progress.state}", turn, doubled)
                progress = moved
        except MotcuaError as error:
            return Walk(f"{type(error).__name__}: {error.message.en}", turn, doubled)
        return Walk("ended", turn, doubled)

    def _is_single(self, key: str) -> bool:
        """Whether nothing but parallel branches could bring two tokens to an element."""
        for one in (key, *self.net.around(self.net.nodes[key].parent)):
            node = self.net.nodes[one]
            scope = self.net.scopes[node.parent]
            beside = (event.id for event in scope.nodes if not event.is_interrupting)
            if node.loop or node.is_event_sub or one in reach(beside, scope.successors):
                return False
        return True

    def _comes_again(self, key: str) -> bool:
        """Whether a way leads back to an element, or to a sub-process around it."""
        for one in (key, *self.net.around(self.net.nodes[key].parent)):
            scope = self.net.scopes[self.net.nodes[one].parent]
            if one in reach(scope.successors[one], scope.successors):
                return True
        return False

    def _move(self, chance: random.Random, progress: engine.Progress, turn: int) -> engine.Progress | None:
        """Let one thing happen that may; None when nothing can bring the dossier forward."""
        real = [one for one in progress.waiting if self._may_come(one) and not self._is_beside(one)]
        beside = [one for one in progress.waiting if self._may_come(one) and self._is_beside(one)]
        if not real:
            timers = [one for one in beside if one.kind == "timer"]
            return self._do(chance, progress, chance.choice(timers), turn) if timers else None
        choice = beside if beside and turn < PLAYFUL and chance.random() < 0.3 else real
        return self._do(chance, progress, chance.choice(choice), turn)

    def _may_come(self, one: engine.Waiting) -> bool:
        name = name_of(self.net.nodes[one.step_id])
        return one.kind not in ("message", "signal") or name not in self.net.internal

    def _is_beside(self, one: engine.Waiting) -> bool:
        return not self.net.nodes[one.step_id].is_interrupting

    def _do(
        self, chance: random.Random, progress: engine.Progress, one: engine.Waiting, turn: int
    ) -> engine.Progress:
        state, data = progress.state, values(chance, turn)
        event = self.net.nodes[one.step_id].event
        name = event.name if event else ""
        match one.kind:
            case "timer":
                return engine.fire(self.spec, state, one.task_id, data)
            case "message":
                return engine.deliver(self.spec, state, name, data)
            case "signal":
                return engine.broadcast(self.spec, state, name, data)
            case "service" if chance.random() < 0.3:
                try:
                    return engine.fail(self.spec, state, one.task_id, chance.choice(self.codes), data)
                except engine.UncaughtError:
                    pass  # The operator sees to it, and the call is answered after all.
        return engine.complete(self.spec, state, one.task_id, data)
