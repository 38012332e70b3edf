#!/usr/bin/env python3
"""Builds one program that a trap must kill, at every level of optimisation, and runs it.

A comment `// trap: MESSAGE` marks the line at fault; `// trap here or near: MESSAGE` the function, where the
line is up to the compiler; `// trap below: MESSAGE` a call of the library, of which a line is at fault. The program
must end with status 134, and standard error must say FILE:LINE and the message, then the calls that the program
was in, up to its entry. Exit status 0: it did, at every level."""

import argparse
import os
import re
import subprocess
import sys
import tempfile

TRAP_STATUS = 134
TIME_LIMIT_S = 60


def read_expectation(path):
    found = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = re.search(r"// trap( here or near| below)?: (.*)$", line)
            if match:
                found.append((number, match.group(1) or "", match.group(2).strip()))
    if len(found) != 1:
        sys.exit(f"{path}: expected one line with `// trap: MESSAGE`, found {len(found)}")
    return found[0]


def is_backtrace(lines):
    """A line a call, innermost first, up to the entry; or so many, and how many more there are."""
    outermost = r"    (at _start\+0x[0-9a-f]+ \(start\.c:\d+\)|and \d+ more)$"
    return (bool(lines) and all(re.match(r"    at [\w.]+\+0x[0-9a-f]+ \([\w.]+:\d+\)$", line) for line in lines[:-1])
            and bool(re.match(outermost, lines[-1])))


def check_level(options, level, expectation, scratch):
    line, where, message = expectation
    image = os.path.join(scratch, "program.vx")
    for command in ([options.vcc, level, "-o", image, options.source], [options.vouch, "verify", image]):
        result = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT_S, check=False)
        if result.returncode != 0:
            print(f"{level}: {' '.join(command)}: status {result.returncode}\n{result.stdout}{result.stderr}")
            return False
    run = [options.vouch, "boot" if options.boot else "run", image]
    result = subprocess.run(run, capture_output=True, text=True, timeout=TIME_LIMIT_S, check=False,
                            stdin=subprocess.DEVNULL)
    name = os.path.basename(options.source)
    place = "killed: " if where == " below" else f"{name}:" if where else f"{name}:{line}: "
    first, *calls = result.stderr.splitlines() or [""]
    said = place in first and message in first
    if result.returncode == TRAP_STATUS and said and is_backtrace(calls):
        return True
    print(f"{level}: expected status {TRAP_STATUS}, `{place}...{message}` and a backtrace, got status {result.returncode} and\n"
          f"{result.stderr}")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--boot", action="store_true", help="run under `vouch boot`, at -O2 only")
    parser.add_argument("source")
    options = parser.parse_args()
    expectation = read_expectation(options.source)
    levels = ["-O2"] if options.boot else ["-O0", "-O1", "-O2", "-O3"]
    with tempfile.TemporaryDirectory(prefix="vouch-trap-") as scratch:
        good = [check_level(options, level, expectation, scratch) for level in levels]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
