#!/usr/bin/env python3
"""Writes one test file and one file of published figures for each measured run.

Usage: generate.py DATA [FOLDER]
  DATA    folder with one folder per run (config.json, summary.json, server-endpoints.csv)
  FOLDER  where to write; the one of this script if not given

What a test file says follows from the run's config.json: load, knobs other than the baseline's, journey by the name of
the scenario, and the speed of the host, from the CPU time that the run's own processes needed (see README.md).
"""
import csv
import json
import pathlib
import sys

FITTED = {"a-light-balance", "a-light-charge", "a-light-concerts", "a-light-occupy", "a-light-payments",
          "a-light-reserve", "a-light-seats", "a-light-status", "a-light-token", "c-journey-baseline-3"}

# Sleeps of the single-endpoint scripts, seconds, and what they send.
LIGHT_PAUSE = {"balance": 0.046, "charge": 0.072, "concerts": 0.05, "occupy": 0.078, "payments": 0.14,
               "reserve": 0.08, "seats": 0.057, "status": 0.043, "token": 0.05}

KNOBS = {
    "server.tomcat.threads.max": ("server.tomcat.threads.max", ""),
    "server.tomcat.max-connections": ("server.tomcat.max-connections", ""),
    "server.tomcat.accept-count": ("server.tomcat.accept-count", ""),
    "spring.datasource.hikari.maximum-pool-size": ("spring.datasource.hikari.maximum-pool-size", ""),
    "spring.datasource.hikari.connection-timeout": ("spring.datasource.hikari.connection-timeout", "ms"),
    "queue.max-active-tokens": ("queue.max-active-tokens", ""),
    "queue.promote-period-ms": ("queue.promote-period", "ms"),
    "queue.promote-batch": ("queue.promote-batch", ""),
    "queue.active-ttl-ms": ("queue.active-ttl", "ms"),
    "redis.pool-size": ("spring.data.redis.lettuce.pool.max-active", ""),
}
BASELINE = {
    "server.tomcat.threads.max": 200, "server.tomcat.max-connections": 2000, "server.tomcat.accept-count": 100,
    "spring.datasource.hikari.maximum-pool-size": 10, "spring.datasource.hikari.connection-timeout": 30000,
    "queue.max-active-tokens": 100, "queue.promote-period-ms": 200, "queue.promote-batch": 40,
    "queue.active-ttl-ms": 30000, "redis.pool-size": 16,
}

STEPS = {
    "token": ["select: {name: user, sequence: {from: 1, step: 7919, modulo: 100000}}",
              "request: {endpoint: token, send: {userId: user}, checks: [{name: status is 200, when: status == 200}]}"],
    "status": ["select: {name: token, pick: tokens}",
               "request: {endpoint: status, send: {User-Token: token}, "
               "checks: [{name: status is 200, when: status == 200}]}"],
    "concerts": ["request: {endpoint: concerts, checks: [{name: status is 200, when: status == 200}]}"],
    "seats": ["select: {name: event, random_int: [1, 1600]}", "select: {name: bench, const: -1}",
              "request: {endpoint: seats, send: {eventId: event, User-Token: bench}, "
              "checks: [{name: status is 200, when: status == 200}]}"],
    "occupy": ["select: {name: seat, sequence: {from: 1, step: 7919, modulo: 80000}}",
               "select: {name: user, const: 1}", "select: {name: bench, const: -1}",
               "request: {endpoint: occupy, send: {seatId: seat, userId: user, User-Token: bench}, "
               "checks: [{name: status is 200, when: status == 200}]}"],
    "reserve": ["select: {name: hold, sequence: {from: 1, modulo: 10000}}", "select: {name: bench, const: -1}",
                "request: {endpoint: reserve, send: {occupationId: hold, User-Token: bench}, "
                "checks: [{name: status is 200, when: status == 200}]}"],
    "balance": ["select: {name: user, random_int: [1, 100000]}",
                "request: {endpoint: balance, send: {userId: user}, "
                "checks: [{name: status is 200, when: status == 200}]}"],
    "charge": ["select: {name: user, random_int: [1, 100000]}",
               "select: {name: amount, const: 100}",
               "request: {endpoint: charge, send: {userId: user, amount: amount}, "
               "checks: [{name: status is 200, when: status == 200}]}"],
    "payments": ["select: {name: reservation, sequence: {from: 1, modulo: 10000}}",
                 "select: {name: user, sequence: {from: 1, step: 7919, modulo: 100000}}",
                 "select: {name: bench, const: -1}",
                 "request: {endpoint: payments, send: {reservationId: reservation, userId: user, User-Token: bench}, "
                 "checks: [{name: status is 200, when: status == 200}]}"],
}

