"""The pytest plugin behind `@pytest.mark.req("E-06")`: unknown IDs stop the run, full runs are recorded.

A full run collects every test path and deselects nothing; a part of the tests leaves the record as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest

from tools import conformance_record


def pytest_configure(config: pytest.Config) -> None:
    """Join the run."""
    config.pluginmanager.register(Recorder(), "motcua-conformance")


class Recorder:
    """Gathers the outcome of every marked test of one run."""

    def __init__(self) -> None:
        self._requirements: dict[str, tuple[str, ...]] = {}
        self._passed: set[str] = set()
        self._failed: set[str] = set()
        self._is_part = False
        self._digest = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        known = conformance_record.load_catalogue()
        for item in items:
            named = tuple(_requirements(item))
            if unknown := [requirement for requirement in named if requirement not in known]:
                raise pytest.UsageError(
                    f"{item.nodeid}: no requirement is called {', '.join(map(str, unknown))}"
                )
            self._requirements[item.nodeid] = named
        self._digest = conformance_record.digest()

    def pytest_deselected(self) -> None:
        self._is_part = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)
        elif report.when == "call":
            self._passed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        ran_to_the_end = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if ran_to_the_end and self._is_full(session):
            conformance_record.write(self._record())

    def _is_full(self, session: pytest.Session) -> bool:
        is_whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not self._is_part
        is_cut_short = session.shouldstop or session.shouldfail or session.config.option.collectonly
        return is_whole and not is_cut_short and session.testscollected == len(self._passed | self._failed)

    def _record(self) -> conformance_record.Record:
        proven: defaultdict[str, list[str]] = defaultdict(list)
        unproven: defaultdict[str, list[str]] = defaultdict(list)
        for test, requirements in self._requirements.items():
            for requirement in requirements:
                (proven if test in self._passed - self._failed else unproven)[requirement].append(test)
        return conformance_record.Record(
            self._digest,
            {requirement: tuple(tests) for requirement, tests in proven.items()},
            {requirement: tuple(tests) for requirement, tests in unproven.items()},
        )


def _requirements(item: pytest.Item) -> Iterator[str]:
    for mark in item.iter_markers("req"):
        yield from mark.args
