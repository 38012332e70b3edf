#!/usr/bin/env python3
"""Escape analysis in whole programs.

    programs.py VCC VOUCH outlive   programs/*.c, whose locals outlive their functions, print what they should at
                                    every level, and just those locals that their comments name are on the heap
    programs.py VCC VOUCH share     of the locals whose address is taken in the example programs, as many as are
                                    demanded stay on the stack
"""

import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
USERLAND = HERE.parents[2] / "userland"
TIME_LIMIT_S = 120
SHARE_PERCENT = 80
SHARE_OPTIONS = ["-O0", "--keep-rejected"]  # only the numbers matter here
MOVED = re.compile(r"on the heap: (.*?) \*/", re.DOTALL)
REPORT = re.compile(r"^vcc: (\d+) locals with their address taken, (\d+) on the stack \(\d+%\)(?:; on the heap: (.*))?$",
                    re.MULTILINE)


def compile_program(vcc, options, sources, output):
    """How many locals have their address taken, how many of them are on the stack, and the names of the others."""
    result = subprocess.run([vcc, "-v", *options, "-o", output, *sources], capture_output=True, text=True,
                            timeout=TIME_LIMIT_S, check=False)
    match = REPORT.search(result.stderr)
    if result.returncode != 0 or not match:
        raise SystemExit(f"{sources[0]}: status {result.returncode}\n{result.stderr}")
    return int(match[1]), int(match[2]), set(match[3].split(", ")) if match[3] else set()


def check_outlive(vcc, vouch, source, folder):
    expected = source.with_suffix(".out").read_text(encoding="utf-8")
    demanded = set(re.findall(r"[\w.]+", MOVED.search(source.read_text(encoding="utf-8"))[1]))
    program = folder / "program.vx"
    for level in ("-O0", "-O1", "-O2", "-O3"):
        _, kept, moved = compile_program(vcc, [level], [source], program)
        if moved != demanded or kept == 0:
            raise SystemExit(f"{source.name} {level}: on the heap: {sorted(moved)}; expected {sorted(demanded)}")
        result = subprocess.run([vouch, "run", program], capture_output=True, text=True, timeout=TIME_LIMIT_S,
                                check=False)
        if result.returncode != 0 or result.stdout != expected:
            raise SystemExit(f"{source.name} {level}: status {result.returncode}\n{result.stdout}{result.stderr}")


def check_share(vcc, folder):
    common = sorted((USERLAND / "common").glob("*.c"))
    programs = sorted((USERLAND / "examples").glob("*.c")) + sorted((USERLAND / "tools").glob("*.c"))
    all_taken = all_kept = 0
    for program in programs:
        taken, kept, moved = compile_program(vcc, SHARE_OPTIONS, [program, *common], folder / "program.vx")
        print(f"{program.name}: {kept} of {taken} on the stack {', '.join(sorted(moved))}")
        all_taken += taken
        all_kept += kept
    print(f"all: {all_kept} of {all_taken}")
    if all_kept * 100 < all_taken * SHARE_PERCENT:
        raise SystemExit(f"less than {SHARE_PERCENT}%")


def main():
    vcc, vouch, what = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="vouch-escape-") as folder:
        if what == "outlive":
            for source in sorted((HERE / "programs").glob("*.c")):
                check_outlive(vcc, vouch, source, pathlib.Path(folder))
        else:
            check_share(vcc, pathlib.Path(folder))


if __name__ == "__main__":
    main()
