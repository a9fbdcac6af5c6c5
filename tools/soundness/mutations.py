"""Random changes of a drawing, such as slips of the hand and of thought make."""

from __future__ import annotations

import random
from collections.abc import Callable

from tools.soundness.drawing import Arrow, Drawing, Element

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
Change = Callable[[random.Random, Drawing], bool]
"""Changes the drawing; False when there was nothing of the kind to change."""


def mutate(chance: random.Random, drawing: Drawing) -> tuple[str, Drawing]:
    """A changed copy and the name of the change."""
    while True:
        changed = drawing.copy()
        change = chance.choice(CHANGES)
        if change(chance, changed):
            return change.__name__.strip("_"), changed


def _drop(drawing: Drawing, arrow: Arrow) -> None:
    drawing.arrows.remove(arrow)
    for one in drawing.elements:
        if one.default == arrow.id:
            one.default = ""


def _some(chance: random.Random, drawing: Drawing, *kinds: str) -> Element | None:
    fitting = [one for one in drawing.elements if one.kind in kinds]
    return chance.choice(fitting) if fitting else None


def _delete_flow(chance: random.Random, drawing: Drawing) -> bool:
    _drop(drawing, chance.choice(drawing.arrows))
    return True


def _retarget_flow(chance: random.Random, drawing: Drawing) -> bool:
    arrow = chance.choice(drawing.arrows)
    scope = drawing.element(arrow.source).parent
    targets = [
        one.id for one in drawing.elements
        if one.parent == scope and one.kind not in ("startEvent", "boundaryEvent") and not one.event_sub
    ]  # fmt: skip
    arrow.target = chance.choice(targets)
    return True


def _swap_gateway(chance: random.Random, drawing: Drawing) -> bool:
    gateway = _some(chance, drawing, *GATEWAYS)
    if gateway is None:
        return False
    gateway.kind = chance.choice([kind for kind in GATEWAYS if kind != gateway.kind])
    out = drawing.out(gateway.id)
    if gateway.kind == "parallelGateway":
        gateway.default = ""
        for arrow in out:
            arrow.condition = ""
    elif len(out) > 1 and not gateway.default:
        gateway.default = out[-1].id
        for at, arrow in enumerate(out[:-1]):
            arrow.condition = f"k{at % 4} == true"
    return True


def _drop_default(chance: random.Random, drawing: Drawing) -> bool:
    choices = [one for one in drawing.elements if one.default]
    if not choices:
        return False
    gateway = chance.choice(choices)
    next(one for one in drawing.arrows if one.id == gateway.default).condition = "k0 == true"
    gateway.default = ""
    return True


def _drop_branch(chance: random.Random, drawing: Drawing) -> bool:
    splits = [one for one in drawing.elements if len(drawing.out(one.id)) > 1]
    if not splits:
        return False
    _drop(drawing, chance.choice(drawing.out(chance.choice(splits).id)))
    return True


def _detach_join(chance: random.Random, drawing: Drawing) -> bool:
    joins = [
        one for one in drawing.elements
        if one.kind in GATEWAYS and len(drawing.into(one.id)) > 1 and drawing.out(one.id)
    ]  # fmt: skip
    if not joins:
        return False
    join = chance.choice(joins)
    chance.choice(drawing.into(join.id)).target = drawing.out(join.id)[0].target
    return True


def _skip_by_choice(chance: random.Random, drawing: Drawing) -> bool:
    """A way out of an exclusive gateway to anywhere in its scope."""
    gateway = _some(chance, drawing, "exclusiveGateway", "inclusiveGateway")
    if gateway is None:
        return False
    out = drawing.out(gateway.id)
    targets = [
        one.id for one in drawing.elements
        if one.parent == gateway.parent and one.kind not in ("startEvent", "boundaryEvent") and not one.event_sub
    ]  # fmt: skip
    drawing.arrows.append(
        Arrow(f"new{len(drawing.arrows)}", gateway.id, chance.choice(targets), "k1 == true")
    )
    if len(out) == 1 and not out[0].condition:
        gateway.default = out[0].id
    return True


def _remove_throw(chance: random.Random, drawing: Drawing) -> bool:
    thrower = _some(chance, drawing, "sendTask", "intermediateThrowEvent")
    if thrower is None:
        return False
    thrower.kind, thrower.event = "intermediateThrowEvent", None
    return True


def _misname(chance: random.Random, drawing: Drawing) -> bool:
    named = [one for one in drawing.elements if one.event and one.event[0] not in ("timer", "terminate")]
    if not named:
        return False
    one = chance.choice(named)
    others = [
        other.event[1] for other in named if other.event and one.event and other.event[0] == one.event[0]
    ]
    one.event = (one.event[0], chance.choice([*others, "khac"])) if one.event else None
    return True


def _delete_end(chance: random.Random, drawing: Drawing) -> bool:
    end = _some(chance, drawing, "endEvent")
    if end is None:
        return False
    for arrow in drawing.into(end.id):
        _drop(drawing, arrow)
    drawing.elements.remove(end)
    return True


def _turn_border(chance: random.Random, drawing: Drawing) -> bool:
    starts = {one.id for one in drawing.elements if one.kind == "startEvent" and one.event}
    events = [one for one in drawing.elements if one.kind == "boundaryEvent" or one.id in starts]
    if not events:
        return False
    one = chance.choice(events)
    one.interrupting = not one.interrupting
    return True


def _change_border(chance: random.Random, drawing: Drawing) -> bool:
    border = _some(chance, drawing, "boundaryEvent")
    if border is None:
        return False
    border.event = chance.choice((("timer", "PT4H"), ("error", ""), ("message", "trong"), ("escalation", "")))
    return True


def _change_end(chance: random.Random, drawing: Drawing) -> bool:
    end = _some(chance, drawing, "endEvent")
    if end is None:
        return False
    end.event = chance.choice(
        (None, ("terminate", ""), ("error", "E9"), ("escalation", "E8"), ("signal", "S9"))
    )
    return True


def _message_to_signal(chance: random.Random, drawing: Drawing) -> bool:
    """What was kept until somebody takes it is now lost when nobody waits."""
    names = [one.event[1] for one in drawing.elements if one.event and one.event[1].startswith("trong")]
    if not names:
        return False
    name = chance.choice(names)
    for one in drawing.elements:
        if one.event and one.event[1] == name:
            one.event = ("signal", name)
            one.kind = {"sendTask": "intermediateThrowEvent", "receiveTask": "intermediateCatchEvent"}.get(
                one.kind, one.kind
            )
    return True


CHANGES: tuple[Change, ...] = (
    _delete_flow, _retarget_flow, _retarget_flow, _swap_gateway, _swap_gateway, _drop_default, _drop_branch, _detach_join,
    _skip_by_choice, _skip_by_choice, _remove_throw, _misname, _delete_end, _turn_border, _change_border, _change_end,
    _message_to_signal,
)  # fmt: skip
