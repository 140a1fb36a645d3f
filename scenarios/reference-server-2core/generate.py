#!/usr/bin/env python3
"""Writes one test file and one file of published figures for each run that was measured on two cores.

Usage: generate.py DATA [FOLDER] [ONSALE]
  DATA    folder with one folder per run (config.json, summary.json, server.csv, timeseries.csv)
  FOLDER  where to write, beside system.yaml and journey.yaml; the one of this script if not given
  ONSALE  the program; build/release/onsale of this source tree if not given

What a test file says follows from the run's config.json. How fast its host was, second by second, follows from the CPU time that
all processes together needed for a request then, as the cores counted it: the run is simulated, and each second gets the speed
at which the simulation needs as much, in a few rounds. k6's collections are left out on both sides, for they do not fall into the
same seconds. No response time is looked at.
"""
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "reference-server"))
import generate as one_core  # noqa: E402

FITTED = {"a-light-balance", "a-light-charge", "a-light-concerts", "a-light-occupy", "a-light-payments",
          "a-light-reserve", "a-light-seats", "a-light-status", "a-light-token", "c-journey-baseline-3"}
LEAST_REQUESTS = 20  # in a second whose CPU time says something
ROUNDS = 3
SPEEDS = (0.3, 3.0)
TARGETS = "{http_reqs: 5%, http_req_duration.avg: 10%, http_req_duration.p95: 15%, http_req_duration.p99: 25%}"


def measured(run):
    """[(begin s, end s, CPU s for each request)] from the first answer on, by the cores' counters, less what k6 used beyond its
    median over the seven seconds around: its collections."""
    started = min(int(row["ts"]) for row in one_core.read_csv(run / "timeseries.csv"))
    rows = [row for row in one_core.read_csv(run / "server.csv") if int(row["ts"]) >= started]
    grown = [{name: float(last[name]) - float(first[name])
              for name in ("requests_total", "cpu0_busy_s", "cpu1_busy_s", "cpu_k6_s")}
             for first, last in zip(rows, rows[1:])]
    ended = next((number for number, each in enumerate(grown) if each["cpu_k6_s"] < 0), len(grown))
    result = []
    for number, each in enumerate(grown[:ended]):
        if each["requests_total"] >= LEAST_REQUESTS:
            around = grown[max(0, number - 3):min(ended, number + 4)]
            collection_s = max(0.0, each["cpu_k6_s"] - statistics.median(other["cpu_k6_s"] for other in around))
            busy_s = each["cpu0_busy_s"] + each["cpu1_busy_s"] - collection_s
            result.append((int(rows[number]["ts"]) - started, int(rows[number + 1]["ts"]) - started,
                           max(busy_s, 0.01) / each["requests_total"]))
    return result


def simulated(onsale, test, seconds):
    """CPU s for each request, as measured(): a core that computes is busy, however fast it is."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([onsale, "run", str(test), "--quiet", "--out-dir", folder, "--set", "client.collector.allocates=0"], check=True,
                       stdout=subprocess.DEVNULL)
        with open(pathlib.Path(folder) / "timeseries.csv") as file:
            rows = list(csv.DictReader(file))
    result = []
    for begin, end, _ in seconds:
        part = [row for row in rows if begin < float(row["time_s"]) <= end]
        requests = sum(float(row["requests_per_s"]) for row in part)
        busy_s = 2 * sum(float(row["box cpu utilisation"]) for row in part)
        result.append(busy_s / requests if requests > 0 else None)
    return result


def speed_lines(seconds, speeds):
    fastest = max(speeds)
    lines = ["# in each second by the CPU time that all processes needed for a request: README.md",
             f"hosts: {{box: {{speed: {fastest:.3f}}}}}", "faults:"]
    for (begin, end, _), speed in zip(seconds, speeds):
        if fastest / speed >= 1.0005:
            lines.append(f"  - {{fault: cpu slow, from: {begin}s, to: {end}s, factor: {fastest / speed:.3f}}}")
    return lines if len(lines) > 3 else lines[:2]


def test_text(run, speed):
    config = json.loads((run / "config.json").read_text())
    knobs = [(one_core.KNOBS[name][0], f"{value}{one_core.KNOBS[name][1]}") for name, value in config["knobs"].items()
             if name in one_core.KNOBS and value != one_core.BASELINE[name]]
    is_light = run.name.startswith("a-light")
    journey = None if "journey" in config["scenarios"] else one_core.journey_lines(run)
    includes = "[system.yaml, ../reference-server/journey.yaml]" if journey is None else "system.yaml"
    lines = ["# Written by generate.py from the measured run.", f"include: {includes}", f"test: {run.name}", "published:",
             f"  results: published/{run.name}.json", f"  kind: {'fitted' if run.name in FITTED else 'blind'}",
             f"  targets: {TARGETS}", "", *speed, ""]
    if is_light:
        is_first = run.name == "a-light-token"
        lines += ["jvm: {warm-up-requests: 8000} # one JVM for all light runs, this is the first" if is_first
                  else "jvm: {compile-cpu: 0ms} # one JVM for all light runs, long warm", ""]
    if knobs:
        lines += ["settings:"] + [f"  {name}: {value}" for name, value in knobs] + [""]
    lines += one_core.options_lines(config["scenarios"])
    lines += ["  summaryTrendStats: [avg, min, med, max, p(90), p(95), p(99), count]"]
    if journey is not None:
        lines += ["", "journeys:", "  default:"] + ["    " + line for line in journey]
    return "\n".join(lines) + "\n"


def write_test(onsale, run, folder):
    test = folder / f"{run.name}.yaml"
    seconds = measured(run)
    speeds = [1.0] * len(seconds)
    for _ in range(ROUNDS):
        test.write_text(test_text(run, speed_lines(seconds, speeds)))
        for number, cpu_s in enumerate(simulated(onsale, test, seconds)):
            if cpu_s is not None:
                speed = speeds[number] * cpu_s / seconds[number][2]
                speeds[number] = round(min(max(speed, SPEEDS[0]), SPEEDS[1]), 3)
    test.write_text(test_text(run, speed_lines(seconds, speeds)))
    print(run.name, *(f"{speed:.2f}" for speed in speeds), flush=True)


def main():
    data = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE)
    onsale = sys.argv[3] if len(sys.argv) > 3 else str(ROOT / "build/release/onsale")
    (folder / "published").mkdir(parents=True, exist_ok=True)
    for run in sorted(path.parent for path in data.glob("*/summary.json")):
        figures = one_core.published(run, json.loads((run / "summary.json").read_text()))
        figures["system"] = "reference-server-2core"
        figures["source"] = {"document": f"calibration/data-2core/{run.name}/summary.json"}
        (folder / "published" / f"{run.name}.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
        write_test(onsale, run, folder)


if __name__ == "__main__":
    main()
