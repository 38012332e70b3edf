#!/usr/bin/env bash
# Assembles what the decoder accepted, as LLVM's disassembler prints it, and requires the same bytes: what
# decodes is the encoding that LLVM's assembler chooses, or the long form of a negative immediate, which LLVM's
# fast instruction selection makes. Needs at least as many instructions as given.
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
paste -d'|' "$work/all.s" "$work/assembled" | awk -F'# |[|]' '
    # Opcode 83 or 6b with a negative byte, as 81 or 69, or as the opcode that implies eax, with four bytes.
    function is_long(accepted, assembled, start, long) {
        if (assembled !~ /(83|6b) .*[89a-f].$/)
            return 0
        long = assembled " ff ff ff"
        if (!sub(/83/, "81", long))
            sub(/6b/, "69", long)
        if (accepted == long)
            return 1
        start = index("c0 c8 d0 d8 e0 e8 f0 f8", substr(assembled, 4, 2))
        return assembled ~ /^83 .. ..$/ && start > 0 &&
               accepted == substr("05 0d 15 1d 25 2d 35 3d", start, 2) substr(assembled, 6) " ff ff ff"
    }
    $2 != $3 && !is_long($2, $3)' >"$work/different"
count=$(wc -l <"$work/all.s")
differences=$(wc -l <"$work/different")
head -n 20 "$work/different"
echo "$count instructions assembled, $differences differences"
[ "$count" -ge "$at_least" ] && [ "$count" -eq "$(wc -l <"$work/assembled")" ] && [ "$differences" -eq 0 ]
