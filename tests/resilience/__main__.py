"""`python -m tests.resilience [R1 R2 ...]`: runs the experiments at full size on both stores and says what was found.

Exit code 0 when nothing was found wrong, 1 when something was, 2 for wrong usage.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import scratch
from tests.resilience.city import STORES, city
from tests.resilience.experiments import EXPERIMENTS, Outcome, lose_store
from tests.resilience.faulty_proxy import FAULTS
from tests.resilience.patched_copy import PATCHES

NAMES = (*EXPERIMENTS, "R7")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.resilience", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--small", action="store_true", help="the sizes of `make test`")
    parser.add_argument("--store", choices=STORES, action="append", help="only this one (default: both)")
    parser.add_argument("--fault", choices=(*FAULTS, *PATCHES), default="", help="plant this fault: the experiment must find it")
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"expected names of {', '.join(NAMES)}, but found {', '.join(unknown)}")
    return options


def run(name: str, store: str, options: argparse.Namespace) -> Outcome:
    with scratch("duban-resilience-") as home:
        folder = Path(home)
        postgres = Postgres(folder / "pg").start() if store == "postgresql" else None
        try:
            if name == "R7":
                return lose_store(folder / "city", postgres, fault=options.fault)
            experiment = EXPERIMENTS[name]
            with city(folder / "city", postgres, options.fault, **experiment.settings) as at:
                return (experiment.small if options.small else experiment.full)(at)
        finally:
            if postgres is not None:
                postgres.stop()


def main() -> int:
    options, wrong = arguments(), 0
    for name in options.names or NAMES:
        for store in options.store or STORES:
            began = time.monotonic()
            figures, problems = run(name, store, options)
            wrong += bool(problems)
            verdict = "WRONG" if problems else "nothing wrong"
            print(f"{name} on {store}: {verdict}, {time.monotonic() - began:.0f} s, {json.dumps(figures)}")
            for problem in problems[:40]:
                print(f"    {problem if isinstance(problem, str) else json.dumps(problem)}")
            sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
