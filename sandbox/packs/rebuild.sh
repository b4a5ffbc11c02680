#!/usr/bin/env bash
# Builds every pack again from its sources and holds what comes out against the artefacts here: equal bytes, or, with
# another compiler than the one that made them, equal behaviour. `rebuild.sh --write` replaces the artefacts.
#
# The artefacts were made on Debian 12 with `apt-get install rustc libstd-rust-dev-wasm32 lld-14 clang-14`: Rust 1.63, the
# oldest that packs are written for, and clang 14. RUSTC and CLANG name other compilers.
set -euo pipefail
cd "$(dirname "$0")"
rustc=${RUSTC:-/usr/bin/rustc}
clang=${CLANG:-clang-14}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

mkdir "$out/inventory" "$out/counter"
"$rustc" --edition 2021 --crate-type cdylib --target wasm32-unknown-unknown \
    -C opt-level=3 -C lto=fat -C codegen-units=1 -C panic=abort -C link-arg=--strip-all \
    -C link-arg=-zstack-size=32768 -C link-arg=--initial-memory=262144 \
    --remap-path-prefix "$PWD=packs" inventory/pack.rs -o "$out/inventory/pack.wasm"
if command -v "$clang" >/dev/null; then
    "$clang" --target=wasm32 -O2 -nostdlib -fno-builtin -Wall -Wextra -Werror \
        -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 counter/counter.c -o "$out/counter/counter.wasm"
else
    echo "no $clang: counter.c is not built again"
    cp counter/counter.wasm "$out/counter/"
fi

if [ "${1:-}" = --write ]; then
    cp "$out/inventory/pack.wasm" inventory/
    cp "$out/counter/counter.wasm" counter/
    chmod 644 ./*/*.wasm
    sha256sum ./*/*.wasm >SHA256SUMS
fi
sha256sum --check --quiet SHA256SUMS
if (cd "$out" && sha256sum --check --quiet "$OLDPWD/SHA256SUMS"); then
    echo "the same bytes"
else
    echo "other bytes; comparing behaviour"
    TRUESTEP_REBUILT_PACKS=$out cargo test --locked -p truestep-sandbox --test packs rebuilt
fi
