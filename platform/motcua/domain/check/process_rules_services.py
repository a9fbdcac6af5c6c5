"""Rules about service tasks: what they call, how often they try, how long an attempt may take."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from motcua.domain.check.process_rules_finding import agency_fault, finding, label, nearest
from motcua.domain.errors import InputError
from motcua.domain.process.process import OPENS, Finding, Node, ProcessModel, Service
from motcua.domain.process.process_words import is_agency_rule
from motcua.domain.time.limits import parse_budget

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
            f"Bước gọi hệ thống {label(node)} chưa nói gọi việc gì. Chọn ở ô “Việc gọi” (operation).",
            f"The service task {label(node)} names nothing to call. Choose it in “Operation” (operation).",
        )
    elif known_operations is not None and service.operation not in {OPENS, *known_operations}:
        hint = nearest(service.operation, sorted(known_operations))
        yield finding(
            "service.operation_unknown",
            node,
            f"Bước gọi hệ thống {label(node)}: ở đây không có việc “{service.operation}”.{hint.vi} "
            "Chọn lại ở ô “Việc gọi”, hoặc nhờ quản trị cài tiện ích có việc này (operation).",
            f"Service task {label(node)}: there is no operation “{service.operation}” here.{hint.en} "
            "Choose again in “Operation”, or have the extension installed that offers it (operation).",
        )


def _opening(node: Node, service: Service) -> Iterator[Finding]:
    """A dossier opened at another agency: which procedure, and where (A-15)."""
    if service.operation != OPENS:
        return
    if not service.procedure:
        yield finding(
            "service.procedure_missing",
            node,
            f"Bước gọi hệ thống {label(node)} mở hồ sơ khác nhưng chưa nói thủ tục nào. "
            "Điền “Mã thủ tục được mở”, ví dụ 1.004222 (procedure).",
            f"The task {label(node)} opens a dossier but names no procedure. "
            "Fill in “Code of the procedure”, such as 1.004222 (procedure).",
        )
    if not is_agency_rule(service.agency):
        fault = agency_fault(service.agency)
        yield finding(
            "service.agency_unknown",
            node,
            f"Bước gọi hệ thống {label(node)}: {fault.vi}",
            f"Service task {label(node)}: {fault.en}",
        )


def _effort(node: Node, service: Service) -> Iterator[Finding]:
    if not 1 <= service.attempts <= MAX_ATTEMPTS:
        yield finding(
            "service.attempts_range",
            node,
            f"Bước gọi hệ thống {label(node)}: không thể thử {service.attempts} lần. "
            f"Điền “Số lần thử” từ 1 đến {MAX_ATTEMPTS} (attempts).",
            f"Service task {label(node)}: it cannot try {service.attempts} times. "
            f"Give “Attempts” from 1 to {MAX_ATTEMPTS} (attempts).",
        )
    if service.timeout:
        try:
            parse_budget(service.timeout)
        except InputError:
            shown = service.timeout[:40]
            yield finding(
                "service.timeout_malformed",
                node,
                f"Bước gọi hệ thống {label(node)}: không hiểu thời gian “{shown}”. "
                'Điền “Chờ trả lời tối đa” bằng số và đơn vị, ví dụ 10 phút (timeout="10m").',
                f"Service task {label(node)}: the time “{shown}” is not understood. "
                'Give “Longest wait for an answer” as a number and a unit, such as 10 minutes (timeout="10m").',
            )
