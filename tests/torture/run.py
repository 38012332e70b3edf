#!/usr/bin/env python3
"""Compiles GCC's execute torture tests with vcc, runs what is accepted, and counts what became of each.

The tests come out of Debian's package gcc-12-source (its archive is unpacked into --scratch once; nothing of it is part
of this tree). A test ends well if it exits with status 0; it calls abort otherwise. Tests that lack headers or main's type are
given them. What does not pass is built by plain clang as C23, too: what that refuses (old-style definitions, implicit
declarations, GCC's own extensions) or gets wrong says nothing about vcc and is "not compared". The rest, at --levels:

    passed     exit status 0 at every level
    refused    by vcc's front end, with a reason
    trapped    killed for what C leaves undefined and Safe C does not allow: those in TRAPS, each with its reason
    rejected   by the verifier: a valid program that vcc could not get through
    crashed    vcc itself failed
    failed     any other end: a wrong result, a trap, too slow

The last three are bugs and make the exit status 1. A test of which a function had to be compiled again without
optimisation counts as passed, and is listed as "fell back"."""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NATIVE_HEADERS = HERE.parents[1] / "stdlib/include/native"
ARCHIVES = "/usr/src/gcc-12"
SUITE = "gcc/testsuite/gcc.c-torture/execute"
CLANG = ["-std=gnu23", "-O1", "-fwrapv", "-fno-strict-aliasing", "-ffp-contract=off", "-w"]
HEADERS = "#include <stdlib.h>\n#include <string.h>\n#include <stdio.h>\n"
BUILD_LIMIT_S, RUN_LIMIT_S = 120, 20
FELL_BACK = re.compile(r"; ([1-9]\d*) compiled without optimisation")
MAIN_WITHOUT_TYPE = re.compile(r"(?<![a-z]\n)(?<![a-z] \n)^main\s*\(", re.MULTILINE)
EMPTY_MAIN = re.compile(r"\bmain\s*\(\)")
# Why a test that traps is not valid Safe C.
SINGLE = "a 'T *' without a count points to one object, and is walked"
TRAPS = {"20000412-6.c": SINGLE, "20090113-1.c": SINGLE}


REPLACING = {"20021127-1.c"}


