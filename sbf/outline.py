#!/usr/bin/env python3
"""Makes one function of a source file a function in the machine code too: `#[inline(always)]` becomes `#[inline(never)]`.

usage: outline.py FILE SIGNATURE      (the line after the attribute begins with SIGNATURE)
"""
import sys

path, signature = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    lines = file.read().split("\n")
places = [number for number, line in enumerate(lines) if line.startswith(signature)]
attributes = [number - 1 for number in places if lines[number - 1].strip() == "#[inline(always)]"]
if len(attributes) != 1:
    sys.exit(f"outline.py: {len(attributes)} inlined functions {signature!r} in {path}, not one")
lines[attributes[0]] = lines[attributes[0]].replace("always", "never")
with open(path, "w", encoding="utf-8") as file:
    file.write("\n".join(lines))
