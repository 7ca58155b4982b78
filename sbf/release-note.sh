#!/usr/bin/env bash
# Prints the note of a release, in Markdown: what the artifact is, and how anybody builds it again and compares.
# usage: release-note.sh [--changes]      --changes adds the topmost section of CHANGELOG.md
set -euo pipefail
cd "$(dirname "$0")/.."
changes=
case "${1:-}" in
  "") ;;
  --changes) changes=yes ;;
  *) echo "usage: release-note.sh [--changes]" >&2; exit 2 ;;
esac
artifact=programs/personal_token/artifact/personal_token.so

hash() { sha256sum "$1" | cut -d' ' -f1; }
pinned() { grep -o "$1=[^ ]*" sbf/setup.sh | cut -d= -f2; }            # a version in setup.sh
locked() { grep -A1 "^name = \"$2\"$" "$1" | grep -m1 ^version | cut -d'"' -f2; } # lockfile, crate

# A note of something else than what is committed would be worth nothing.
(cd "${artifact%/*}" && sha256sum --quiet --check personal_token.so.sha256) >&2
[ "$(sbf/hash-sources.sh)" = "$(cat "${artifact%/*}/sources.sha256")" ] || { echo "the artifact is older than its sources" >&2; exit 1; }

version=$(grep -m1 ^version Cargo.toml | cut -d'"' -f2)
program=$(grep -o 'declare_id!("[^"]*"' programs/personal_token/src/lib.rs | cut -d'"' -f2)
commit=$(git rev-parse HEAD 2>/dev/null || echo "not in a repository")
[ -z "$(git status --porcelain 2>/dev/null)" ] || commit="$commit, with changes that are not committed"

cat <<NOTE
# Personal Token $version

Not audited. See SECURITY.md.

| what | value |
|---|---|
| commit | $commit |
| program | \`$program\` |
| artifact | \`$artifact\`, $(stat -c %s "$artifact") bytes |
| SHA-256 of the artifact | \`$(hash "$artifact")\` |
| hash of its sources | \`$(cat "${artifact%/*}/sources.sha256")\` |
| SHA-256 of \`idl/personal_token.json\` | \`$(hash idl/personal_token.json)\` |
| SHA-256 of the artifact before | \`$(hash tests/fixtures/previous/personal_token.so)\` |

What ends otherwise than with the artifact before is in \`tests/fixtures/recorded/changed.md\`.

## Versions

| what | version |
|---|---|
| rustc and the standard library of the artifact | $(pinned RUST_VERSION) |
| LLVM | $(pinned LLVM_VERSION) |
| sbpf-linker | $(pinned LINKER_VERSION) |
| anchor-lang | $(locked programs/personal_token/Cargo.lock anchor-lang) |
| oldest Rust for the SDK and the command line | $(grep -m1 ^rust-version Cargo.toml | cut -d'"' -f2) |
| LiteSVM | $(locked Cargo.lock litesvm) |

## Lockfiles

| file | SHA-256 |
|---|---|
NOTE
for lockfile in $(git ls-files '*Cargo.lock' '*package-lock.json' | sort); do
  echo "| \`$lockfile\` | \`$(hash "$lockfile")\` |"
done
cat <<'NOTE'

## Build it again and compare

On Debian, as root, with Rust's own cargo, from a fresh clone of the commit:

```console
(cd programs/personal_token/artifact && sha256sum -c personal_token.so.sha256)  # the file is the one that was hashed
sbf/hash-sources.sh | diff - programs/personal_token/artifact/sources.sha256    # built from these sources
sbf/setup.sh                                                                     # installs the tool-chain
sbf/artifact.sh check                                                            # the sources give the file, byte for byte
```

What is deployed:

```console
solana program dump PROGRAM deployed.so
head -c "$(stat -c %s programs/personal_token/artifact/personal_token.so)" deployed.so | sha256sum
```

docs/sbf.md says what the bytes depend on, and which of this was run.
NOTE
if [ -n "$changes" ]; then
  awk '/^## /{sections++} sections == 1 && !/^\[/' CHANGELOG.md | sed '1s/.*/\n## Changes/'
fi
