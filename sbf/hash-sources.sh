#!/usr/bin/env bash
# Prints one hash of everything that the program's artifact is made of: its sources, its lockfile, the tool-chain.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
find core/src core/Cargo.toml sbf/builtins/src sbf/builtins/Cargo.toml sbf/build.sh sbf/setup.sh sbf/patch_std.py \
  sbf/target.json programs/personal_token/src programs/personal_token/Cargo.toml programs/personal_token/Cargo.lock \
  -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
