"""`python -m tools.soundness`: the figures of docs/checks.md; 1 when a model was judged wrongly too often."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tools.soundness.proof import prove


def main() -> int:
    """Run the proof and print its figures."""
    options = argparse.ArgumentParser(description="Random models, mutants and walks against the checker")
    options.add_argument("--models", type=int, default=500)
    options.add_argument("--mutants", type=int, default=3, help="of each model")
    options.add_argument("--walks", type=int, default=20_000, help="at least, in all")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="folder for the files that were judged wrongly")
    chosen = options.parse_args()

    def keep(name: str, bpmn: bytes) -> None:
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            (chosen.keep / f"{name.split()[0].replace('/', '_')}.bpmn").write_bytes(bpmn)

    started = time.perf_counter()
    figures = prove(chosen.models, chosen.mutants, chosen.walks, chosen.seed, keep)
    print(f"models           {figures.models}")
    print(f"mutants          {figures.mutants}")
    print(f"passed           {figures.passed}")
    print(f"refused          {figures.refused}")
    print(f"walks            {figures.walks} with {figures.steps} steps")
    print(f"missed           {len(figures.missed)}")
    print(f"wrongly refused  {len(figures.wrong)} ({figures.wrong_part:.2%})")
    print(f"seconds          {time.perf_counter() - started:.0f}")
    for code, number in sorted(figures.codes.items(), key=lambda item: -item[1]):
        print(f"  {number:5} {code}")
    for line in (*figures.missed, *figures.wrong):
        print(line)
    return 0 if figures.holds else 1


if __name__ == "__main__":
    sys.exit(main())
