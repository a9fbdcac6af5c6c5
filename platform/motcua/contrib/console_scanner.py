"""A scanner for machines without one: it knows the harmless string by which every scanner is tried out."""

from __future__ import annotations

from typing import Final

# In two parts, so that no scanner takes this file for what it describes.
TEST_STRING: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ConsoleScanner:
    """Implements `VirusScanner`."""

    def threat_in(self, content: bytes) -> str:
        return "Eicar-Test-Signature" if TEST_STRING in content else ""
