#!/usr/bin/env bash
# Compiles one program crate to SBPF v3, to the same bytes wherever the repository and the tool-chain lie.
# usage: build.sh TOOLCHAIN_DIR REPO_DIR CRATE OUT_SO [cargo args…]      (CRATE relative to REPO_DIR)
#
# Symbol hashes, and with them the order of constants, depend on the absolute paths of path dependencies, std
# among them. So everything is built from copies at a fixed place, $SBF_BUILD_ROOT, as a container build would do.
set -euo pipefail
dir=$(cd "$1" && pwd); repo=$(cd "$2" && pwd); crate=$3; out=$4; shift 4
root=${SBF_BUILD_ROOT:-/var/tmp/sbf-build}

mkdir -p "$root"
exec 9>"$root/.lock"; flock 9
rm -rf "$root/src"; mkdir "$root/src"
tar -C "$repo" --exclude=./.git --exclude=target --exclude=node_modules -cf - . | tar -C "$root/src" -xf -

if ! cmp -s "$dir/.stamp" "$root/.stamp"; then               # cargo does not see a changed std
  rm -rf "$root/target" "$root/library"
  cp -r "$dir/library" "$root/library"
  cp "$dir/sbpf-solana-solana.json" "$root/"
  cp "$dir/.stamp" "$root/.stamp"
fi

export RUSTC=/usr/bin/rustc                       # the Debian 1.96 compiler, not rustup's
export RUSTC_BOOTSTRAP=1                          # -Z flags on a stable compiler
export RUSTC_BOOTSTRAP_SYNTHETIC_TARGET=1         # std is not "restricted_std" on this target
export __CARGO_TESTS_ONLY_SRC_ROOT="$root/library" # where -Zbuild-std finds the patched std
export CARGO_TARGET_DIR="$root/target"
export CARGO_TARGET_SBPF_SOLANA_SOLANA_LINKER="$dir/bin/sbpf-linker"
# lower-atomic: SBPF has one thread.
# A panic ends the program at once: its texts and their formatting would take 11 KB, and no rule is kept by one.
RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -C relocation-model=static -C passes=lower-atomic -C link-arg=--llvm-args=--bpf-stack-size=4096"
# The virtual machine reads and writes at any address; without this, each 8 bytes of an address go byte by byte.
RUSTFLAGS+=" -C target-feature=+allows-misaligned-mem-access"
# Only what is small, or asked to be, is inlined when everything is linked: it saves a tenth, and no instruction becomes
# dearer by more than one per cent.
RUSTFLAGS+=" -C link-arg=--llvm-args=-inline-threshold=50"
# No machine path in the artifact; the last matching prefix wins.
cargo_home=${CARGO_HOME:-$HOME/.cargo}
RUSTFLAGS+=" --remap-path-prefix=$root/library=/rustc/library --remap-path-prefix=$root/src=/src --remap-path-prefix=$cargo_home=/cargo"
cd "$root/src/$crate"
/usr/bin/cargo fetch --locked -q
for index in "$cargo_home"/registry/src/*/; do RUSTFLAGS+=" --remap-path-prefix=${index%/}=/crates"; done
export RUSTFLAGS

# Anchor inlines the walk over the accounts into every handler. In this copy of it the walk is a function, which saves
# another tenth; nothing else of it is changed. The lockfile has been checked by `fetch` above.
resolution=(--locked)
anchor=$(awk '/^name = "anchor-lang"$/ { getline; print $3 }' Cargo.lock | tr -d '"')
if [ -n "$anchor" ]; then
  rm -rf "$root/anchor-lang"
  cp -r "$(ls -d "$cargo_home"/registry/src/*/"anchor-lang-$anchor" | head -1)" "$root/anchor-lang"
  python3 "$repo/sbf/outline.py" "$root/anchor-lang/src/cursor.rs" "    pub unsafe fn walk_n("
  resolution=(--offline --config "patch.crates-io.anchor-lang.path='$root/anchor-lang'")
  RUSTFLAGS+=" --remap-path-prefix=$root/anchor-lang=/crates/anchor-lang-$anchor"
fi

/usr/bin/cargo build --release "${resolution[@]}" -Zbuild-std=std,panic_abort -Zjson-target-spec \
  --target "$root/sbpf-solana-solana.json" "$@"
so=$(ls "$root"/target/sbpf-solana-solana/release/*.so | head -1)
cd "$OLDPWD"
install -D -m 644 "$so" "$out"
sha256sum "$out"
