#!/usr/bin/env python3
"""Every example program at -O0 and -O2 on small inputs, every hand-written one and every program that a trap ends, under
the state oracle: the verifier's claims must hold at each step, every pointer in memory must be what its type says,
and what is printed must be what the program prints hosted, although all that it may not read is random and each
allocation collects. --twins: the same for what stands beside the attacks. --faults: the oracle must see each fault that
is put into it."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "accept"))

import asm_case  # noqa: E402 (the tests' folders must be on the path first)
import run_program  # noqa: E402

LEVELS = ("-O0", "-O2")
INPUT_BYTES = 2500
STEPS = 150_000
SLOW_SECONDS = 10
FAULTS = ("value", "interval", "extent", "call", "branch", "object", "slot", "lifetime", "type", "header", "null",
          "publish", "store", "collect")


class Runner:
    """Runs programs in both ways and counts what the oracle has compared."""

    def __init__(self, build, steps):
        self.build, self.steps = build, steps
        self.toolchain = asm_case.Toolchain(build)
        self.totals, self.runs, self.failed = {}, 0, 0

    def compile(self, sources, output, level, options=()):
        """The compiled program, or None: the complaint is printed and counted."""
        command = [self.build / "bin" / "vcc", level, *options, *sources, "-o", output]
        result = subprocess.run(command, timeout=300, check=False, capture_output=True)
        if result.returncode == 0:
            return output
        self.runs += 1
        self.failed += 1
        print(f"{output.name}: {result.stderr.decode(errors='replace').strip()[:500]}")
        return None

    def oracle(self, program, arguments=(), data=b"", options=()):
        command = [self.build / "bin" / "oracle", "--steps", self.steps, *options, program, *arguments]
        return subprocess.run([str(word) for word in command], input=data, capture_output=True, timeout=300,
                              check=False)

    def hosted(self, program, arguments, data):
        command = [self.build / "bin" / "vouch", "run", "--timeout", "60", program, *arguments]
        return subprocess.run([str(word) for word in command], input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=100, check=False)

    def wrong(self, program, arguments=(), data=b""):
        """What is wrong with one run, or an empty string."""
        seen = self.oracle(program, arguments, data)
        summary = seen.stderr.decode(errors="replace").strip().splitlines()
        if seen.returncode != 0 or not summary:
            return (seen.stdout + seen.stderr).decode(errors="replace").strip()[:1500] or f"status {seen.returncode}"
        for number, word in re.findall(r"(\d+) ([a-z][a-z ]*)", summary[-1].partition(":")[2]):
            self.totals[word] = self.totals.get(word, 0) + int(number)
        real = self.hosted(program, arguments, data)
        end, status = summary[-1].split(":")[0].split()
        if end == "limit" and real.stdout.startswith(seen.stdout):
            return ""
        if end == "killed":
            return "" if real.returncode == 134 and real.stdout.startswith(seen.stdout) else \
                f"killed, but hosted it ends with {real.returncode}"
        if end == "limit" or seen.stdout != real.stdout:
            return f"prints {seen.stdout[:300]!r}, hosted {real.stdout[:300]!r}"
        if int(status) & 255 != real.returncode:
            return f"ends with {status}, hosted with {real.returncode}"
        return ""

    def check(self, name, program, arguments=(), data=b""):
        self.runs += 1
        start = time.monotonic()
        if wrong := self.wrong(program, arguments, data):
            self.failed += 1
            print(f"{name} {' '.join(arguments)[:60]}: {wrong}")
        elif time.monotonic() - start > SLOW_SECONDS:
            print(f"{name} {' '.join(arguments)[:60]}: takes {time.monotonic() - start:.0f} s")


def check_programs(runner, directory):
    for path in sorted((HERE.parent / "accept" / "programs").glob("*.cases")):
        sources, options, cases = run_program.read_cases(str(path))
        for level in LEVELS:
            program = runner.compile(sources, directory / f"{path.stem}{level}.vx", level, options)
            for case in cases if program else ():
                data = run_program.read_input(case, str(path.parent))[:INPUT_BYTES]
                runner.check(path.stem + level, program, case.arguments, data)


def check_traps(runner, directory):
    for path in sorted((HERE.parent / "accept" / "traps").glob("*.c")):
        for level in LEVELS:
            if program := runner.compile([path], directory / f"{path.stem}{level}.vx", level):
                runner.check(path.stem + level, program)


def check_assembly(runner, directory):
    for path in sorted((HERE.parent / "accept" / "asm").glob("*.s")):
        runner.check(path.stem, asm_case.Case(path).make(runner.toolchain, directory, twin=False))


def check_twins(runner, directory):
    """The accepted twins of the attacks: they stop just short of what the verifier must refuse."""
    for path in sorted((HERE.parent / "reject").glob("*.s")):
        runner.check(path.stem, asm_case.Case(path).make(runner.toolchain, directory, twin=True))


def check_faults(runner, directory):
    """Each fault must be seen in some program, and none where there is none."""
    arrays = HERE.parent / "accept" / "programs" / "arrays.c"
    programs = [runner.build / "programs" / "nqueens.vx", runner.build / "programs" / "life.vx",
                runner.compile([arrays], directory / "arrays.vx", "-O0")]
    programs = [program for program in programs if program]
    programs += [asm_case.Case(path).make(runner.toolchain, directory, twin=False)
                 for path in sorted((HERE.parent / "accept" / "asm").glob("*.s"))]
    for fault in FAULTS:
        runner.runs += 1
        for program in programs:
            seen = runner.oracle(program, ["5"], options=["--fault", fault])
            if seen.returncode == 1 and seen.stdout.startswith(b"DISAGREEMENT"):
                line = seen.stdout.decode(errors="replace").splitlines()[0]
                print(f"{fault:<9} seen in {program.stem}: {line}")
                break
        else:
            runner.failed += 1
            print(f"{fault:<9} NOT SEEN")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--steps", type=int, default=STEPS, help="instructions of one run")
    parser.add_argument("--twins", action="store_true", help="run the twins of tests/reject instead")
    parser.add_argument("--faults", action="store_true", help="show that the oracle can fail")
    options = parser.parse_args()
    runner = Runner(pathlib.Path(options.build).resolve(), options.steps)
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        if options.faults:
            check_faults(runner, directory)
        elif options.twins:
            check_twins(runner, directory)
        else:
            check_programs(runner, directory)
            check_traps(runner, directory)
            check_assembly(runner, directory)
    print(f"{runner.runs} runs, {runner.failed} wrong")
    if runner.totals:
        print(", ".join(f"{number} {word}" for word, number in runner.totals.items()))
    return 1 if runner.failed or not runner.runs else 0


if __name__ == "__main__":
    sys.exit(main())
