#!/usr/bin/env python3
"""Compiles programs that csmith makes from seeds, at every level, and requires of each that vcc compiles it, the
verifier accepts it without a function having been compiled again unoptimised, and it prints what plain clang makes
it print.

csmith's programs are free of undefined behaviour and say at their end a hash of all their variables. What Safe C
does not have is switched off (FLAGS); pointers are on in some profiles, and there a program that compares pointers to
different types, or follows one that is null on every path (in code that never runs), is refused with a reason, counted
as "no Safe C" and not compared. A program that runs too long when compiled by clang is counted as "endless"
and not compared; more than half of both fails the test, as one that compares next to nothing is worthless."""

import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NATIVE_HEADERS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "stdlib/include/native")
SAFE_MATH = "/usr/include/csmith"
LEVELS = ["-O0", "-O1", "-O2", "-O3"]
FLAGS = ["--no-pointers", "--no-structs", "--no-unions", "--no-bitfields", "--no-volatiles", "--no-volatile-pointers",
         "--no-argc", "--no-packed-struct"]
# What a seed's program is like: seed modulo their number.
PROFILES = [
    [],
    ["--max-array-dim", "1", "--max-array-len-per-dim", "33", "--inline-function"],
    ["--float", "--strict-float"],
    ["--max-funcs", "4", "--max-expr-complexity", "20", "--max-block-depth", "3"],
    ["--max-funcs", "16", "--max-block-size", "6", "--max-expr-complexity", "5"],
    ["--max-array-dim", "2", "--max-array-len-per-dim", "4", "--structs", "--unions",
     "--bitfields"],
    ["--pointers", "--max-pointer-depth", "1", "--max-funcs", "5", "--max-expr-complexity", "4"],
    ["--pointers", "--max-pointer-depth", "1", "--max-funcs", "5", "--max-expr-complexity", "4", "--structs", "--unions",
     "--bitfields"],
    ["--structs", "--bitfields", "--volatiles", "--max-funcs", "6", "--max-expr-complexity", "6"],
]
NATIVE_LIMIT_S = 3
BUILD_LIMIT_S = 120
NO_SAFE_C = re.compile(r"error: (invalid operands to '[=!]=': '[\w ]+\*|'\w+' is null on every path)")
FELL_BACK = re.compile(rb"; (\d+) compiled without optimisation")


def run(command, limit, folder=None):
    """Runs a command; status None is the time limit."""
    try:
        return subprocess.run(command, capture_output=True, timeout=limit, check=False, stdin=subprocess.DEVNULL,
                              cwd=folder)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, None, b"", b"")


class Failure(Exception):
    """A program on which vcc is wrong: the outcome to count, and what to say."""

    def __init__(self, outcome, text):
        super().__init__(text)
        self.outcome = outcome


def generate(options, seed, source):
    command = [options.csmith, *FLAGS, *PROFILES[seed % len(PROFILES)], *options.flag, "--concise",
               "--seed", str(seed), "--output", source]
    made = run(command, BUILD_LIMIT_S, os.path.dirname(source))  # csmith leaves a file where it runs
    if made.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {made.returncode}: {made.stderr.decode(errors='replace')}")


def expect(options, source, native):
    """What the program prints when plain clang has compiled it; None if it does not come to an end."""
    command = [options.clang, "-std=c23", "-O1", "-fwrapv", "-fno-finite-loops",
               "-ffp-contract=off", "-w", "-I", HERE, "-isystem",
               SAFE_MATH, "-isystem", NATIVE_HEADERS, "-o", native, source, "-lm"]
    built = run(command, BUILD_LIMIT_S)
    if built.returncode != 0:
        sys.exit(f"{' '.join(command)}: {built.stderr.decode(errors='replace')}")
    expected = run([native], NATIVE_LIMIT_S)
    return None if expected.returncode is None else (expected.stdout, expected.returncode)


