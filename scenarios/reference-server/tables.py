#!/usr/bin/env python3
"""Writes the tables of README.md anew: predicted beside measured for each run, and what each mechanism contributes.

Usage: tables.py [ONSALE]
  ONSALE  the program; build/release/onsale of this source tree if not given
"""
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent

COLUMNS = [("requests", "http_reqs count", 1), ("mean ms", "http_req_duration avg", 1e3),
           ("median ms", "http_req_duration med", 1e3), ("p95 ms", "http_req_duration p95", 1e3),
           ("p99 ms", "http_req_duration p99", 1e3), ("max ms", "http_req_duration max", 1e3)]
JUDGED = ("requests", "mean ms", "p95 ms", "p99 ms")
SHOWN = ("c-journey-baseline-1", "b-sat-status", "d-journey-pool5", "d-journey-threads20")
SWITCHES = [
    ("nothing", []),
    ("run queue (instead: processor sharing)", ["hosts.box.scheduler=processor-sharing"]),
    ("Redis pool: woken one by one (instead: each at once)", ["threads.redis-hand-off=contended"]),
    ("Redis pool: newcomers (instead: first come, first served)", ["threads.redis-hand-off=in-turn"]),
    ("Tomcat's task queue (instead: a thread at once)", ["threads.worker-hand-off=in-turn"]),
    ("HikariCP: newcomers (instead: first come, first served)", ["threads.hikari-hand-off=in-turn"]),
    ("delayed dequeue", ["hosts.box.run-queue.delayed-dequeue=false"]),
    ("wake-up preemption", ["hosts.box.run-queue.wakeup-preemption=false"]),
    ("compiler of the fresh JVM", ["jvm.compile-cpu=0ms"]),
    ("compiling a method at a time (instead: with each request)", ["jvm.compile-task=0ms"]),
    ("writing the response and what comes after (instead: none)", ["threads.response-cpu=0us", "threads.clean-up-cpu=0us"]),
    ("collections", ["jvm.young-pause.mean=0ms", "jvm.young-pause-per-gb=0ms"]),
    ("costs of idle and of changing threads", ["hosts.box.run-queue.idle-cost=0us",
                                               "hosts.box.run-queue.switch-cost=0us"]),
    ("other work of the machine", ["hosts.box.other-work.share=0"]),
    ("spread of CPU demands", ["demands.cv=0"]),
]


def replay(onsale, tests, sets, options=()):
    command = [onsale, "replay", *tests, "--json", *options]
    for each in sets:
        command += ["--set", each]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return [{"test": run["test"], "kind": run["kind"], "metrics": {m["name"]: m for m in run["metrics"]}}
            for run in json.loads(result.stdout)["runs"]]


def percent(metric):
    return f"{100 * metric['relative_error']:+.0f}%"


def cell(metric, factor):
    published, predicted = (round(factor * metric[key], 4) for key in ("published", "predicted"))
    figures = f"{predicted:.4g} / {published:.4g}" if factor != 1 else f"{predicted:.0f} / {published:.0f}"
    if metric["name"].endswith((" p95", " p99")) and metric["lowest"] < metric["highest"]:
        figures = f"{predicted:.4g} [{factor * metric['lowest']:.4g}, {factor * metric['highest']:.4g}] / {published:.4g}"
    return f"{figures} ({percent(metric)})"


def failed(run):
    rate, count = (run["metrics"][name] for name in ("http_req_failed rate", "http_reqs count"))
    return " / ".join(f"{rate[key] * count[key]:.0f}" for key in ("predicted", "published"))


def runs_table(runs):
    lines = ["| run | kind | " + " | ".join(name for name, _, _ in COLUMNS) + " | failed |",
             "| --- " * (len(COLUMNS) + 3) + "|"]
    met = {}
    for run in runs:
        cells = [cell(run["metrics"][metric], factor) for _, metric, factor in COLUMNS]
        lines.append(f"| {run['test']} | {run['kind']} | " + " | ".join(cells) + f" | {failed(run)} |")
        for name, metric, _ in COLUMNS:
            if name in JUDGED:
                tally = met.setdefault((run["kind"], name), [0, 0])
                # The target of the rate stands for the count.
                limit = run["metrics"][metric]["target"] or 0.05
                tally[0] += abs(run["metrics"][metric]["relative_error"]) <= limit
                tally[1] += 1
    lines += ["", "Within 5 % (requests), 10 % (mean), 15 % (p95), 25 % (p99):", "",
              "| kind | " + " | ".join(JUDGED) + " |", "| --- " * (len(JUDGED) + 1) + "|"]
    for kind in ("fitted", "blind"):
        lines.append(f"| {kind} | " + " | ".join("{} of {}".format(*met[kind, name]) for name in JUDGED) + " |")
    return lines


def switches_table(onsale):
    lines = ["| switched off | switch (`--set`) | " + " | ".join(SHOWN) + " |", "| --- " * (len(SHOWN) + 2) + "|"]
    for name, sets in SWITCHES:
        runs = {run["test"]: run["metrics"] for run in replay(onsale, ["reference-server/" + t for t in SHOWN], sets,
                                                           ["--replications", "1"])}
        cells = [", ".join(percent(runs[test]["http_req_duration " + stat]) for stat in ("avg", "p95", "p99"))
                 for test in SHOWN]
        lines.append(f"| {name} | {' '.join(f'`{each}`' for each in sets)} | " + " | ".join(cells) + " |")
    return lines


def parameters_table(system):
    """From the comments that `onsale calibrate --out` leaves."""
    lines = ["| value | fitted | 95 % interval |", "| --- | --- | --- |"]
    for name, value, interval in re.findall(r"# calibrated: (\S+) = (\S+?),? (\[.*\]|not told by the data)$", system,
                                            re.MULTILINE):
        lines.append(f"| `{name}` | {value} | {interval} |")
    return lines


def replace(text, name, lines):
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if begin not in text or end not in text:
        sys.exit(f"README.md: expected {begin} and {end}")
    return text[:text.index(begin) + len(begin)] + "\n" + "\n".join(lines) + "\n" + text[text.index(end):]


def main():
    onsale = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/onsale")
    readme = FOLDER / "README.md"
    text = readme.read_text()
    text = replace(text, "runs", runs_table(replay(onsale, ["reference-server"], [])))
    text = replace(text, "switches", switches_table(onsale))
    text = replace(text, "parameters", parameters_table((FOLDER / "system.yaml").read_text()))
    readme.write_text(text)


if __name__ == "__main__":
    main()
