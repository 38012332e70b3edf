#!/usr/bin/env python3
"""Builds one program with vcc and with plain clang, both at -O2, and requires that the vcc build takes at most RATIO
times the processor time of the other, start-up included: the heap and its collector against malloc and free.

The best of the runs of each counts, which take turns: a few, and more while the ratio is too high, since whatever else
the machine does only makes runs slower. Exit status 0: it is fast enough."""

import argparse
import os
import resource
import subprocess
import sys
import tempfile

from run_program import ROOT, build, read_cases

RUNS_MIN, RUNS_MAX = 3, 15
TIME_LIMIT_S = 120


def processor_time(command):
    """Of one run, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, stdout=subprocess.DEVNULL, timeout=TIME_LIMIT_S, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: status {result.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--ratio", type=float, required=True)
    parser.add_argument("cases", help="the program's .cases file, see run_program.py; its cases are not used")
    options = parser.parse_args()
    program, more_options, _ = read_cases(options.cases)
    with tempfile.TemporaryDirectory(prefix="vouch-speed-") as scratch:
        image = os.path.join(scratch, "program.vx")
        native = os.path.join(scratch, "program")
        build([options.clang, "-std=c23", "-O2", "-fwrapv", "-w", "-I",
               os.path.join(ROOT, "stdlib/include/native"), "-o", native, *program], "clang")
        build([options.vcc, "-O2", *more_options, "-o", image, *program], "vcc")
        ours = theirs = float("inf")
        for run in range(RUNS_MAX):
            ours = min(ours, processor_time([options.vouch, "run", image]))
            theirs = min(theirs, processor_time([native]))
            if run + 1 >= RUNS_MIN and ours <= options.ratio * theirs:
                break
    print(f"{os.path.basename(options.cases)}: {ours:.3f} s, with malloc and free {theirs:.3f} s: "
          f"{ours / theirs:.2f} times, of {options.ratio} allowed")
    return 0 if ours <= options.ratio * theirs else 1


if __name__ == "__main__":
    sys.exit(main())
