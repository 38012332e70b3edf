#!/usr/bin/env python3
"""Mutants of accepted programs, by tests/fuzz/mutants.c: what the verifier still accepts runs under the state oracle. The
seed is fixed so that a failure comes back; --seed tries another. A mutant on which verifier and machine disagree is
kept (the output says where)."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)

COMPILED = ("tests/accept/programs/control.c", "tests/accept/programs/arrays.c", "tests/accept/programs/strings.c",
            "tests/accept/programs/kinds.c", "tests/accept/programs/records.c", "userland/examples/binarytrees.c",
            "userland/examples/nqueens.c", "userland/tools/wc.c")


def make_subjects(toolchain, directory, twins):
    """Hand-written programs as .vx and as linked .elf files, compiled ones as .vx."""
    cases = [(path, False) for path in sorted((HERE.parent / "accept" / "asm").glob("*.s"))]
    if twins:
        cases += [(path, True) for path in sorted((HERE.parent / "reject").glob("*.s"))]
    for path, twin in cases:
        program = asm_case.Case(path).make(toolchain, directory, twin)
        yield program
        yield program.with_suffix(".elf")
    for source in COMPILED:
        for level in ("-O0", "-O2"):
            program = directory / f"{pathlib.Path(source).stem}{level}.vx"
            asm_case.run([toolchain.build / "bin" / "vcc", level, HERE.parent.parent / source, "-o", program])
            yield program


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--twins", action="store_true", help="mutate the accepted twins of tests/reject, too")
    parser.add_argument("--count", type=int, default=600, help="accepted mutants to run")
    parser.add_argument("--seconds", type=int, default=45, help="stop after this time")
    options = parser.parse_args()
    toolchain = asm_case.Toolchain(options.build)
    kept = toolchain.build / "mutants"
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory(dir=kept) as scratch:
        subjects = list(make_subjects(toolchain, pathlib.Path(directory), options.twins))
        command = [toolchain.build / "bin" / "mutants", options.seed, options.count, options.seconds, scratch, *subjects]
        status = subprocess.run([str(word) for word in command], check=False).returncode
        if status == 1:
            mutant = pathlib.Path(scratch) / "mutant.vx"
            if mutant.exists():
                mutant.rename(kept / f"seed-{options.seed}.vx")
                print(f"kept as {kept}/seed-{options.seed}.vx")
        return status


if __name__ == "__main__":
    sys.exit(main())
