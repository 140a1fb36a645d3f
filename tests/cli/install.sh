#!/bin/sh
# An installed onsale works without its source tree: it finds the scenarios beside itself.
#   install.sh BUILD_FOLDER
set -eu
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$1" --prefix "$prefix" >/dev/null
cd "$prefix"
bin/onsale run examples/closed-web-tier --quiet | grep -q 'http_reqs'
for file in onsale/scenario.schema.json bash-completion/completions/onsale zsh/site-functions/_onsale \
    fish/vendor_completions.d/onsale.fish man/man1/onsale.1; do
  test -s "share/$file"
done
mv share hidden
if bin/onsale run "$prefix/share/onsale/scenarios/examples/closed-web-tier.yaml" --quiet 2>/dev/null; then
  echo "the scenario came from somewhere else" >&2
  exit 1
fi
mv hidden share
bin/onsale run share/onsale/scenarios/examples/closed-web-tier.yaml --quiet --out-dir out >/dev/null
test -s out/summary.json
