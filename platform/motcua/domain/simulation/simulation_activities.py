"""What is done to the dossiers of a simulation: steps by people, waits for others, timers, loops, supplements."""

from __future__ import annotations

from functools import partial
from typing import Final

from motcua.domain.process.process import Node
from motcua.domain.process.process_graph import STEP_KINDS
from motcua.domain.simulation.simulation import BACK, Duration, pool_of
from motcua.domain.simulation.simulation_office import Area, Dossier, Pool, Visit, drawn
from motcua.domain.simulation.simulation_stage import Stage

NEVER: Final = float("inf")
LOOP_MOST: Final = 100


class Activities(Stage):
    """The part of a simulation that knows work."""

    def begin(self, visit: Visit) -> None:
        """A token comes to an activity: its clocks, its timers, then its one go or its loop."""
        visit.area.inside.add(visit)
        if visit.node.wait is not None and visit.node.wait.clock == "pause":
            self.pause(visit.area.dossier)
        self.arm(visit)
        loop = visit.node.loop
        if loop is None:
            self.work(visit)
            return
        count = loop.cardinality or self.assumed.items
        visit.left = count if loop.kind != "standard" else min(loop.maximum or LOOP_MOST, LOOP_MOST)
        for _ in range(count if loop.kind == "parallel" else 1):
            self.again(visit)

    def again(self, body: Visit) -> None:
        go = Visit(body.node, body.area, self.now, body=body)
        body.left -= 1
        body.running += 1
        body.goes.add(go)
        self.work(go)

    def work(self, visit: Visit) -> None:
        node = visit.node
        if node.kind in STEP_KINDS:
            pool = self.pools[pool_of(self.model.step_by_id[node.id])]
            visit.is_waiting = True
            self.tallies[node.id].queue.change(self.now, 1)
            pool.waiting.append(visit)
            self.take(pool)
        elif node.kind == "subProcess":
            visit.inner = self.open(node.id, visit.area.dossier, visit)
        else:
            self.at(self.now + self.delay(node), partial(self.done, visit))

    def take(self, pool: Pool) -> None:
        """Whoever is free begins with what has waited longest."""
        while (visit := pool.next()) is not None:
            pool.working += 1
            pool.busy.change(self.now, 1)
            tally = self.tallies[visit.node.id]
            tally.queue.change(self.now, -1)
            visit.is_waiting, visit.began = False, self.now
            takes = drawn(self.random, self.assumed.work.get(visit.node.id, Duration(0)))
            if self.since <= visit.came <= self.until:
                tally.waits.append(self.now - visit.came)
                tally.works.append(takes)
            self.at(self.now + takes, partial(self.done, visit))

    def release(self, visit: Visit) -> None:
        """Whoever works at it is free again; what waited waits no more."""
        if visit.is_waiting:
            visit.is_waiting = False
            self.tallies[visit.node.id].queue.change(self.now, -1)
        if visit.began is not None:
            visit.began = None
            pool = self.pools[pool_of(self.model.step_by_id[visit.node.id])]
            pool.working -= 1
            pool.busy.change(self.now, -1)
            self.agenda.append(partial(self.take, pool))

    def done(self, visit: Visit) -> None:
        """One go is over: the next one of its loop, or on."""
        if visit.is_over:
            return
        self.release(visit)
        if self.asks(visit):
            return
        body = visit.body
        if body is None:
            self.finish(visit)
            return
        visit.is_over = True
        body.goes.discard(visit)
        body.running -= 1
        loop = body.node.loop
        goes_on = loop is not None and (loop.kind != "standard" or self.random.random() < BACK)
        if body.left > 0 and goes_on and body.running == 0:
            self.again(body)
        elif body.running == 0:
            self.finish(body)

    def finish(self, visit: Visit) -> None:
        area, node = visit.area, visit.node
        self.stop(visit)
        for border in area.graph.boundaries.get(node.id, ()):
            if self.random.random() < self.assumed.branches.get(border.id, 0.0):
                area.where[node.id] -= 1
                area.where[border.id] = area.where.get(border.id, 0) + 1
                self.leave(area, border.id)
                return
        self.leave(area, node.id)

    def stop(self, visit: Visit) -> None:
        """The activity is over, also when it was not finished; all that is inside it ends."""
        if visit.is_over:
            return
        visit.is_over = True
        visit.area.inside.discard(visit)
        self.release(visit)
        for go in list(visit.goes):
            self.stop(go)
        if visit.inner is not None and not visit.inner.is_dead:
            visit.inner.is_dead = True
            self.empty(visit.inner)
        if visit.body is None and visit.node.wait is not None and visit.node.wait.clock == "pause":
            self.resume(visit.area.dossier)

    def race(self, area: Area, key: str) -> None:
        """After an event gateway the first of its events takes the token."""
        area.where[key] -= 1
        targets = [self.model.node_by_id[flow.target] for flow in area.graph.outgoing[key]]
        soonest = [(self.delay(node, NEVER), place) for place, node in enumerate(targets)]
        takes, place = min(soonest)
        target = targets[place].id
        area.where[target] = area.where.get(target, 0) + 1
        self.at(self.now + (0.0 if takes == NEVER else takes), partial(self.leave, area, target))

    def delay(self, node: Node, unknown: float = 0.0) -> float:
        """How long an element waits for its time, or for others."""
        if node.event is not None and node.event.timer is not None:
            fires = self.axis.timer(node.event.timer, self.now)
            return unknown if fires is None else fires
        return drawn(self.random, self.assumed.delays.get(node.id, Duration(0)))

    def arm(self, visit: Visit) -> None:
        """The timers at the border of an activity run; messages from outside do not come."""
        for border in visit.area.graph.boundaries.get(visit.node.id, ()):
            timer = border.event.timer if border.event is not None else None
            if timer is not None:
                self._set(visit, border, timer.repeats or 1)

    def fire(self, visit: Visit, key: str, *, is_interrupting: bool) -> None:
        """An event at the border of an activity takes over, or lets something begin beside it."""
        area = visit.area
        if is_interrupting:
            self.stop(visit)
            area.where[visit.node.id] -= 1
        else:
            area.live += 1
        area.where[key] = area.where.get(key, 0) + 1
        self.leave(area, key)

    def pause(self, dossier: Dossier) -> None:
        dossier.stops += 1
        if dossier.stops == 1:
            dossier.stopped_at = self.now

    def resume(self, dossier: Dossier) -> None:
        dossier.stops -= 1
        if dossier.stops == 0 and dossier.due is not None:
            dossier.due += self.now - dossier.stopped_at

    def asks(self, visit: Visit) -> bool:
        """Whether the applicant is asked for more now; the step is done again when he has supplied it (E-19)."""
        dossier, assumed = visit.area.dossier, self.assumed
        if visit.node.id != assumed.asking or dossier.was_asked or assumed.supplement <= 0:
            return False
        dossier.was_asked = True
        if self.random.random() >= assumed.supplement:
            return False
        if assumed.policy != "continue":
            self.pause(dossier)
        self.at(self.now + drawn(self.random, assumed.supplying), partial(self._supplied, visit))
        return True

    def _supplied(self, visit: Visit) -> None:
        if visit.is_over:
            return
        dossier = visit.area.dossier
        if self.assumed.policy != "continue":
            self.resume(dossier)
        if self.assumed.policy in ("restart_same", "close_and_restart"):
            dossier.due = self.axis.due(self.now)
        visit.came = self.now
        self.work(visit)

    def _set(self, visit: Visit, border: Node, left: int) -> None:
        timer = border.event.timer if border.event is not None else None
        after = self.axis.timer(timer, self.now) if timer is not None else None
        if after is not None:
            self.at(self.now + after, partial(self._ring, visit, border, left))

    def _ring(self, visit: Visit, border: Node, left: int) -> None:
        if visit.is_over:
            return
        if not border.is_interrupting and left > 1:
            self._set(visit, border, left - 1)
        self.fire(visit, border.id, is_interrupting=border.is_interrupting)
