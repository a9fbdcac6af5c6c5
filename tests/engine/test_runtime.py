"""What completing and returning do to a dossier's place in its process; the state is reloaded at every step."""

from __future__ import annotations

from statistics import median
from time import thread_time

import pytest

from motcua.cli.bench_models import sequential_bpmn
from motcua.domain.conditions.conditions import ConditionError
from motcua.domain.errors import ConflictError
from motcua.engine import (
    EndlessLoopError,
    NoBranchError,
    ProcessSpec,
    Progress,
    ReturnNotPossibleError,
    StepNotWaitingError,
    Waiting,
    complete,
    load_spec,
    return_to,
    returnable,
    start,
)

A, B, C, D = (("step", name) for name in "ABCD")


def steps(progress: Progress) -> list[str]:
    return [one.step_id for one in progress.waiting]


def walk(spec: ProcessSpec, progress: Progress, *names: str, **values: object) -> Progress:
    for name in names:
        task = next(one.task_id for one in progress.waiting if one.step_id == name)
        progress = complete(spec, progress.state, task, values)
    return progress


def task_of(progress: Progress, step: str) -> str:
    return next(one.task_id for one in progress.waiting if one.step_id == step)


def test_start_opens_the_first_step(bpmn_of):
    progress = start(load_spec(bpmn_of(("seq", [A, B]))), {})
    assert progress.opened == progress.waiting == (Waiting(progress.waiting[0].task_id, "A"),)
    assert progress.closed == ()
    assert not progress.ended


def test_completing_closes_the_step_and_opens_the_next(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, B])))
    first = start(spec, {})
    second = complete(spec, first.state, first.waiting[0].task_id, {})
    assert second.closed == (first.waiting[0].task_id,)
    assert [one.step_id for one in second.opened] == ["B"]


def test_the_last_step_ends_the_process(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, B])))
    progress = walk(spec, start(spec, {}), "A", "B")
    assert progress.ended
    assert progress.waiting == ()


@pytest.mark.parametrize("tasks", [1, 10, 100])
def test_sequence_visits_every_step_in_order(tasks):
    spec = load_spec(sequential_bpmn(tasks))
    progress, seen = start(spec, {}), []
    while not progress.ended:
        (waiting,) = progress.waiting
        seen.append(waiting.step_id)
        progress = complete(spec, progress.state, waiting.task_id, {})
    assert seen == [f"T_{number}" for number in range(1, tasks + 1)]


def test_completing_twice_is_a_conflict_that_names_the_task(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, B])))
    first = start(spec, {})
    task = first.waiting[0].task_id
    second = complete(spec, first.state, task, {})
    with pytest.raises(StepNotWaitingError) as caught:
        complete(spec, second.state, task, {})
    assert isinstance(caught.value, ConflictError)
    assert caught.value.task_id == task


@pytest.mark.parametrize("task_id", ["", "0", "999", "-1", "root", "A", "1e0", "１"])
def test_unknown_task_is_a_conflict(bpmn_of, task_id):
    spec = load_spec(bpmn_of(A))
    with pytest.raises(StepNotWaitingError):
        complete(spec, start(spec, {}).state, task_id, {})


def test_join_waits_for_every_branch(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [("par", [A, B, C]), D])))
    progress = start(spec, {})
    assert steps(progress) == ["A", "B", "C"]
    progress = walk(spec, progress, "C", "A")
    assert steps(progress) == ["B"]
    assert steps(walk(spec, progress, "B")) == ["D"]


def test_join_in_a_loop_waits_for_every_branch_in_every_round(bpmn_of):
    spec = load_spec(bpmn_of(("loop", ("par", [A, B]), "lai")))
    progress = walk(spec, start(spec, {}), "A", "B", lai=True)
    assert steps(progress) == ["A", "B"]
    progress = walk(spec, progress, "B", lai=True)
    assert steps(progress) == ["A"]
    assert walk(spec, progress, "A", lai=False).ended


