#!/bin/sh
# The packages as a user gets them: unpacked into an empty root, every library that the program needs is named by a package it
# depends on, and it runs a scenario there.
#   package.sh FOLDER_OF_DEBS
set -eu
debs=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
dpkg-deb -x "$debs"/onsale_*.deb "$root"
depends=$(dpkg-deb -f "$debs"/onsale_*.deb Depends)
echo "$depends" | grep -q libsimgrid
case $depends in *mpi*) echo "the program's package needs MPI: $depends" >&2; exit 1 ;; esac
if ldd "$root/usr/bin/onsale" | grep -E 'not found|libmpi'; then
  echo "libraries are missing, or MPI is among them" >&2
  exit 1
fi
for file in usr/share/doc/onsale/copyright usr/share/doc/onsale/tutorial.md usr/share/man/man1/onsale.1 \
    usr/share/onsale/scenarios/examples/on-sale.yaml usr/share/bash-completion/completions/onsale; do
  test -s "$root/$file"
done
cd "$root"
usr/bin/onsale --version
usr/bin/onsale run examples/closed-web-tier --quiet --out-dir out --report | grep -q http_reqs
test -s out/report.html
dpkg-deb -x "$debs"/onsale-mpi_*.deb "$root"
test -s "$(find "$root/usr/lib" -name onsale_mpi.so)"
