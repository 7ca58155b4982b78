#!/usr/bin/env bash
# Prints where the tool-chain is installed if nobody says otherwise.
echo "${SBF_TOOLCHAIN:-${XDG_CACHE_HOME:-$HOME/.cache}/personal-token/sbf}"
