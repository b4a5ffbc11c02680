#!/usr/bin/env bash
# Builds every pack again from its sources and holds what comes out against the artefacts here: equal bytes, or, with
# another compiler than the one that made them, equal behaviour. `rebuild.sh --write` replaces the artefacts.
#
# A pack is a folder with a `tools.json`, here, in `envs/packs` or in `examples/tools`; its source is `pack.rs`, its artefact
# `pack.wasm`. Each of the three folders has a SHA256SUMS of its artefacts.
#
# The artefacts were made on Debian 12 with `apt-get install rustc libstd-rust-dev-wasm32 lld-14 clang-14`: Rust 1.63, the
# oldest that packs are written for, and clang 14. RUSTC and CLANG name other compilers.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
rustc=${RUSTC:-/usr/bin/rustc}
clang=${CLANG:-clang-14}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Where the packs are. Paths in an artefact are those from the first of these folders, wherever the project lies.
folders=(sandbox/packs envs/packs examples/tools)
for folder in "${folders[@]}"; do
    for tools in "$folder"/*/tools.json; do
        [ -e "$tools" ] || continue
        pack=$(dirname "$tools")
        mkdir -p "$out/$pack"
        (cd "$folder" && "$rustc" --edition 2021 --crate-type cdylib --target wasm32-unknown-unknown \
            -C opt-level=3 -C lto=fat -C codegen-units=1 -C panic=abort -C link-arg=--strip-all \
            -C link-arg=-zstack-size=32768 -C link-arg=--initial-memory=262144 \
            --remap-path-prefix "$root/$folder=packs" "$(basename "$pack")/pack.rs" -o "$out/$pack/pack.wasm")
    done
done
# Packs in C: source, artefact.
while read -r source artefact; do
    mkdir -p "$out/$(dirname "$artefact")"
    if command -v "$clang" >/dev/null; then
        "$clang" --target=wasm32 -O2 -nostdlib -fno-builtin -Wall -Wextra -Werror \
            -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 "$source" -o "$out/$artefact"
    else
        echo "no $clang: $source is not built again"
        cp "$artefact" "$out/$artefact"
    fi
done <<'SOURCES'
sandbox/packs/counter/counter.c sandbox/packs/counter/counter.wasm
examples/tools/c/pack.c examples/tools/c/pack.wasm
SOURCES

if [ "${1:-}" = --write ]; then
    (cd "$out" && find . -name '*.wasm') | while read -r artefact; do
        cp "$out/$artefact" "$artefact"
        chmod 644 "$artefact"
    done
    for folder in "${folders[@]}"; do
        (cd "$folder" && sha256sum ./*/*.wasm >SHA256SUMS)
    done
fi
same=yes
for folder in "${folders[@]}"; do
    (cd "$folder" && sha256sum --check --quiet SHA256SUMS)
    (cd "$out/$folder" && sha256sum --check --quiet "$root/$folder/SHA256SUMS") || same=no
done
if [ "$same" = yes ]; then
    echo "the same bytes"
else
    echo "other bytes; comparing behaviour"
    TRUESTEP_REBUILT_PACKS=$out/sandbox/packs cargo test --locked -p truestep-sandbox --test packs rebuilt
fi
