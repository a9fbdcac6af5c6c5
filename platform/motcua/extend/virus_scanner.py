"""What looks for viruses in the files that people send."""

from __future__ import annotations

from typing import Protocol


class ScannerDownError(Exception):
    """The scanner does not answer, or gives no verdict on this file; ask again later."""


class NoVerdictError(ScannerDownError):
    """The scanner answers, but will not judge this file: it is too large for its settings, say."""


class VirusScanner(Protocol):
    """One scanner. Implementations are named in `motcua.bootstrap`."""

    def threat_in(self, content: bytes) -> str:
        """The name of what was found, empty for a clean file; raises ScannerDownError."""
