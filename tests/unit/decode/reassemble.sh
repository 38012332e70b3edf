#!/usr/bin/env bash
# Assembles what the decoder accepted, as LLVM's disassembler prints it, and requires the same bytes: what
# decodes is the encoding that LLVM's assembler chooses. Needs at least as many instructions as given.
#   reassemble.sh LLVM-MC AT_LEAST DUMP...      dumps of decode_enumerate
set -euo pipefail
export LC_ALL=C
llvm_mc=$1 at_least=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sort -u "$@" >"$work/all.s"
"$llvm_mc" -triple=x86_64 --show-encoding "$work/all.s" -o "$work/all.out"
sed -n 's/.*# encoding: \[\(.*\)\].*/\1/p' "$work/all.out" | sed 's/0x//g; s/,/ /g' >"$work/assembled"
paste -d'|' "$work/all.s" "$work/assembled" | awk -F'# |[|]' '$2 != $3' >"$work/different"
count=$(wc -l <"$work/all.s")
differences=$(wc -l <"$work/different")
head -n 20 "$work/different"
echo "$count instructions assembled, $differences differences"
[ "$count" -ge "$at_least" ] && [ "$count" -eq "$(wc -l <"$work/assembled")" ] && [ "$differences" -eq 0 ]