def run(command, limit):
    """status None: the time limit."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, check=False, stdin=subprocess.DEVNULL)
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace")
    except subprocess.TimeoutExpired:
        return None, "time limit"


def variants(text):
    typed = EMPTY_MAIN.sub("main (void)", MAIN_WITHOUT_TYPE.sub("int main (", text))
    yield HEADERS + typed
    yield typed


def why_not_compared(options, test, folder):
    """What is wrong with the source in `folder` for clang; None if it is valid and ends well."""
    native = folder / "native"
    status, said = run([options.clang, *CLANG, "-I", str(test.parent), "-isystem", str(NATIVE_HEADERS),
                        "-o", str(native), str(folder / test.name), "-lm"], BUILD_LIMIT_S)
    if status != 0:
        return "not C23 to clang: " + reason_of(said)
    status, _ = run([str(native)], RUN_LIMIT_S)
    return None if status == 0 else "clang's build fails, too"


def reason_of(said):
    """The first error, names left out."""
    for line in said.splitlines():
        if "error: " in line:
            line = line.split("error: ", 1)[1]
            return re.sub(r"'[^']*'", "'_'", re.sub(r"\b\d+\b", "N", line)).strip()
    return said.strip()[:120]


def compile_and_run(options, test, source, image, level):
    """(outcome, reason)"""
    status, said = run([options.vcc, "-v", "-w", level, "-I", str(test.parent), "-o", str(image), str(source)],
                       BUILD_LIMIT_S)
    if status != 0:
        if status == 1 and ": rejected: " in said:
            return "rejected", f"{level}: {said.strip()[-400:]}"
        if status == 1 and "error: " in said:
            return "refused", reason_of(said)
        return "crashed", f"{level}: status {status}: {said.strip()[-400:]}"
    note = f"{level} fell back" if FELL_BACK.search(said) else ""
    status, said = run([options.vouch, "run", "--timeout", str(RUN_LIMIT_S), str(image)], 2 * RUN_LIMIT_S)
    if status == 0:
        return "passed", note
    if test.name in TRAPS and ": killed: " in said:
        return "trapped", TRAPS[test.name]
    return "failed", f"{level}: status {status}: {said.strip()[-300:]}"


def try_levels(options, test, folder):
    """(outcome, reason) of the source in `folder`."""
    notes = []
    for level in options.levels.split(","):
        outcome, reason = compile_and_run(options, test, folder / test.name, folder / "image.vx", level)
        if outcome != "passed":
            return outcome, reason
        notes.append(reason)
    return "passed", " ".join(filter(None, notes))


def check(options, test):
    """(test, outcome, reason). Clang is asked only about what does not pass."""
    name = str(test.relative_to(options.suite))
    if name in REPLACING:
        return name, "not compared", "defines a function of the library as something else"
    folder = pathlib.Path(options.scratch) / "work" / name
    folder.mkdir(parents=True, exist_ok=True)
    source, seen, invalid = folder / test.name, [], ""
    for variant in variants(test.read_text(encoding="latin-1")):
        source.write_text(f'#line 1 "{test.name}"\n{variant}', encoding="latin-1")
        outcome, reason = try_levels(options, test, folder)
        if outcome == "passed":
            return name, outcome, reason
        invalid = why_not_compared(options, test, folder)
        if invalid is None:
            seen.append((outcome, reason))
    return (name, *seen[-1]) if seen else (name, "not compared", invalid)


def unpack(options):
    options.suite = pathlib.Path(options.scratch) / "execute"
    if options.suite.is_dir():
        return
    archives = sorted(pathlib.Path(ARCHIVES).glob("gcc-12*.tar.xz"))
    if not archives:
        sys.exit(f"torture: no archive in {ARCHIVES}: apt-get install gcc-12-source (83 MB)")
    print(f"unpacking {archives[0]} ...", flush=True)
    options.suite.mkdir(parents=True)
    subprocess.run(["tar", "-xJf", str(archives[0]), "-C", str(options.suite), "--wildcards", "--strip-components=5",
                    f"*/{SUITE}/*"], check=True)


def report(results, path):
    counts = collections.Counter(outcome for _, outcome, _ in results)
    order = ["passed", "refused", "trapped", "rejected", "crashed", "failed", "not compared"]
    reasons = collections.defaultdict(collections.Counter)
    for name, outcome, reason in results:
        if outcome in ("refused", "not compared", "trapped"):
            reasons[outcome][reason.split(": ")[0] if outcome == "not compared" else reason] += 1
        elif outcome != "passed" or reason:
            print(f"{outcome:9} {name}: {reason}")
    print()
    for outcome in order:
        print(f"{counts[outcome]:6} {outcome}")
        for reason, count in reasons[outcome].most_common():
            print(f"       {count:6} {reason}")
    path.write_text(json.dumps({"counts": counts, "tests": {name: [outcome, reason] for name, outcome, reason
                                                            in results}}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(results)} tests; kept in {path}")
    return any(counts[outcome] for outcome in ("rejected", "crashed", "failed"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--scratch", required=True, help="where the tests are unpacked, and built")
    parser.add_argument("--levels", default="-O0,-O2")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="say of each test what became of it")
    parser.add_argument("name", nargs="*", help="only these tests, as 20000112-1.c or ieee/20000320-1.c")
    options = parser.parse_args()
    unpack(options)
    tests = sorted(options.suite.glob("*.c")) + sorted((options.suite / "ieee").glob("*.c"))
    if options.name:
        tests = [test for test in tests if str(test.relative_to(options.suite)) in options.name]
    results = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for result in pool.map(lambda test: check(options, test), tests):
            results.append(result)
            if options.verbose:
                print(*result, flush=True)
            if sys.stdout.isatty() or len(results) % 100 == 0:
                print(f"\r{len(results)} of {len(tests)}", end="\n" if not sys.stdout.isatty() else "", flush=True)
    return 1 if report(results, pathlib.Path(options.scratch) / "torture.json") else 0


if __name__ == "__main__":
    os.nice(2)
    sys.exit(main())
