"""Why a dossier cannot stand in another version of its process where it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from motcua.domain.check.token_standing import Trouble
from motcua.domain.errors import ConflictError
from motcua.domain.process.process import Node, ProcessModel
from motcua.domain.text import Text

Reason = Literal["missing", "kind", "scope", "loop", "event", "join", "choice", "crossing"] | Trouble

_SENTENCES: Final[Mapping[Reason, Text]] = {
    "missing": Text(
        "“{name}” không còn trong phiên bản mới. Chọn bước tương ứng, hoặc để hồ sơ xong bước này rồi chuyển.",
        "“{name}” is no longer in the new version. Choose the step that takes its place, or let it be finished first.",
    ),
    "kind": Text(
        "“{name}” là loại phần tử khác trong phiên bản mới.",
        "“{name}” is another kind of element in the new version.",
    ),
    "scope": Text(
        "“{name}” đã chuyển vào hoặc ra khỏi một quy trình con trong phiên bản mới.",
        "“{name}” was moved into or out of a sub-process in the new version.",
    ),
    "loop": Text(
        "“{name}” đang làm lần lượt theo danh sách, và phiên bản mới lặp theo cách khác.",
        "“{name}” is being done for each item of a list, and the new version repeats it otherwise.",
    ),
    "event": Text(
        "“{name}” chờ hoặc gọi điều khác trong phiên bản mới.",
        "“{name}” waits for or calls something else in the new version.",
    ),
    "join": Text(
        "Một nhánh đã đến điểm hợp “{name}”, và phiên bản mới không còn nhánh đó.",
        "A branch has come to the join “{name}”, and the new version has that branch no more.",
    ),
    "choice": Text(
        "“{name}” là một trong các sự kiện chờ cạnh nhau, và phiên bản mới có các sự kiện khác.",
        "“{name}” is one of several events waited for side by side, and the new version has other ones.",
    ),
    "crossing": Text(
        "Hồ sơ đang ở trong “{name}”, nơi trao đổi thông điệp với phần khác của quy trình đã thay đổi.",
        "The dossier is inside “{name}”, which exchanges messages with parts of the process that have changed.",
    ),
    "waits": Text(
        "Từ chỗ đang đứng, hồ sơ sẽ chờ mãi ở “{name}” của phiên bản mới.",
        "From where it stands the dossier would wait for ever at “{name}” of the new version.",
    ),
    "twice": Text(
        "Từ chỗ đang đứng, hồ sơ sẽ qua “{name}” của phiên bản mới hai lần.",
        "From where it stands the dossier would go through “{name}” of the new version twice.",
    ),
    "endless": Text(
        "Từ chỗ đang đứng, hồ sơ đến “{name}” của phiên bản mới rồi không kết thúc được.",
        "From where it stands the dossier would come to “{name}” of the new version and never to an end.",
    ),
    "entangled": Text(
        "Quy trình mới quá phức tạp quanh “{name}” để biết chắc hồ sơ đi hết được.",
        "The new process is too complex around “{name}” to be sure that the dossier comes to its end.",
    ),
}


class CarryOverError(ConflictError):
    """The dossier cannot be carried over: `reason` says why, `element` names where in its process."""

    code = "carry_over"

    def __init__(self, reason: Reason, element: str, name: str) -> None:
        super().__init__(_SENTENCES[reason].format(name=name or element))
        self.reason = reason
        self.element = element


def difference(old: Node, new: Node, services: tuple[str, str]) -> Reason | None:
    """Why a token at `old` cannot stand at `new`; None when it can. `services` are the operations called."""
    steps = {"userTask", "manualTask"}
    if old.kind != new.kind and not {old.kind, new.kind} <= steps:
        return "kind"
    if _repeats(old) != _repeats(new):
        return "loop"
    return "event" if _awaits(old) != _awaits(new) or services[0] != services[1] else None


def operation(model: ProcessModel, element: str) -> str:
    """What a service task calls, and for whom; empty for other elements."""
    found = next((one for one in model.services if one.id == element), None)
    return f"{found.operation} {found.procedure} {found.agency}" if found is not None else ""


def _repeats(node: Node) -> object:
    """How an activity is repeated; when it is enough may change while it runs."""
    loop = node.loop
    return loop and (loop.kind, loop.items, loop.cardinality)


def _awaits(node: Node) -> object:
    """What is waited for; a timer may be set anew."""
    return node.event and (node.event.kind, node.event.name, node.is_interrupting)