def test_process_ends_only_when_no_branch_is_left(bpmn_body):
    spec = load_spec(
        bpmn_body(
            '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="g"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/>'
            '<bpmn:endEvent id="e1"/><bpmn:endEvent id="e2"/>'
            '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g"/>'
            '<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="A"/>'
            '<bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="B"/>'
            '<bpmn:sequenceFlow id="f4" sourceRef="A" targetRef="e1"/>'
            '<bpmn:sequenceFlow id="f5" sourceRef="B" targetRef="e2"/>'
        )
    )
    progress = walk(spec, start(spec, {}), "B")
    assert (steps(progress), progress.ended) == (["A"], False)
    assert walk(spec, progress, "A").ended


def test_terminate_end_closes_the_other_branches(bpmn_body):
    spec = load_spec(
        bpmn_body(
            '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="g"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/>'
            '<bpmn:endEvent id="e1"><bpmn:terminateEventDefinition/></bpmn:endEvent><bpmn:endEvent id="e2"/>'
            '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g"/>'
            '<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="A"/>'
            '<bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="B"/>'
            '<bpmn:sequenceFlow id="f4" sourceRef="A" targetRef="e1"/>'
            '<bpmn:sequenceFlow id="f5" sourceRef="B" targetRef="e2"/>'
        )
    )
    before = start(spec, {})
    progress = walk(spec, before, "A")
    assert progress.ended
    assert set(progress.closed) == {one.task_id for one in before.waiting}


@pytest.mark.parametrize(("value", "opened"), [("dat", ["A"]), ("khong", ["B"]), ("khac", ["C"])])
def test_exclusive_gateway_follows_the_form_data(bpmn_of, value, opened):
    block = ("xor", [('ket_qua == "dat"', A), ('ket_qua == "khong"', B), (None, C)])
    assert steps(start(load_spec(bpmn_of(block)), {"ket_qua": value})) == opened


def test_branches_are_tried_in_the_order_of_the_file(bpmn_of):
    block = ("xor", [("von > 10", A), ("von > 5", B), (None, C)])
    assert steps(start(load_spec(bpmn_of(block)), {"von": 20})) == ["A"]


def test_data_given_at_completion_decide_the_branch(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, ("xor", [("dat", B), (None, C)])])))
    progress = start(spec, {"dat": False})
    assert steps(walk(spec, progress, "A", dat=True)) == ["B"]


def test_no_fitting_branch_names_the_gateway(bpmn_of):
    spec = load_spec(bpmn_of(("xor", [("von > 10", A), ("von > 5", B)])))
    with pytest.raises(NoBranchError) as caught:
        start(spec, {"von": 1})
    assert caught.value.element == "X1"


def test_missing_field_in_a_condition_is_told_by_name(bpmn_of):
    spec = load_spec(bpmn_of(("xor", [("von > 10", A), (None, B)])))
    with pytest.raises(ConditionError, match="von"):
        start(spec, {})


def test_loop_without_a_step_is_stopped(bpmn_body):
    spec = load_spec(
        bpmn_body(
            '<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="m"/><bpmn:exclusiveGateway id="x" default="f3"/>'
            '<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="m"/>'
            '<bpmn:sequenceFlow id="f2" sourceRef="m" targetRef="x"/>'
            '<bpmn:sequenceFlow id="f4" sourceRef="x" targetRef="e">'
            "<bpmn:conditionExpression>1 == 2</bpmn:conditionExpression></bpmn:sequenceFlow>"
            '<bpmn:sequenceFlow id="f3" sourceRef="x" targetRef="m"/>'
        )
    )
    with pytest.raises(EndlessLoopError) as caught:
        start(spec, {})
    assert caught.value.element in {"m", "x"}


def test_nested_sub_processes_run_inside_out(bpmn_of):
    block = ("seq", [("sub", ("seq", [A, ("sub", ("par", [B, C]))])), D])
    spec = load_spec(bpmn_of(block))
    progress = walk(spec, start(spec, {}), "A", "C")
    assert steps(progress) == ["B"]
    progress = walk(spec, progress, "B")
    assert steps(progress) == ["D"]
    assert walk(spec, progress, "D").ended


