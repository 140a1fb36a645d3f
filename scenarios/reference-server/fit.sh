#!/bin/sh
# Repeats the calibration of the reference server from scratch and writes the fitted values, with their intervals, into
# system.yaml. Some minutes on two cores; stopped, kill -9 included, it goes on where it was.
#   scenarios/reference-server/fit.sh [OPTIONS OF onsale calibrate...]
# ONSALE names another program; BASELINE another journey than c-journey-baseline-3 to fit (the other two stay blind).
set -eu
scenario=$(cd "$(dirname "$0")" && pwd)
cd "$scenario/../.."
onsale=${ONSALE:-build/release/onsale}
baseline=${BASELINE:-c-journey-baseline-3}
data=calibration/data
work=build/fit-reference-server
result=$work/system.yaml

# The fit starts from round numbers, not from what an earlier one found; but for statement-cpu: from 40us some fits hardly move
# it for the noise of the simulations, others end at 23 to 26us.
mkdir -p "$work/reference-server"
cp "$scenario"/*.yaml "$work/reference-server"
rm -rf "$work/reference-server/published" # replay alone reads it
start() { # VALUE PATTERN: the number behind the pattern
  sed -E -i "s/($2)[0-9.]+(e-?[0-9]+)?(ms|us)?/\1$1/" "$work/reference-server/system.yaml"
}
start 0.7ms '- cpu: &auth '
start 0.15ms '- query: &row '
start 0.15ms '- query: &statement '
start 0.2ms '- query: &list '
start 0.2ms '- query: &seats '
start 25us 'statement-cpu: '
start 0.1ms ' commit-cpu: '
start 50us 'idle-cost: '
start 5us 'switch-cost: '
start 0.01 'other-work: \{share: '
start 0.4 'law: lognormal, cv: '

runs() { for name in "$@"; do printf '%s ' "$data/$name"; done; }
others=$(for name in c-journey-baseline-1 c-journey-baseline-2 c-journey-baseline-3; do
  [ "$name" = "$baseline" ] || echo "$name"
done)
# shellcheck disable=SC2046,SC2086 # names without blanks
"$onsale" calibrate "$work/reference-server" \
  --data $(runs a-light-balance a-light-charge a-light-concerts a-light-occupy a-light-payments a-light-reserve \
    a-light-seats a-light-status a-light-token "$baseline") \
  --holdout $(runs $others d-journey-pool5 d-journey-pool5-take1 d-journey-threads20 b-sat-status b-sat-occupy \
    e-arrival-seats) \
  --idle "$data/a-idle" \
  --fit endpoints.token.flow.0.cpu,threads.statement-cpu \
  --fit endpoints.token.flow.1.query,endpoints.occupy.flow.3.transaction.1.query \
  --fit endpoints.concerts.flow.1.query,endpoints.seats.flow.3.query \
  --fit mysql.commit-cpu,hosts.box.other-work.share \
  --fit hosts.box.run-queue.idle-cost,hosts.box.run-queue.switch-cost \
  --fit demands.cv \
  --replications 4 --noise-replications 6 --model-error 0.05 --no-advice \
  --out "$result" "$@"
cp "$result" "$scenario/system.yaml"
