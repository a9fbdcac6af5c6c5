"""One script of events under the five profiles: only the settings differ, and so do the answers (Part 3)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from motcua.bootstrap import load_profile
from motcua.contrib.calendar_files import shipped_calendar
from motcua.contrib.yaml_files import read_yaml
from motcua.domain.ledger.story import read_stories
from motcua.domain.ledger.story_replay import differences, replay

TABLE: Any = read_yaml(Path(__file__).parents[1] / "data" / "clock_profiles.yaml")
PROFILES = ("000", "001", "002", "003", "004")
A = shipped_calendar("A")


@pytest.mark.req("E-04", "E-05", "E-06", "E-08", "E-19", "E-20", "E-27", "D-15")
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("script", TABLE, ids=[one["id"] for one in TABLE])
def test_the_profile_alone_changes_the_answer(script: Mapping[str, Any], profile: str) -> None:
    answers = script["answers"]
    (story,) = read_stories(
        {key: one for key, one in script.items() if key != "answers"}, shipped_calendar, A
    )
    answer = replay(story, load_profile(profile)).answer
    assert differences({**answers["all"], **answers.get(profile, {})}, answer) == []


def test_the_profiles_do_not_all_agree_on_a_dossier_with_everything() -> None:
    answers = TABLE[0]["answers"]
    assert len({answers[profile]["due"] for profile in PROFILES}) == 3