def test_task_ids_are_not_used_again_for_a_second_visit(bpmn_of):
    spec = load_spec(bpmn_of(("loop", A, "lai")))
    first = start(spec, {})
    second = walk(spec, first, "A", lai=True)
    assert steps(second) == ["A"]
    assert second.waiting[0].task_id != first.waiting[0].task_id


def test_returning_opens_a_new_visit_of_the_earlier_step(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, B, C])))
    first = start(spec, {})
    third = walk(spec, first, "A", "B")
    assert returnable(spec, third.state, task_of(third, "C")) == ("B", "A")
    back = return_to(spec, third.state, task_of(third, "C"), "A")
    assert steps(back) == ["A"]
    assert back.closed == (task_of(third, "C"),)
    assert back.opened[0].task_id not in {first.waiting[0].task_id, task_of(third, "C")}
    assert walk(spec, back, "A", "B", "C").ended


def test_returning_to_a_step_not_passed_is_refused(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, B, C])))
    second = walk(spec, start(spec, {}), "A")
    with pytest.raises(ReturnNotPossibleError):
        return_to(spec, second.state, task_of(second, "B"), "C")
    with pytest.raises(ReturnNotPossibleError):
        return_to(spec, second.state, task_of(second, "B"), "B")


def test_returning_within_a_branch_leaves_the_other_branch_alone(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [("par", [("seq", [A, B]), C]), D])))
    progress = walk(spec, start(spec, {}), "C", "A")
    back = return_to(spec, progress.state, task_of(progress, "B"), "A")
    assert steps(back) == ["A"]
    assert steps(walk(spec, back, "A", "B")) == ["D"]


def test_returning_before_a_split_ends_every_branch(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, ("par", [B, C]), D])))
    progress = walk(spec, start(spec, {}), "A")
    back = return_to(spec, progress.state, task_of(progress, "B"), "A")
    assert steps(back) == ["A"]
    assert set(back.closed) == {one.task_id for one in progress.waiting}
    assert steps(walk(spec, back, "A", "C")) == ["B"]


def test_behind_a_join_one_returns_to_before_the_split(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, ("par", [B, C]), D])))
    progress = walk(spec, start(spec, {}), "A", "C", "B")
    assert returnable(spec, progress.state, task_of(progress, "D")) == ("A",)
    back = return_to(spec, progress.state, task_of(progress, "D"), "A")
    assert walk(spec, back, "A", "B", "C", "D").ended


def test_returning_out_of_a_sub_process_ends_it(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [A, ("sub", ("seq", [B, C])), D])))
    progress = walk(spec, start(spec, {}), "A", "B")
    inside = return_to(spec, progress.state, task_of(progress, "C"), "B")
    assert steps(inside) == ["B"]
    outside = return_to(spec, inside.state, task_of(inside, "B"), "A")
    assert steps(outside) == ["A"]
    assert walk(spec, outside, "A", "B", "C", "D").ended


def test_a_hundred_branches_join(bpmn_of):
    spec = load_spec(bpmn_of(("seq", [("par", [("step", f"T{n}") for n in range(100)]), D])))
    progress = start(spec, {})
    assert len(progress.waiting) == 100
    progress = walk(spec, progress, *(f"T{n}" for n in reversed(range(100))))
    assert steps(progress) == ["D"]


def test_a_step_costs_the_same_at_ten_and_at_a_hundred_tasks():
    def cost(spec: ProcessSpec) -> float:
        seconds, progress = [], start(spec, {})
        while not progress.ended:
            began = thread_time()
            progress = complete(spec, progress.state, progress.waiting[0].task_id, {})
            seconds.append(thread_time() - began)
        return median(seconds)

    small, large = load_spec(sequential_bpmn(10)), load_spec(sequential_bpmn(100))
    # Interleaved, and the best of each: a busy machine must not decide.
    pairs = [(cost(small), cost(large)) for _ in range(8)]
    assert min(pair[1] for pair in pairs) < 2 * min(pair[0] for pair in pairs)
