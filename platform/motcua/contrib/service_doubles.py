"""Console doubles of the outside systems: what would be sent becomes a log line, and the answer is made up.

`MOTCUA_OPERATIONS=off` leaves them out, so that every call waits for an operator.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from motcua.domain.text import Text
from motcua.extend.service_task import Call, OutputKind

log = logging.getLogger("motcua.operations")


@dataclass(frozen=True)
class ConsoleService:
    """Implements `ServiceTask`: logs the call and gives `answer`, the same however often it is asked."""

    key: str
    title: Text
    outputs: Mapping[str, OutputKind] = field(default_factory=dict)
    answer: Mapping[str, object] = field(default_factory=dict)

    def run(self, call: Call) -> Mapping[str, object]:
        # The data name persons, so the log keeps only what finds the dossier again.
        log.info("%s for dossier %s, attempt %d, key %s", self.key, call.dossier_code, call.attempt, call.key)
        return {
            name: f"{value}".format(code=call.dossier_code) if isinstance(value, str) else value
            for name, value in self.answer.items()
        }


DOUBLES = (
    ConsoleService(
        "tax.send",
        Text("Gửi thông tin sang cơ quan thuế", "Send data to the tax office"),
        {"thue_ma_gui": "text"},
        {"thue_ma_gui": "THUE-{code}"},
    ),
    ConsoleService(
        "tax.fetch",
        Text("Nhận kết quả từ cơ quan thuế", "Fetch the tax office's answer"),
        {"thue_ket_qua": "text", "thue_ma_so": "text"},
        {"thue_ket_qua": "hop_le", "thue_ma_so": "{code}"},
    ),
    ConsoleService(
        "insurance.send",
        Text("Gửi thông tin sang Bảo hiểm xã hội", "Send data to Social Insurance"),
        {"bhxh_ma_gui": "text"},
        {"bhxh_ma_gui": "BHXH-{code}"},
    ),
    ConsoleService(
        "police.send",
        Text("Gửi thông tin sang Công an", "Send data to the police"),
        {"cong_an_ma_gui": "text"},
        {"cong_an_ma_gui": "CA-{code}"},
    ),
)
