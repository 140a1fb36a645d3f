#!/bin/sh
# Makes the pictures of the README's first screen anew: plots/readme_picture.sh (needs a built onsale and gnuplot).
set -eu
cd "$(dirname "$0")/.."
onsale=${ONSALE:-build/release/onsale}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Exit code 99 says that the run crossed its thresholds, as the published one did.
"$onsale" run queue-5000vu/seat-occupy-reserve --quiet --out-dir "$results/seats" >/dev/null || [ $? = 99 ]
"$onsale" plot "$results/seats" --only load-curve --out docs/images
