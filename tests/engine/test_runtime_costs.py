"""What a step costs does not follow the length of the process, with events and loops neither."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import thread_time

from motcua.engine import ProcessSpec, complete, load_spec, start

TWICE = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)


def long_process(draw: Callable[..., bytes], tasks: int) -> bytes:
    """Steps in a row, each with a timer and a message at its border, every second done by two people."""
    nodes, flows, last = ["start s", "end e"], [], "s"
    for number in range(tasks):
        nodes += [
            f"user T{number}",
            f"boundary B{number} T{number} timer 4h",
            f"boundary C{number} T{number} message a free",
            f"end e{number}",
            f"end f{number}",
        ]
        flows += [f"{last}>T{number}", f"B{number}>e{number}", f"C{number}>f{number}"]
        last = f"T{number}"
    loops = {f"T{number}": TWICE for number in range(0, tasks, 2)}
    return draw(", ".join(nodes), " ".join([*flows, f"{last}>e"]), loops)


def cost(spec: ProcessSpec) -> float:
    """The median seconds of a step."""
    seconds, progress = [], start(spec, {})
    while not progress.ended:
        task = next(one.task_id for one in progress.waiting if one.kind == "step")
        began = thread_time()
        progress = complete(spec, progress.state, task, {})
        seconds.append(thread_time() - began)
    return median(seconds)


def test_a_step_among_events_and_loops_costs_the_same_at_ten_and_at_a_hundred_tasks(draw):
    small, large = (load_spec(long_process(draw, tasks)) for tasks in (10, 100))
    # Interleaved, and the best of each: a busy machine must not decide.
    pairs = [(cost(small), cost(large)) for _ in range(6)]
    assert min(pair[1] for pair in pairs) < 1.5 * min(pair[0] for pair in pairs)
