"""Random sound models: blocks with one way in and one way out, nested in each other."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from tools.soundness.drawing import Arrow, Drawing, Element
from tools.soundness.form import FIELDS

Part = tuple[str, str]
"""The first and the last element of a block."""
Block = Callable[[str], Part]
DEEPEST = 4


class Generator:
    """Draws one model from a source of chance."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        self.left = size
        self.drawing = Drawing()
        self.number = 0
        self.depth = 0
        self.simple: list[Block] = [self.step, self.step, self.service, self.wait, self.thrown]
        self.nested: list[Block] = [
            self.sequence, self.exclusive, self.exclusive, self.parallel, self.parallel, self.inclusive, self.again,
            self.sub, self.looped, self.bordered, self.guarded, self.failing, self.raising, self.stopped, self.event_gateway,
            self.exchange, self.exchange, self.served, self.nudged, self.nudged,
        ]  # fmt: skip

    def model(self) -> Drawing:
        """A whole process, at times with event sub-processes."""
        self.filled("")
        return self.drawing

    def filled(self, scope: str, start: Element | None = None) -> None:
        """A start, a block and an end in `scope`, and what may happen beside them."""
        begin = start or self.add("startEvent", scope)
        first, last = self.block(scope)
        self.arrow(begin.id, first)
        self.arrow(last, self.add("endEvent", scope).id)
        if self.depth <= 2 and self.chance.random() < 0.2:
            self.event_sub(scope)

    def block(self, scope: str) -> Part:
        self.left -= 1
        if self.left <= 0 or self.depth >= DEEPEST or self.chance.random() < 0.2:
            return self.chance.choice(self.simple)(scope)
        self.depth += 1
        part = self.chance.choice(self.nested)(scope)
        self.depth -= 1
        return part

    def add(self, kind: str, scope: str, **words: object) -> Element:
        self.number += 1
        self.drawing.elements.append(Element(f"{kind[:2]}{self.number}", kind, scope, **words))  # type: ignore[arg-type]
        return self.drawing.elements[-1]

    def arrow(self, source: str, target: str, condition: str = "") -> str:
        self.number += 1
        self.drawing.arrows.append(Arrow(f"f{self.number}", source, target, condition))
        return f"f{self.number}"

    def question(self, name: str) -> str:
        return f"{name} == {self.chance.choice(('true', 'false'))}"

    def name(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    # Elements

    def step(self, scope: str) -> Part:
        key = self.add(self.chance.choice(("userTask", "userTask", "manualTask")), scope).id
        return key, key

    def service(self, scope: str) -> Part:
        key = self.add("serviceTask", scope).id
        return key, key

    def outside(self) -> tuple[str, str]:
        """Something that comes by the clock or from outside."""
        kind = self.chance.choice(("timer", "message", "signal"))
        return (kind, "PT4H") if kind == "timer" else (kind, self.name("ngoai"))

    def wait(self, scope: str) -> Part:
        if self.chance.random() < 0.3:
            key = self.add("receiveTask", scope, event=("message", self.name("ngoai"))).id
        else:
            key = self.add("intermediateCatchEvent", scope, event=self.outside()).id
        return key, key

    def thrown(self, scope: str) -> Part:
        kind = self.chance.choice((None, ("message", self.name("di")), ("signal", self.name("di"))))
        key = self.add("intermediateThrowEvent", scope, event=kind).id
        return key, key

    # Blocks

    def sequence(self, scope: str) -> Part:
        parts = [self.block(scope) for _ in range(self.chance.randint(2, 3))]
        for before, after in pairwise(parts):
            self.arrow(before[1], after[0])
        return parts[0][0], parts[-1][1]

    def branched(self, scope: str, kind: str, conditions: bool) -> Part:
        split, join = self.add(kind, scope), self.add(kind, scope)
        number = self.chance.randint(2, 3)
        names = self.chance.sample(FIELDS, number)
        for at in range(number):
            is_default = conditions and at == number - 1
            condition = self.question(names[at]) if conditions and not is_default else ""
            if conditions and self.chance.random() < 0.15:
                arrow = self.arrow(split.id, join.id, condition)
            else:
                first, last = self.block(scope)
                arrow = self.arrow(split.id, first, condition)
                self.arrow(last, join.id)
            if is_default:
                split.default = arrow
        return split.id, join.id

    def exclusive(self, scope: str) -> Part:
        return self.branched(scope, "exclusiveGateway", True)

    def parallel(self, scope: str) -> Part:
        return self.branched(scope, "parallelGateway", False)

    def inclusive(self, scope: str) -> Part:
        return self.branched(scope, "inclusiveGateway", True)

    def again(self, scope: str) -> Part:
        """A loop back with a step in it."""
        entry, leave = self.add("exclusiveGateway", scope), self.add("exclusiveGateway", scope)
        first, last = self.block(scope)
        step, _ = self.step(scope)
        self.arrow(entry.id, first)
        self.arrow(last, step)
        self.arrow(step, leave.id)
        self.arrow(leave.id, entry.id, "lai == true")
        after = self.add("exclusiveGateway", scope)
        leave.default = self.arrow(leave.id, after.id)
        return entry.id, after.id

    def sub(self, scope: str) -> Part:
        key = self.add("subProcess", scope).id
        self.filled(key)
        return key, key

    def looped(self, scope: str) -> Part:
        key = self.sub(scope)[0] if self.chance.random() < 0.5 else self.step(scope)[0]
        one = self.drawing.element(key)
        one.loop = self.chance.choice(("list", "in turn", "twice", "standard"))
        if one.loop != "standard" and self.chance.random() < 0.4:
            one.early = "nrOfCompletedInstances >= 1"
        return key, key

    def event_gateway(self, scope: str) -> Part:
        split, join = self.add("eventBasedGateway", scope), self.add("exclusiveGateway", scope)
        for _ in range(self.chance.randint(2, 3)):
            catch = self.add("intermediateCatchEvent", scope, event=self.outside())
            first, last = self.block(scope)
            self.arrow(split.id, catch.id)
            self.arrow(catch.id, first)
            self.arrow(last, join.id)
        return split.id, join.id

    def exchange(self, scope: str) -> Part:
        """Two parallel branches, one of which waits for a message of the other."""
        split, join = self.add("parallelGateway", scope), self.add("parallelGateway", scope)
        message = ("message", self.name("trong"))
        before, after = self.block(scope), self.block(scope)
        send = self.add(self.chance.choice(("sendTask", "intermediateThrowEvent")), scope, event=message)
        receive = self.add(
            self.chance.choice(("receiveTask", "intermediateCatchEvent")), scope, event=message
        )
        self.arrow(split.id, before[0])
        self.arrow(before[1], send.id)
        self.arrow(send.id, join.id)
        self.arrow(split.id, receive.id)
        self.arrow(receive.id, after[0])
        self.arrow(after[1], join.id)
        return split.id, join.id

    def nudged(self, scope: str) -> Part:
        """Two parallel branches, one of which may be interrupted, or set off something, in the other or beside both."""
        split, join = self.add("parallelGateway", scope), self.add("parallelGateway", scope)
        event = (self.chance.choice(("message", "signal")), self.name("trong"))
        before = self.block(scope)
        throw = self.add("intermediateThrowEvent", scope, event=event)
        key = self.chance.choice((self.step, self.sub))(scope)[0]
        first, last = self.border(scope, key, event, self.chance.random() < 0.6)
        self.arrow(split.id, before[0])
        self.arrow(before[1], throw.id)
        self.arrow(throw.id, join.id)
        self.arrow(split.id, first)
        self.arrow(last, join.id)
        return split.id, join.id

    # Events at borders and beside

    def border(self, scope: str, key: str, event: tuple[str, str], interrupting: bool) -> Part:
        """A boundary event: what comes of it joins the way again when it interrupts, else ends by itself."""
        boundary = self.add("boundaryEvent", scope, attached=key, event=event, interrupting=interrupting)
        # What happens beside the way may happen again at once; in a sub-process each time stands by itself.
        first, last = self.block(scope) if interrupting else self.chance.choice((self.step, self.sub))(scope)
        self.arrow(boundary.id, first)
        if not interrupting:
            self.arrow(last, self.add("endEvent", scope).id)
            return key, key
        merge = self.add("exclusiveGateway", scope)
        self.arrow(last, merge.id)
        self.arrow(key, merge.id)
        return key, merge.id

    def bordered(self, scope: str) -> Part:
        key = self.chance.choice((self.step, self.sub, self.service))(scope)[0]
        event = self.outside()
        interrupting = self.chance.random() < 0.6
        if not interrupting and event[0] == "timer" and self.chance.random() < 0.4:
            event = ("timer", "R3/PT1H")
        return self.border(scope, key, event, interrupting)

    def guarded(self, scope: str) -> Part:
        """A service whose failure is handled."""
        key = self.service(scope)[0]
        return self.border(scope, key, ("error", self.chance.choice(("", "E1"))), True)

    def ended(self, event: tuple[str, str]) -> str:
        """A sub-process in which a choice leads to an end with `event`; at times beside another branch."""

        def inside(scope: str) -> Part:
            first, last = self.block(scope)
            gateway = self.add("exclusiveGateway", scope)
            self.arrow(last, gateway.id)
            self.arrow(
                gateway.id,
                self.add("endEvent", scope, event=event).id,
                self.question(self.chance.choice(FIELDS)),
            )
            after, end = self.block(scope)
            gateway.default = self.arrow(gateway.id, after)
            return first, end

        key = self.add("subProcess", self.scope).id
        begin = self.add("startEvent", key)
        first, last = inside(key)
        if self.chance.random() < 0.5:
            split = self.add("parallelGateway", key)
            beside = self.block(key)
            self.arrow(begin.id, split.id)
            self.arrow(split.id, first)
            self.arrow(split.id, beside[0])
            self.arrow(beside[1], self.add("endEvent", key).id)
        else:
            self.arrow(begin.id, first)
        self.arrow(last, self.add("endEvent", key).id)
        return key

    def failing(self, scope: str) -> Part:
        self.scope = scope
        name = self.name("loi")
        return self.border(
            scope, self.ended(("error", name)), ("error", self.chance.choice(("", name))), True
        )

    def raising(self, scope: str) -> Part:
        self.scope = scope
        name = self.name("bao")
        key = self.ended(("escalation", name))
        return self.border(scope, key, ("escalation", name), self.chance.random() < 0.5)

    def stopped(self, scope: str) -> Part:
        self.scope = scope
        key = self.ended(("terminate", ""))
        return key, key

    def served(self, scope: str) -> Part:
        """A sub-process with an event sub-process for the failures in it."""
        key = self.add("subProcess", scope).id
        self.filled(key)
        self.event_sub(key, ("error", ""))
        return key, key

    def event_sub(self, scope: str, event: tuple[str, str] | None = None) -> None:
        key = self.add("subProcess", scope, event_sub=True).id
        interrupting = event is not None or self.chance.random() < 0.5
        start = self.add("startEvent", key, event=event or self.outside(), interrupting=interrupting)
        self.depth += 1
        first, last = self.block(key)
        self.depth -= 1
        self.arrow(start.id, first)
        self.arrow(last, self.add("endEvent", key).id)
