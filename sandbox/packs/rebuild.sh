#!/usr/bin/env bash
# Builds every pack again from its sources and holds what comes out against the artefacts here: equal bytes, or, with
# another compiler than the one that made them, equal behaviour. `rebuild.sh --write` replaces the artefacts.
#
# A pack is a folder with a `tools.json`, here or under `envs/packs`; SHA256SUMS stands beside the folders.
#
# The artefacts were made on Debian 12 with `apt-get install rustc libstd-rust-dev-wasm32 lld-14 clang-14`: Rust 1.63, the
# oldest that packs are written for, and clang 14. RUSTC and CLANG name other compilers.
set -euo pipefail
cd "$(dirname "$0")"
rustc=${RUSTC:-/usr/bin/rustc}
clang=${CLANG:-clang-14}
here=$PWD
envs=$here/../../envs/packs
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# build ROOT OUT: every pack in Rust under ROOT. Paths in messages of a panic are as if `packs` were the root of all.
build() {
    local source folder
    for source in "$1"/*/tools.json; do
        folder=$(basename "$(dirname "$source")")
        mkdir -p "$2/$folder"
        (cd "$1" && "$rustc" --edition 2021 --crate-type cdylib --target wasm32-unknown-unknown \
            -C opt-level=3 -C lto=fat -C codegen-units=1 -C panic=abort -C link-arg=--strip-all \
            -C link-arg=-zstack-size=32768 -C link-arg=--initial-memory=262144 \
            --remap-path-prefix "$PWD=packs" "$folder/pack.rs" -o "$2/$folder/pack.wasm")
    done
}

# hold ROOT OUT: replace the artefacts where that is asked for, then compare; fails if bytes differ.
hold() {
    if [ "$write" = --write ]; then
        (cd "$2" && find . -name '*.wasm') | while read -r file; do
            cp "$2/$file" "$1/$file"
            chmod 644 "$1/$file"
        done
        (cd "$1" && sha256sum ./*/*.wasm >SHA256SUMS)
    fi
    (cd "$1" && sha256sum --check --quiet SHA256SUMS)
    (cd "$2" && sha256sum --check --quiet "$1/SHA256SUMS")
}

write=${1:-}
mkdir -p "$out/sandbox/counter" "$out/envs"
build "$here" "$out/sandbox"
build "$envs" "$out/envs"
if command -v "$clang" >/dev/null; then
    "$clang" --target=wasm32 -O2 -nostdlib -fno-builtin -Wall -Wextra -Werror \
        -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 counter/counter.c -o "$out/sandbox/counter/counter.wasm"
else
    echo "no $clang: counter.c is not built again"
    cp counter/counter.wasm "$out/sandbox/counter/"
fi

if hold "$here" "$out/sandbox" && hold "$envs" "$out/envs"; then
    echo "the same bytes"
else
    echo "other bytes; comparing behaviour"
    TRUESTEP_REBUILT_PACKS=$out/sandbox cargo test --locked -p truestep-sandbox --test packs rebuilt
    TRUESTEP_REBUILT_ENV_PACKS=$out/envs cargo test --locked -p truestep-envs --no-default-features --features tools \
        --lib rebuilt
fi
