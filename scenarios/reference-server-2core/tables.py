#!/usr/bin/env python3
"""Writes the tables of README.md anew: predicted beside measured for each run, and what each mechanism contributes.

Usage: tables.py [ONSALE]
  ONSALE  the program; build/release/onsale of this source tree if not given
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "reference-server"))
import tables as one_core  # noqa: E402

SHOWN = ("a-light-token", "b-sat-occupy", "c-journey-baseline-1", "c-journey-baseline-3", "g-heavy-1")
SWITCHES = [
    ("nothing", []),
    ("run queues (instead: processor sharing)", ["hosts.box.scheduler=processor-sharing"]),
    ("k6's collector", ["client.collector.allocates=0"]),
    ("waking k6's threads", ["client.wake-up-cpu=0us"]),
    ("time until an idle core computes", ["hosts.box.run-queue.idle-exit=0us"]),
    ("costs of idle and of changing threads", ["hosts.box.run-queue.idle-cost=0us",
                                               "hosts.box.run-queue.switch-cost=0us"]),
    ("collections as threads (instead: they take their time)", ["jvm.parallel-gc-threads=0"]),
    ("wake-up preemption", ["hosts.box.run-queue.wakeup-preemption=false"]),
    ("compiler of the fresh JVM", ["jvm.compile-cpu=0ms"]),
    ("spread of CPU demands", ["demands.cv=0"]),
]


def switches_table(onsale):
    lines = ["| switched off | switch (`--set`) | " + " | ".join(SHOWN) + " |", "| --- " * (len(SHOWN) + 2) + "|"]
    for name, sets in SWITCHES:
        tests = ["reference-server-2core/" + test for test in SHOWN]
        runs = {run["test"]: run["metrics"] for run in one_core.replay(onsale, tests, sets)}
        cells = [", ".join(one_core.percent(runs[test]["http_req_duration " + stat]) for stat in ("avg", "p95", "p99"))
                 for test in SHOWN]
        lines.append(f"| {name} | {' '.join(f'`{each}`' for each in sets)} | " + " | ".join(cells) + " |")
    return lines


def main():
    onsale = sys.argv[1] if len(sys.argv) > 1 else str(one_core.ROOT / "build/release/onsale")
    readme = HERE / "README.md"
    text = readme.read_text()
    text = one_core.replace(text, "runs", one_core.runs_table(one_core.replay(onsale, ["reference-server-2core"], [])))
    text = one_core.replace(text, "switches", switches_table(onsale))
    readme.write_text(text)


if __name__ == "__main__":
    main()
