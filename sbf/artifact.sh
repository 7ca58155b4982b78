#!/usr/bin/env bash
# Builds the program and puts it, its hash and the hash of its sources where everything else takes them from.
# usage: artifact.sh          build and replace
#        artifact.sh check    build elsewhere and fail unless the bytes are those that are committed
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); repo=$(dirname "$here")
artifact=$repo/programs/personal_token/artifact
toolchain=$("$here/toolchain-dir.sh")

case "${1:-}" in
  "") out=$artifact/personal_token.so ;;
  check) scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT; out=$scratch/personal_token.so ;;
  *) echo "usage: artifact.sh [check]" >&2; exit 2 ;;
esac
"$here/build.sh" "$toolchain" "$repo" programs/personal_token "$out"

if [ "${1:-}" = check ]; then
  cmp "$out" "$artifact/personal_token.so" || { echo "the committed artifact is not what its sources give" >&2; exit 1; }
  echo "the rebuilt artifact is the committed one, byte for byte"
else
  (cd "$artifact" && sha256sum personal_token.so > personal_token.so.sha256)
  "$here/hash-sources.sh" > "$artifact/sources.sha256"
fi