# All tokens of the setup are issued before the load, 50 in each http.batch, as in the script.
STATUS_SETUP = ["setup:", "  repeat: 20", "  steps:", "    - batch:", "        times: 50", "        steps:",
                "          - select: {name: user, sequence: {from: 1}}",
                "          - request: {endpoint: token, name: setup_token, send: {userId: user}, "
                "append: {tokens: data.token}}"]


def read_csv(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def read_endpoints(run):
    return {row["endpoint"]: row for row in read_csv(run / "server-endpoints.csv")}


def worker_cpu_ms(endpoints, name):
    return float(endpoints[name]["thread_cpu_ms_mean"])


def host_speed(run, endpoints, baselines):
    """Relative to the mean of the baselines, by the CPU time of a request of the same kind: `status` where the run has it,
    else its only endpoint.

    Without `status` a fresh JVM compiles that endpoint while the run saturates, which adds to its workers' time whatever the
    host does: a slower host cannot be told from it.
    """
    is_light = run.name.startswith("a-light")
    has_status = not is_light and int(endpoints["status"]["requests"]) > 0
    name = "status" if has_status else run.name.rsplit("-", 1)[1]
    if any(int(each[name]["requests"]) == 0 for each in baselines):
        return 1.0
    reference = sum(worker_cpu_ms(each, name) for each in baselines) / len(baselines)
    speed = reference / worker_cpu_ms(endpoints, name)
    return speed if is_light or has_status else max(1.0, speed)


def mariadb_s_per_request(run):
    usage = read_csv(run / "server.csv")
    return (float(usage[-1]["cpu_mariadbd_s"]) - float(usage[0]["cpu_mariadbd_s"])) / int(usage[-1]["requests_total"])


def work_and_cpu(run, light_runs, begin_s, end_s):
    """Of MariaDB and of Redis between two times of a test: what they did, and the CPU time that it took them, in s.

    MariaDB's work is in seconds that the same requests took it in the light runs, Redis's in commands.
    """
    requests = read_csv(run / "timeseries.csv")
    started = min(int(row["ts"]) for row in requests)
    usage = [row for row in read_csv(run / "server.csv") if begin_s <= int(row["ts"]) - started <= end_s]
    first, last = usage[0], usage[-1]
    statements_s = sum(int(row["requests"]) * light_runs[row["endpoint"]] for row in requests
                       if row["endpoint"] in light_runs and int(first["ts"]) <= int(row["ts"]) < int(last["ts"]))
    grown = {name: float(last[name]) - float(first[name])
             for name in ("redis_commands_total", "cpu_mariadbd_s", "cpu_redis_s")}
    return ((statements_s, grown["cpu_mariadbd_s"]), (grown["redis_commands_total"], grown["cpu_redis_s"]),
            int(last["requests_total"]) - int(first["requests_total"]))


def speeds_by_stage(run, stages, speed, light_runs, baselines):
    """[(begin s, end s, speed)] whose mean over the requests is `speed`: how MariaDB's and Redis's CPU time for the same
    work, in that stage of the test, compares with the mean of the baselines."""
    result, begin_s = [], 0
    for stage in stages:
        end_s = begin_s + int(stage["duration"].removesuffix("s"))
        *mine, requests = work_and_cpu(run, light_runs, begin_s, end_s)
        theirs = [work_and_cpu(each, light_runs, begin_s, end_s) for each in baselines]
        expected_s = sum(work * sum(each[process][1] / each[process][0] for each in theirs) / len(theirs)
                         for process, (work, _) in enumerate(mine))
        result.append((begin_s, end_s, expected_s / sum(cpu_s for _, cpu_s in mine), requests))
        begin_s = end_s
    mean = sum(requests for *_, requests in result) / sum(requests / relative for *_, relative, requests in result)
    return [(begin_s, end_s, speed * relative / mean) for begin_s, end_s, relative, _ in result]


def speed_lines(speed, stages):
    """The fastest stage's as the host's, and how much slower it was in the others."""
    if not stages:
        return [f"hosts: {{box: {{speed: {speed:.3f}}}}} # by the workers' CPU time per request, see README.md", ""]
    fastest = max(relative for *_, relative in stages)
    lines = [f"# {speed:.3f} on the mean, by the workers' CPU time per request; in each stage by MariaDB's and Redis's: README.md",
             f"hosts: {{box: {{speed: {fastest:.3f}}}}}", "faults:"]
    return lines + [f"  - {{fault: cpu slow, from: {begin_s}s, to: {end_s}s, factor: {fastest / relative:.3f}}}"
                    for begin_s, end_s, relative in stages if fastest / relative >= 1.0005] + [""]


def journey_lines(run):
    if "journey" in run.name:
        return None
    endpoint = run.name.rsplit("-", 1)[1]
    lines = list(STATUS_SETUP) if endpoint == "status" else []
    lines.append("steps:")
    lines += ["  - " + step for step in STEPS[endpoint]]
    if run.name.startswith("a-light"):
        pause = LIGHT_PAUSE[endpoint]
        lines.append(f"  - sleep: {{random: [{0.5 * pause:.6g}s, {1.5 * pause:.6g}s]}}")
    elif run.name.startswith("b-sat"):
        lines.append("  - sleep: {random: [0.05s, 0.15s]}")
    return lines


def options_lines(scenarios):
    lines = ["options:", "  scenarios:"]
    for name, options in scenarios.items():
        lines.append(f"    {name}:")
        for key, value in options.items():
            if key == "stages":
                lines.append("      stages:")
                lines += [f"        - {{duration: {s['duration']}, target: {s['target']}}}" for s in value]
            else:
                lines.append(f"      {key}: {value}")
    return lines


def test_file(run, config, endpoints, runs, light_runs):
    journeys = [each for each in runs if each.name.startswith("c-journey-baseline")]
    speed = host_speed(run, endpoints, [read_endpoints(each) for each in journeys])
    knobs = [(KNOBS[name][0], f"{value}{KNOBS[name][1]}") for name, value in config["knobs"].items()
             if name in KNOBS and value != BASELINE[name]]
    kind = "fitted" if run.name in FITTED else "blind"
    journey = journey_lines(run)
    stages = []
    if journey is None:
        (scenario,) = config["scenarios"].values()
        stages = speeds_by_stage(run, scenario["stages"], speed, light_runs, journeys)
    lines = ["# Written by generate.py from the measured run.",
             "include: [system.yaml, journey.yaml]" if journey is None else "include: system.yaml",
             f"test: {run.name}", "published:", f"  results: published/{run.name}.json", f"  kind: {kind}",
             *([] if run.name.startswith("a-light") else ["  replications: 5"]),
             "  targets: {http_reqs: 5%, http_req_duration.avg: 10%, http_req_duration.p95: 15%, "
             "http_req_duration.p99: 25%}", "", *speed_lines(speed, stages)]
    if run.name.startswith("a-light"):
        is_first = run.name == "a-light-token"
        lines += ["jvm: {warm-up-requests: 8000} # one JVM for all light runs, this is the first" if is_first
                  else "jvm: {compile-cpu: 0ms} # one JVM for all light runs, long warm", ""]
    if knobs:
        lines += ["settings:"] + [f"  {name}: {value}" for name, value in knobs] + [""]
    lines += options_lines(config["scenarios"])
    lines += ["  summaryTrendStats: [avg, min, med, max, p(90), p(95), p(99), count]"]
    if journey is not None:
        lines += ["", "journeys:", "  default:"] + ["    " + line for line in journey]
    return "\n".join(lines) + "\n"


def published(run, summary):
    """Figures in the form of the other published results: times in seconds."""
    names = {"p(90)": "p90", "p(95)": "p95", "p(99)": "p99"}
    metrics = {}
    for metric, values in summary["metrics"].items():
        values = {stat: value for stat, value in values.items() if stat != "thresholds"}
        if "avg" in values:
            kind, unit, factor = "trend", "s", 1e-3
        elif "passes" in values:
            kind, unit, factor = "rate", "ratio", 1
            values["rate"] = values.pop("value")
        elif "count" in values:
            kind, unit, factor = "counter", "B" if metric.startswith("data_") else "count", 1
        else:
            kind, unit, factor = "gauge", "count", 1
        metrics[metric] = {"type": kind, "unit": unit, "values": {
            names.get(stat, stat): {"value": value * (1 if stat == "count" else factor)}
            for stat, value in sorted(values.items())}}
    return {"system": "reference-server", "test": run.name, "title": f"Measured run {run.name}",
            "source": {"document": f"calibration/data/{run.name}/summary.json"},
            "results": {"form": "k6-summary", "metrics": metrics}}


def main():
    data = pathlib.Path(sys.argv[1])
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parent)
    runs = sorted(path.parent for path in data.glob("*/summary.json"))
    light_runs = {run.name.removeprefix("a-light-"): mariadb_s_per_request(run) for run in runs
                  if run.name.startswith("a-light-")}
    (folder / "published").mkdir(parents=True, exist_ok=True)
    for run in runs:
        config = json.loads((run / "config.json").read_text())
        summary = json.loads((run / "summary.json").read_text())
        (folder / f"{run.name}.yaml").write_text(test_file(run, config, read_endpoints(run), runs, light_runs))
        (folder / "published" / f"{run.name}.json").write_text(
            json.dumps(published(run, summary), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
