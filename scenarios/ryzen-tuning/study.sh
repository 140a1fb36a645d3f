#!/bin/sh
# The study of docs/ryzen-study.md from scratch: every figure, every picture (needs a built onsale and gnuplot).
#   scenarios/ryzen-tuning/study.sh [FOLDER]     tables and texts go there (default: study), pictures to docs/images
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
onsale=${ONSALE:-$source/build/release/onsale}
folder=${1:-study}
mkdir -p "$folder"
cd "$folder"

threads=server.tomcat.threads.max
connections=server.tomcat.max-connections
pool=spring.datasource.hikari.maximum-pool-size
rank=endpoints.check_token.flow.1.redis.per-row
commands=endpoints.issue_token.flow.1.redis+endpoints.check_token.flow.1.redis.cpu
lists=endpoints.get_concerts.flow.1.query+endpoints.get_schedules.flow.1.query
cores=hosts.box.cores+hosts.box.hardware-threads

# SCENARIO NAME, then what is swept; every run is kept in study.db
sweep() {
  scenario=$1
  table=$2
  shift 2
  echo "== $table"
  "$onsale" sweep "ryzen-tuning/$scenario" --out study.db --csv "$table.csv" --quiet "$@" \
    --figure 'http_reqs rate' --figure 'iterations rate' --figure 'http_req_duration med' \
    --figure 'http_req_duration p(95)' --figure 'iteration_duration avg' | tee "$table.txt"
}

picture() { # TABLE NAME [SLO]
  "$onsale" plot "$1.csv" --out "$1" ${3:+--slo "$3"} >/dev/null
  mv "$1"/*.svg "$source/docs/images/ryzen-$2.svg"
}

# What the report turned, in the test in which it turned it (rounds 1 and 2), and beyond.
sweep token-queue-before token-knobs --replications 5 --design one-at-a-time --vary $threads=100,400,600 \
  --vary $connections=3000,5000 --vary $pool=30 --vary $cores=12 --vary queue.promote-batch=144 \
  --vary $commands=0.13ms --vary $rank=0us
picture token-knobs token-knobs

# The same test with more and fewer users: where its limit is.
sweep token-queue-before token-load --replications 3 --vary vus=250..2500:250
picture token-load token-load 1000

# Threads, pool and connections of the whole journey, every combination.
sweep payment payment-grid --replications 3 --vary $threads=300,600,1200 --vary $pool=10,20,30,60 \
  --vary $connections=2000,3000
picture payment-grid payment-grid

# And what else could have been turned there.
sweep payment payment-knobs --replications 5 --design one-at-a-time --vary $threads=1200 --vary $connections=5000 \
  --vary $pool=10,60 --vary $cores=12 --vary queue.promote-batch=72 --vary $lists=18ms --vary $rank=0us
picture payment-knobs payment-knobs

# The lists are mended: do threads and pool matter now?
sweep payment mended-grid --replications 3 --set endpoints.get_concerts.flow.1.query=18ms \
  --set endpoints.get_schedules.flow.1.query=18ms --vary $threads=300,600,1200 --vary $pool=10,20,30,60

sweep payment mended-cores --replications 3 --set endpoints.get_concerts.flow.1.query=18ms \
  --set endpoints.get_schedules.flow.1.query=18ms --vary $cores=12

# With the same customers on both sides.
compare() { # NAME, then the arguments of compare
  name=$1
  shift
  echo "== $name"
  "$onsale" compare "$@" --replications 5 --quiet --tolerance 100% | tee "$name.txt"
}
compare round-2 ryzen-tuning/token-queue-before ryzen-tuning/token-queue-round2
compare pool-30-to-60 ryzen-tuning/payment ryzen-tuning/payment --b-set $pool=60
compare rank-indexed ryzen-tuning/token-queue-before ryzen-tuning/token-queue-before --b-set $rank=0us
compare lists-indexed ryzen-tuning/payment ryzen-tuning/payment --b-set endpoints.get_concerts.flow.1.query=18ms \
  --b-set endpoints.get_schedules.flow.1.query=18ms

# How many users keep the p95 of the token test below a second.
echo "== token-limit"
"$onsale" limit ryzen-tuning/token-queue-before --slo 'http_req_duration: p(95)<1000' --first --within 3% --quiet |
  tee token-limit.txt
