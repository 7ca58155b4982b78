#!/usr/bin/env bash
# Installs, from package registries alone, a toolchain that compiles Rust (with std) to Solana SBPF v3.
# usage: setup.sh [TOOLCHAIN_DIR]      (idempotent; about 2 minutes on 2 cores the first time; Debian, as root)
#
#   rustc/cargo 1.96 + matching std sources   apt:   rustc-web cargo-web rust-web-src
#   LLVM 23 static libraries with BPF target  pip:   mlc-llvm-static + -extra-targets
#   sbpf-linker 0.2.6 (relinks BPF to SBPF)   cargo: sbpf-linker
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-$("$here/toolchain-dir.sh")}
dir=$(mkdir -p "$dir" && cd "$dir" && pwd)

RUST_VERSION=1.96.0 LLVM_VERSION=23.1.1.post0 LINKER_VERSION=0.2.6
stamp="$RUST_VERSION-$LLVM_VERSION-$LINKER_VERSION-$(cat "$here"/patch_std.py "$here"/target.json | sha256sum | cut -c1-16)"
[ "$(cat "$dir/.stamp" 2>/dev/null || true)" = "$stamp" ] && exit 0

if ! /usr/bin/rustc --version 2>/dev/null | grep -q "rustc $RUST_VERSION" || [ ! -d "/usr/src/rustc-$RUST_VERSION/library" ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src \
    python3-venv zlib1g-dev libzstd-dev g++ >/dev/null
fi
[ -d "/usr/src/rustc-$RUST_VERSION/library" ] || { echo "std sources for rustc $RUST_VERSION not found" >&2; exit 1; }

if [ ! -x "$dir/bin/sbpf-linker" ]; then
  [ -d "$dir/llvm" ] || python3 -m venv "$dir/llvm"
  "$dir/llvm/bin/pip" install -q "mlc-llvm-static==$LLVM_VERSION" "mlc-llvm-static-extra-targets==$LLVM_VERSION"
  LLVM_PREFIX=$("$dir/llvm/bin/python" -c 'import mlc_llvm_static, os; print(os.path.join(os.path.dirname(mlc_llvm_static.__file__), "static"))')
  export LLVM_PREFIX
  cargo install sbpf-linker --version "$LINKER_VERSION" --locked --root "$dir" \
    --no-default-features --features bpf-linker/llvm-23,bpf-linker/llvm-link-static
fi

rm -rf "$dir/library"
cp -rL "/usr/src/rustc-$RUST_VERSION/library" "$dir/library"
python3 "$here/patch_std.py" "$dir/library"
cp "$here/target.json" "$dir/sbpf-solana-solana.json"
echo "$stamp" > "$dir/.stamp"
