"""`motcua process simulate`: how many dossiers a process carries in time, from arrivals, people and working times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from motcua.cli.output import print_json
from motcua.cli.process_files import read_bytes
from motcua.contrib.calendar_files import SHIPPED, read_calendar
from motcua.domain.errors import InputError, ValidationError
from motcua.domain.process.process import ProcessModel
from motcua.domain.simulation.simulation import Assumed, Duration, assumed_for, pool_of
from motcua.domain.simulation.simulation_outcome import simulate
from motcua.domain.simulation.simulation_result import Result, level_of, result_to_dict
from motcua.domain.text import Language, Text
from motcua.domain.time.calendar import WorkCalendar
from motcua.domain.time.duration import duration_words
from motcua.domain.time.limits import parse_budget
from motcua.engine.linker.linker import link
from motcua.engine.reader.reader import read
from motcua.services.process.library_parts import library_root, parts_below
from motcua.services.simulation.simulations import plain_axis

_STANDARD = SHIPPED / "A.json"
_NO_PROCESS = Text(
    "không có quy trình nào chạy được trong tệp.", "there is no executable process in the file."
)
_SHARE = Text(
    "Đúng hạn {share}% (tin cậy 95%: {low}–{high}%) của {count} hồ sơ; thời hạn {limit}.",
    "{share}% on time (95% certain: {low}–{high}%) of {count} dossiers; the limit is {limit}.",
)
_TOOK = Text(
    "Một nửa xong trong {p50}, 8 trên 10 trong {p80}, 19 trên 20 trong {p95}.",
    "Half are done in {p50}, 8 of 10 in {p80}, 19 of 20 in {p95}.",
)
_STEP = Text(
    "  {name}: chờ {wait}, làm {work}, hàng chờ {queue} (19/20 lúc không quá {most})",
    "  {name}: waits {wait}, worked at {work}, queue {queue} (19/20 of the time not above {most})",
)
_POOL = Text(
    "  {name}: {people} người, bận {busy}% – {level}; nên có {needed}",
    "  {name}: {people} people, busy {busy}% – {level}; {needed} would do",
)
_LEVELS = {
    "calm": Text("thong thả", "calm"),
    "busy": Text("vừa sức", "busy"),
    "tight": Text("căng", "tight"),
    "over": Text("quá tải", "overloaded"),
}
_BOTTLENECK = Text("Điểm nghẽn: {name}.", "Bottleneck: {name}.")
_CALM = Text("Không bước nào phải chờ.", "Nothing waits at any step.")


@click.command("simulate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--arrivals", type=float, default=8.0, show_default=True, help="Dossiers a working day.")
@click.option("--people", multiple=True, metavar="POSITION=N", help="People of a position; repeat it.")
@click.option("--work", multiple=True, metavar="STEP=4h", help="Mean working time of a step; repeat it.")
@click.option(
    "--spread", type=float, help="How irregular work is: 0 always the same, 1 as chance will have it."
)
@click.option(
    "--branch", multiple=True, metavar="FLOW=0.2", help="Share of a flow out of a gateway; repeat it."
)
@click.option(
    "--supplement", type=float, default=0.0, show_default=True, help="Share of dossiers asked for more."
)
@click.option("--dossiers", type=int, default=1_000, show_default=True)
@click.option("--even", is_flag=True, help="Dossiers arrive at even intervals.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same outcome.")
@click.option(
    "--calendar-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Working hours."
)
@click.option("--from", "begins", type=click.DateTime(["%Y-%m-%d"]), help="First day; today unless given.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON object; times in working seconds.")
def simulate_file(
    file: Path,
    arrivals: float,
    people: tuple[str, ...],
    work: tuple[str, ...],
    spread: float | None,
    branch: tuple[str, ...],
    supplement: float,
    dossiers: int,
    even: bool,
    seed: int,
    calendar_file: Path | None,
    begins: datetime | None,
    lang: Language,
    as_json: bool,
) -> None:
    """Let dossiers go through a process, and say which share is on time and where they wait.

    What is not given is taken from the model: work takes six tenths of a step's budget, people are busy four fifths
    of the day, branches are equally likely. Exit code 2: a file, a name or a number cannot be used.
    """
    try:
        model = _model(file, lang)
        calendar = read_calendar(calendar_file or _STANDARD)
        assumed = replace(
            assumed_for(model, arrivals, calendar.day_seconds),
            dossiers=dossiers, supplement=supplement, is_even=even, seed=seed,
        )  # fmt: skip
        assumed = _with_names(model, assumed, people, work, branch, calendar.day_seconds)
        if spread is not None:
            times = {key: Duration(one.mean, spread) for key, one in assumed.work.items()}
            assumed = replace(assumed, work=times)
        result = simulate(model, assumed, plain_axis(model, calendar, _day_before(begins, calendar)))
    except ValidationError as error:
        named = "; ".join(f"{one.pointer.strip('/')}: {one.message.in_(lang)}" for one in error.errors)
        raise click.UsageError(named) from error
    except InputError as error:
        raise click.UsageError(error.message.in_(lang)) from error
    if as_json:
        print_json({"process": model.id, "seed": seed, **result_to_dict(result)})
    else:
        _print(model, result, lang)


def _model(file: Path, lang: Language) -> ProcessModel:
    parts = parts_below(library_root(file))
    model = read(link(read_bytes(file, lang), parts.called, parts.decisions).bpmn).model
    if model is None:
        raise click.UsageError(f"{file}: {_NO_PROCESS.in_(lang)}")
    return model


def _day_before(begins: datetime | None, calendar: WorkCalendar) -> datetime:
    """The axis begins on the working day after this one."""
    if begins is None:
        return calendar.local(datetime.now(UTC))
    return begins.replace(tzinfo=calendar.zone) - timedelta(days=1)


def _with_names(
    model: ProcessModel,
    assumed: Assumed,
    people: tuple[str, ...],
    work: tuple[str, ...],
    branch: tuple[str, ...],
    day_seconds: int,
) -> Assumed:
    counts = dict(assumed.people)
    for name, value in _pairs("--people", people):
        pools = [pool for pool in counts if name in (pool, pool.partition("@")[0])]
        _require("--people", name, pools, counts)
        counts |= dict.fromkeys(pools, int(_number("--people", value)))
    times = dict(assumed.work)
    for name, value in _pairs("--work", work):
        _require("--work", name, [name] if name in times else [], times)
        times[name] = replace(times[name], mean=float(parse_budget(value).in_seconds(day_seconds)))
    shares = dict(assumed.branches)
    for name, value in _pairs("--branch", branch):
        _require("--branch", name, [name] if name in shares else [], shares)
        shares[name] = _number("--branch", value)
    return replace(assumed, people=counts, work=times, branches=shares)


def _pairs(option: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for text in values:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"{option} {text}: NAME=VALUE")
        found.append((name.strip(), value.strip()))
    return found


def _number(option: str, text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise click.UsageError(f"{option} …={text}: 3, 0.2, …") from None


def _require(option: str, name: str, found: list[str], known: Mapping[str, object]) -> None:
    if not found:
        raise click.UsageError(f"{option} {name}: {', '.join(sorted(known)) or '–'}")


def _print(model: ProcessModel, result: Result, lang: Language) -> None:
    def words(seconds: float) -> str:
        return duration_words(round(seconds)).in_(lang)

    def percent(share: float) -> str:
        return f"{share * 100:.1f}"

    share = {"share": percent(result.on_time), "low": percent(result.low), "high": percent(result.high)}
    limit = words(result.limit or 0)
    click.echo(_SHARE.format(**share, count=result.dossiers, limit=limit).in_(lang))
    click.echo(_TOOK.format(**{key: words(seconds) for key, seconds in result.durations.items()}).in_(lang))
    name = model.step_by_id[result.bottleneck].name if result.bottleneck else ""
    click.echo((_BOTTLENECK.format(name=name) if name else _CALM).in_(lang))
    for step in sorted(model.steps, key=lambda one: one.order):
        one = result.steps[step.id]
        figures = {"wait": words(one.wait), "work": words(one.work), "queue": f"{one.queue:.1f}"}
        click.echo(_STEP.format(name=step.name, most=one.queue_p95, **figures).in_(lang))
    for pool in dict.fromkeys(pool_of(step) for step in model.steps):
        found = result.pools[pool]
        level = _LEVELS[level_of(found.busy)].in_(lang)
        busy = round(found.busy * 100)
        click.echo(
            _POOL.format(name=pool, people=found.people, busy=busy, level=level, needed=found.needed).in_(
                lang
            )
        )
