#!/usr/bin/env bash
# Builds the guest from its sources: CPython 3.14, initialised, with the standard library imported, as one component.
#
# Building again gives another guest: the seed of Python's hashes, and with it the order of sets, is drawn when it is
# built. What is here is therefore the guest; a new one is a value change for all that runs in it.
#
# Needs python3 with venv, zstd, and the network once, for the wheel whose hash is in requirements.txt.
set -euo pipefail
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet --require-hashes --no-deps --only-binary :all: -r requirements.txt
cp -r app "$out/app"
cd "$out/app"
"$out/venv/bin/componentize-py" -d "$OLDPWD/wit/guest.wit" -w guest componentize app -p . -o "$out/python.wasm"
cd "$OLDPWD"
zstd --quiet --force -19 "$out/python.wasm" -o python.wasm.zst
(cd "$out" && sha256sum python.wasm) >SHA256SUMS
sha256sum python.wasm.zst >>SHA256SUMS
cat SHA256SUMS