def compare(options, seed, level, source, image, expected):
    command = [options.vcc, "-v", level, "-w", "-I", HERE, "-isystem", SAFE_MATH, "-o", image, source]
    built = run(command, BUILD_LIMIT_S)
    said = built.stderr.decode(errors="replace")
    if built.returncode != 0:
        refused = [line for line in said.splitlines() if ": error: " in line]
        if "--pointers" in PROFILES[seed % len(PROFILES)] and refused and all(map(NO_SAFE_C.search, refused)):
            raise Failure("no Safe C", level)
        raise Failure("refused by vcc", f"{level}: status {built.returncode}: {said[:2000]}")
    verified = run([options.vouch, "verify", image], BUILD_LIMIT_S)
    if verified.returncode != 0:
        raise Failure("refused by the verifier", f"{level}: {(verified.stdout + verified.stderr).decode()[:2000]}")
    got = run([options.vouch, "run", "--timeout", str(options.limit), image], BUILD_LIMIT_S)
    if (got.stdout, got.returncode) != expected:
        raise Failure("differed", f"{level}: status {got.returncode}, {got.stdout[:300]!r} {got.stderr[:300]!r}\n"
                      f"    expected status {expected[1]}, {expected[0][:300]!r}")
    counted = FELL_BACK.search(built.stderr)
    if counted is None:
        raise Failure("refused by vcc", f"{level}: vcc -v does not count what it compiled again: {said[:300]}")
    if int(counted[1]) != 0:
        reasons = "\n    ".join(line for line in said.splitlines() if "rejected" in line)
        raise Failure("fell back", f"{level}: {counted[1].decode()} functions compiled without optimisation: {reasons}")


def check(options, seed, scratch, counts):
    source, native, image = (os.path.join(scratch, name) for name in (f"csmith{seed}.c", "native", "image.vx"))
    generate(options, seed, source)
    expected = expect(options, source, native)
    if expected is None:
        counts["endless"] += 1
        return
    counts["programs"] += 1
    for level in options.levels.split(","):
        try:
            counts["builds"] += 1
            compare(options, seed, level, source, image, expected)
        except Failure as failure:
            counts[failure.outcome] += 1
            if failure.outcome == "no Safe C":
                return
            print(f"seed {seed}: {failure.outcome} at {failure}\n  repeat: {sys.argv[0]} --vcc {options.vcc} "
                  f"--vouch {options.vouch} --seed {seed} --count 1", flush=True)
            if options.keep:
                os.makedirs(options.keep, exist_ok=True)
                shutil.copy(source, options.keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--csmith", default="csmith")
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=10, help="how many seeds")
    parser.add_argument("--limit", type=int, default=20, help="seconds that a verified program may run")
    parser.add_argument("--flag", action="append", default=[], help="one more for csmith, as --flag=--structs")
    parser.add_argument("--keep", metavar="FOLDER", help="where to keep sources that fail (default: nowhere)")
    parser.add_argument("--print", action="store_true", help="only print the program of --seed")
    options = parser.parse_args()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="vouch-csmith-") as scratch:
        if options.print:
            source = os.path.join(scratch, "program.c")
            generate(options, options.seed, source)
            with open(source, encoding="utf-8") as file:
                print(file.read(), end="")
            return 0
        for seed in range(options.seed, options.seed + options.count):
            check(options, seed, scratch, counts)
    bad = ["refused by vcc", "refused by the verifier", "fell back", "differed"]
    print(f"csmith seeds {options.seed} to {options.seed + options.count - 1}: {counts['programs']} programs "
          f"({counts['endless']} endless ones and {counts['no Safe C']} that are no Safe C not compared), {counts['builds']} builds at {options.levels}: "
          + ", ".join(f"{counts[outcome]} {outcome}" for outcome in bad))
    if (counts["endless"] + counts["no Safe C"]) * 2 > options.count:
        print("too many of these seeds make programs that are not compared: choose others")
        return 1
    return 1 if any(counts[outcome] for outcome in bad) else 0


if __name__ == "__main__":
    sys.exit(main())
