"""Rules about service tasks: what they call, how often they try, how long an attempt may take."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from motcua.domain.errors import InputError
from motcua.domain.limits import parse_budget
from motcua.domain.process import OPENS, Finding, Node, ProcessModel, Service
from motcua.domain.process_rules_finding import finding, label, nearest
from motcua.domain.process_words import is_agency_rule

MAX_ATTEMPTS = 20


def service_findings(model: ProcessModel, known_operations: Collection[str] | None) -> Iterator[Finding]:
    """All findings about service tasks. `known_operations` are those registered here, None when not known."""
    services = {service.id: service for service in model.services}
    for node in model.nodes:
        if node.kind == "serviceTask":
            yield from _operation(node, services.get(node.id), known_operations)
            if node.id in services:
                yield from _effort(node, services[node.id])
                yield from _opening(node, services[node.id])


def _operation(
    node: Node, service: Service | None, known_operations: Collection[str] | None
) -> Iterator[Finding]:
    if service is None or not service.operation:
        yield finding(
            "service.operation_missing",
            node,
            f"Tác vụ tự động {label(node)} chưa nói gọi dịch vụ nào. Ghi operation trong motcua:service.",
            f"The service task {label(node)} names nothing to call. Write operation in motcua:service.",
        )
    elif known_operations is not None and service.operation not in {OPENS, *known_operations}:
        hint = nearest(service.operation, sorted(known_operations))
        yield finding(
            "service.operation_unknown",
            node,
            f"Tác vụ tự động {label(node)}: không có dịch vụ “{service.operation}”.{hint.vi} "
            "Cài tiện ích cung cấp dịch vụ này, hoặc sửa operation.",
            f"Service task {label(node)}: there is no operation “{service.operation}”.{hint.en} "
            "Install the extension that offers it, or correct operation.",
        )


def _opening(node: Node, service: Service) -> Iterator[Finding]:
    """A dossier opened at another agency: which procedure, and where (A-15)."""
    if service.operation != OPENS:
        return
    if not service.procedure:
        yield finding(
            "service.procedure_missing",
            node,
            f"Tác vụ {label(node)} mở hồ sơ con nhưng chưa nói thủ tục nào. Ghi procedure bằng mã thủ tục.",
            f"The task {label(node)} opens a dossier but names no procedure. Write its code in procedure.",
        )
    if not is_agency_rule(service.agency):
        yield finding(
            "service.agency_unknown",
            node,
            f"Tác vụ {label(node)}: cơ quan “{service.agency}” không hợp lệ. "
            "Viết receiving, parent, code:H50.16 hoặc field:tên_trường.",
            f"Task {label(node)}: the agency “{service.agency}” is not valid. "
            "Write receiving, parent, code:H50.16 or field:field_name.",
        )


def _effort(node: Node, service: Service) -> Iterator[Finding]:
    if not 1 <= service.attempts <= MAX_ATTEMPTS:
        yield finding(
            "service.attempts_range",
            node,
            f"Tác vụ tự động {label(node)}: số lần thử là {service.attempts}. Ghi attempts từ 1 đến {MAX_ATTEMPTS}.",
            f"Service task {label(node)}: it tries {service.attempts} times. Write attempts from 1 to {MAX_ATTEMPTS}.",
        )
    if service.timeout:
        try:
            parse_budget(service.timeout)
        except InputError as error:
            yield finding(
                "service.timeout_malformed",
                node,
                f"Tác vụ tự động {label(node)}, timeout: {error.message.vi}",
                f"Service task {label(node)}, timeout: {error.message.en}",
            )
