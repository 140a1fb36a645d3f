#!/bin/sh
# run.sh SECONDS NAME: one reader under libFuzzer. What it finds stays in build/fuzz/NAME: a failing input (crash-*, for
# the corpus here once it is mended), and the corpus as it grew.
set -eu
seconds=$1
name=$2
kept=build/fuzz/$name
mkdir -p "$kept/corpus"
if "build/fuzz/tests/fuzz/fuzz_$name" "$kept/corpus" "tests/fuzz/corpus/$name" -max_total_time="$seconds" -timeout=10 \
  -rss_limit_mb=1024 -artifact_prefix="$kept/" >"$kept/log" 2>&1; then
  echo "fuzz $name: $(grep 'Done .* runs' "$kept/log")"
else
  tail -n 40 "$kept/log" >&2
  echo "fuzz $name: failed, the input is in $kept" >&2
  exit 1
fi
