"""Stories of several events, computed by hand, give the exact second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from motcua.bootstrap import load_profile
from motcua.contrib.calendar_files import shipped_calendar
from motcua.contrib.yaml_files import read_yaml
from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.ledger.ledger_chain import EVENTS
from motcua.domain.ledger.story import Story, read_stories
from motcua.domain.ledger.story_replay import replay

STORIES = Path(__file__).parents[1] / "data" / "clock_stories"
A = shipped_calendar("A")


def told(path: Path) -> list[tuple[str, Story]]:
    """A file's stories with the profile that its name begins with."""
    stories = read_stories(read_yaml(path), shipped_calendar, A)
    return [(path.name[:3], story) for story in stories]


HAND = [pair for path in sorted(STORIES.glob("*.yaml")) for pair in told(path)]


@pytest.mark.req(
    "E-02", "E-03", "E-04", "E-05", "E-06", "E-07", "E-08", "E-09", "E-10", "E-11", "E-12", "E-13", "E-14"
)
@pytest.mark.req(
    "E-15", "E-16", "E-17", "E-18", "E-19", "E-20", "E-21", "E-27", "E-28", "D-01", "D-10", "D-12", "D-15"
)
@pytest.mark.parametrize(("profile", "story"), HAND, ids=[f"{code}-{story.id}" for code, story in HAND])
def test_the_story_ends_as_computed_by_hand(profile: str, story: Story) -> None:
    assert story.expect
    assert replay(story, load_profile(profile)).differences == []


def test_no_two_stories_of_a_profile_have_one_name() -> None:
    names = [(code, story.id) for code, story in HAND]
    assert len(set(names)) == len(names) >= 40


def test_every_action_that_touches_a_clock_is_told_by_some_story() -> None:
    clocked = {key for key, action in ACTIONS.items() if action.clock != "none"}
    other_words = {"refuse_at_intake": "refuse", "apologise": "apology", "leave_route": "forward"}
    done = {event.do for _, story in HAND for event in story.events}
    assert {other_words.get(key, key) for key in clocked & EVENTS} <= done


@pytest.mark.parametrize("profile", ["000", "001", "002", "003", "004"])
def test_every_profile_has_stories_of_its_own(profile: str) -> None:
    assert len([one for one in HAND if one[0] == profile]) >= 5


def changed(story: Story, **expect: Any) -> list[str]:
    from dataclasses import replace

    return replay(replace(story, expect=expect), load_profile("001")).differences


def test_what_is_not_as_expected_is_named() -> None:
    story = next(story for _, story in HAND if story.id == "closing_second_is_not_overdue")
    assert changed(story, **{"class": "overdue"}) == ["class: on_time ≠ overdue"]
    assert changed(story, steps={"a": {"used": "7h", "result": "on_time"}}) == ["steps.a.used: 28800 ≠ 7h"]
    assert changed(story, steps={"z": {"used": 0}}) == ["steps.z: '–' ≠ {'used': 0}"]
    assert changed(story, due="2026-06-02 17:00", closed=False, refused=[], returned_at=None) == []
    assert changed(story, closed=0) == ["closed: False ≠ 0"]
    assert changed(story, returned_at="2026-06-02") == ["returned_at: null ≠ 2026-06-02"]
