"""The command `motcua clock replay`: the clocks of a story of events, without a database."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from motcua.bootstrap import load_profile
from motcua.cli.clock_table import print_told
from motcua.cli.language import terminal_language
from motcua.cli.output import print_json
from motcua.contrib.calendar_files import SHIPPED, read_calendar
from motcua.contrib.yaml_files import read_yaml
from motcua.domain.errors import InputError
from motcua.domain.ledger.story import Story, read_stories
from motcua.domain.ledger.story_event import StoryError
from motcua.domain.ledger.story_replay import Told, replay
from motcua.domain.profile import Profile
from motcua.domain.text import Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.settings import PACKAGE

_Value = TypeVar("_Value")
PROFILES = sorted(path.stem for path in (PACKAGE / "data" / "profiles").glob("*.json"))


@click.group()
def clock() -> None:
    """The clocks of a dossier: due time, class, time per step, agency and person."""


@clock.command(name="replay")
@click.argument("story", type=click.Path(path_type=Path))
@click.option("--profile", "profile_code", required=True, type=click.Choice(PROFILES), help="Whose rules.")
@click.option(
    "--calendar-file",
    required=True,
    type=click.Path(path_type=Path),
    help="Calendar as JSON; others that a story names are looked for beside it.",
)
@click.option("--lang", type=click.Choice(["vi", "en"]), default=None, help="Language of sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def replay_command(
    story: Path, profile_code: str, calendar_file: Path, lang: str | None, as_json: bool
) -> None:
    """Tell a story of events in YAML and say what the clocks say; exit 1 when it is not what was expected."""
    language = lang or terminal_language()
    profile = load_profile(profile_code)
    default = _given("--calendar-file", language, partial(read_calendar, calendar_file))
    named = partial(_named, default, calendar_file)
    data = _given("STORY", language, partial(read_yaml, story))
    stories = _given("STORY", language, partial(read_stories, data, named, default))
    told = [_given("STORY", language, partial(_told, one, profile)) for one in stories]
    if as_json:
        shown = [_document(one) for one in told]
        print_json(shown if isinstance(data, list) else shown[0])
    else:
        for one in told:
            print_told(one, language)
    if any(one.differences for one in told):
        sys.exit(1)


def _told(story: Story, profile: Profile) -> Told:
    try:
        return replay(story, profile)
    except InputError as error:
        where = Text(f"Câu chuyện “{story.id}”", f"Story “{story.id}”")
        raise StoryError.at(where, "", error.message) from None


def _document(told: Told) -> dict[str, object]:
    differences = {"differences": told.differences} if told.story.expect else {}
    why = {str(number): message.vi for number, message in told.refused.items()}
    return {**told.answer, "refused_why": why, **differences}


def _named(default: WorkCalendar, beside: Path, code: str) -> WorkCalendar | None:
    """The calendar of that code: the file's own, one beside it, or one that comes with the program."""
    if code == default.code or not default.code:
        return default
    if not code.replace("-", "").replace("_", "").isalnum():
        return None
    places = (beside.with_name(f"{code}.json"), SHIPPED / f"{code}.json")
    return next((read_calendar(path) for path in places if path.is_file()), None)


def _given(option: str, language: str, read: Callable[[], _Value]) -> _Value:
    try:
        return read()
    except InputError as error:
        raise click.BadParameter(error.message.in_(language), param_hint=option) from None
