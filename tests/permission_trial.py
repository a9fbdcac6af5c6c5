"""A trial and a simulation of a version, for the addresses that name one."""

from __future__ import annotations

from fixtures_dossier import actor_of
from fixtures_house import NOW

from motcua.domain.forms.form_sample import sample_answers
from motcua.domain.simulation.simulation import assumed_for
from motcua.services.simulation import simulations, trials
from motcua.services.simulation.trials import Beginning, Of
from motcua.services.work import House
from motcua.store.simulation import simulation as stored


def trial_things(house: House, version_id: int, agency_id: int) -> dict[str, object]:
    """`trial_id` and `simulation_id`, both of this version, begun by whoever may do everything."""
    author, of = actor_of(house, "soan.quytrinh"), Of("version", version_id)
    with house.work() as work:
        found = trials.tried(work, author, of)
        assert found.version is not None
        answers = sample_answers(found.version.form, NOW.date())
        trial_id = trials.begin(work, author, of, Beginning(agency_id, NOW, answers), NOW)
        assumed = assumed_for(found.version.model)
        simulation_id = simulations.start(work, author, of, assumed, NOW)
        # A person has one under way, and the other ward's is asked for by the same.
        stored.change(work.connection, simulation_id, ended_at=NOW)
        work.commit()
    return {"trial_id": trial_id, "simulation_id": simulation_id}
