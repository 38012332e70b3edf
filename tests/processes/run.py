#!/usr/bin/env python3
"""Processes: programs of this folder spawn, wait for and kill each other, hosted and on the bare machine, and must say
the same in both.

    run.py --build BUILD [--boot] [CASE...]"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TIME_LIMIT_S = int(os.environ.get("TIME_LIMIT_S", "100"))
SEED = 20261122


class Wrong(Exception):
    """A case did not go as it should; the message says how."""


class Runner:
    def __init__(self, build, folder, boot):
        self.binaries = pathlib.Path(build).resolve() / "bin"
        self.folder = pathlib.Path(folder)
        self.boot = boot

    def compile(self, name, *options):
        program = self.folder / f"{name}.vx"
        subprocess.run([self.binaries / "vcc", "-O2", "-Wall", "-Werror", *options, HERE / f"{name}.c", "-o", program],
                       check=True)
        return program

    def command(self, program, *words, spawn=(), options=()):
        way = ["boot", "--timeout", str(TIME_LIMIT_S)] if self.boot else ["run", "--timeout", str(TIME_LIMIT_S)]
        for name, path in spawn:
            way += ["--spawn", f"{name}={path}"]
        return [str(self.binaries / "vouch"), *way, *options, str(program), *map(str, words)]

    def run(self, program, *words, **way):
        command = self.command(program, *words, **way)
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT_S + 30)
        return result.returncode, result.stdout.decode(errors="replace"), result.stderr.decode(errors="replace")

    def expect(self, expected, program, *words, **way):
        status, output, error = self.run(program, *words, **way)
        if status != 0 or output != expected:
            raise Wrong(f"{' '.join(self.command(program, *words, **way))}: status {status}, said\n{output}{error}"
                        f"instead of\n{expected}")


def tree(runner):
    hostile = runner.folder / "hostile.vx"
    hostile.write_bytes(b"not a program")
    runner.expect((HERE / "tree.out").read_text(), runner.compile("tree"), spawn=[("hostile", hostile)])


def preempt(runner):
    forever = runner.compile("forever")
    code = subprocess.run([runner.binaries / "vouch", "dump", forever], check=True, capture_output=True, text=True)
    loop = [line for line in code.stdout.splitlines() if "jmp" in line and "eb fe" in line]
    if not loop:
        raise Wrong("forever.c is not a jump to itself:\n" + code.stdout)
    runner.expect("woken\nidle first: 0\ndone\n", runner.compile("preempt"), spawn=[("forever", forever)])


def kills(runner):
    """Timed by the machine; the seed chooses what victims do and how long they have. KILLS in the environment: how many."""
    count = int(os.environ.get("KILLS", "200" if runner.boot else "500"))
    runner.expect(f"{count} killed, 0 wrong\n", runner.compile("kills"), count, SEED)


def schedule(runner):
    """The same seed repeats a run instruction by instruction; a failure prints the command that repeats it."""
    program = runner.compile("order")
    traces = [runner.run(program, options=["--schedule=random:" + seed])[1] for seed in "112"]
    if traces[0] != traces[1] or traces[0] == traces[2]:
        raise Wrong(f"seeds 1, 1, 2 gave {traces}")
    runner.expect("5 killed, 0 wrong\n", runner.compile("kills"), 5, SEED, options=[f"--schedule=random:{SEED}"])


def collect(runner):
    """A test's limit is generous where the figure is: nothing of a service may take a millisecond of the processor."""
    program = runner.compile("collect")
    runner.expect("others ran, 0 wrong\n", program)
    if not runner.boot:
        best = min(longest_delay(runner, program) for _ in range(3))
        print(f"   longest time without preemption: {best} us, best of 3")
        if best > 1000:
            raise Wrong(f"preemption was off for {best} us")


def longest_delay(runner, program):
    error = runner.run(program, options=["--figures"])[2]
    return int(re.search(r"longest time without preemption: (\d+) us", error)[1])


def many(runner):
    """10,000 processes live at once, in 1 GiB on the bare machine (MANY in the environment: how many), and as many again
    are made and ended: nothing is lost, or the machine would be full."""
    count = int(os.environ.get("MANY", "1000" if runner.boot else "10000"))
    spawn = [("member", runner.compile("member"))]
    program = runner.compile("many")
    for words, expected, memory in ((("live", count, count * 5 if runner.boot else count),
                                     f"{count} lived at once, all answered\n", "1024"),
                                    (("made", count * 2), f"{count * 2} made and ended\n", "64")):
        options = ["--memory", memory] if runner.boot else []
        status, output, error = runner.run(program, *words, spawn=spawn, options=options)
        print(f"   {(error + output).strip()}")
        if status != 0 or not output.endswith(expected):
            raise Wrong(f"{words}: status {status}: {output}{error}")


CASES = {"tree": tree, "preempt": preempt, "kills": kills, "schedule": schedule, "collect": collect,
         "many": many}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--boot", action="store_true")
    parser.add_argument("cases", nargs="*", choices=[[], *CASES])
    arguments = parser.parse_args()
    failed = 0
    for name in arguments.cases or CASES:
        with tempfile.TemporaryDirectory() as folder:
            try:
                CASES[name](Runner(arguments.build, folder, arguments.boot))
                print(f"ok {name}", flush=True)
            except (Wrong, subprocess.SubprocessError) as wrong:
                print(f"FAIL {name}: {wrong}", flush=True)
                failed += 1
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
