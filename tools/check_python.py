"""Say in one sentence what is missing when this machine's Python cannot run Motcua.

It must parse on any Python 3, so that an old one gets a sentence instead of a syntax error.
"""

import importlib.util
import sys

NEWEST_REFUSED = (3, 10)


def problem() -> "str | None":
    """The sentence for the person, or None when Python is fit."""
    if sys.version_info[:2] <= NEWEST_REFUSED:
        found = ".".join(str(part) for part in sys.version_info[:3])
        return (
            "Motcua cần Python 3.11 trở lên; máy này có "
            + found
            + ". Cài bản mới rồi chạy: make run PYTHON=python3.11\n"
            "Motcua needs Python 3.11 or newer; this machine has " + found + ". "
            "Install a newer one, then: make run PYTHON=python3.11"
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return (
            "Thiếu mô-đun venv của Python. Hãy cài: apt-get install python3-venv\n"
            "Python's venv module is missing. Install it: apt-get install python3-venv"
        )
    return None


if __name__ == "__main__":
    sys.exit(problem())
