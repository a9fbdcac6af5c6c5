"""The pytest plugin behind `@pytest.mark.req("E-06")`: unknown IDs stop the run, full runs are recorded.

A full run collects every test path and deselects nothing; a part of the tests leaves the record as it is.
With pytest-xdist the workers name the requirements of a test in its report, and the controller records them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pytest

from tools import conformance_record

PROPERTY: Final = "requirements"
IS_PART: Final = "motcua_is_part"


def pytest_configure(config: pytest.Config) -> None:
    """Join the run."""
    config.pluginmanager.register(Recorder(config), "motcua-conformance")


class Recorder:
    """Gathers the outcome of every marked test of one run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._collected = 0
        self._requirements: dict[str, tuple[str, ...]] = {}
        self._passed: set[str] = set()
        self._failed: set[str] = set()
        self._is_part = False
        self._digest = conformance_record.digest()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        known = conformance_record.load_catalogue()
        for item in items:
            named = tuple(_requirements(item))
            if unknown := [requirement for requirement in named if requirement not in known]:
                raise pytest.UsageError(
                    f"{item.nodeid}: no requirement is called {', '.join(map(str, unknown))}"
                )
            item.user_properties.append((PROPERTY, named))
        self._collected = len(items)

    def pytest_deselected(self) -> None:
        self._is_part = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY and isinstance(value, tuple | list):
                self._requirements[report.nodeid] = tuple(value)
        if not report.passed:
            self._failed.add(report.nodeid)
        elif report.when == "call":
            self._passed.add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        self._collected = len(ids)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self._is_part = self._is_part or getattr(node, "workeroutput", {}).get(IS_PART, True)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if (output := getattr(self._config, "workeroutput", None)) is not None:
            output[IS_PART] = self._is_part
            return
        ran_to_the_end = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if ran_to_the_end and self._is_full(session):
            conformance_record.write(self._record())

    def _is_full(self, session: pytest.Session) -> bool:
        is_whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not self._is_part
        is_cut_short = session.shouldstop or session.shouldfail or session.config.option.collectonly
        return is_whole and not is_cut_short and self._collected == len(self._passed | self._failed)

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
