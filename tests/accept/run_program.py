#!/usr/bin/env python3
"""Builds one program with vcc and with plain clang, runs both on the same input, and requires the same output
and status, byte for byte.

A .cases file beside it says what to run, one directive a line:
    program PATH...           the sources, relative to the root of the project
    options OPTION...         more options for vcc
    levels LEVEL...           the levels of optimisation to try, if not all four (programs.cmake reads this)
    hosted                    do not boot it (programs.cmake)
    case ARGUMENTS [< FILE]   one run; FILE is relative to the .cases file; @licences stands for all licence
                              texts of base-files; @generated for pseudo-random bytes of the seed below
    reference COMMAND         compare the case above also with this host command (its file arguments are the
                              same; standard input comes through a pipe); it runs in this folder
    stdout FILE               compare the case above also with this file
    back ARGUMENTS            the case above's output, given to the program with these arguments, gives the input
    close NAME...             in the case above, lines that end with hexadecimal numbers may differ by one in these, or
                              by four where they begin with NAME (the host itself is off there)
    crc                       compare the case above also with zlib's CRC-32
    status NUMBER             the case above ends with this status, 0 if not said

Each case runs in an empty folder, hosted (`vouch run`), or booted (`vouch boot`) with --boot. Exit status 0: all agree."""

import argparse
import glob
import os
import random
import shlex
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LICENCES = "/usr/share/common-licenses"
GENERATED_SEED = 20240817
GENERATED_BYTES = 200_000
TIME_LIMIT_S = 120


class Case:
    def __init__(self, text):
        words = shlex.split(text)
        self.text = text
        self.input = None
        if "<" in words:
            at = words.index("<")
            self.input = words[at + 1]
            words = words[:at]
        self.arguments = []
        for word in words:
            self.arguments += sorted(glob.glob(LICENCES + "/*")) if word == "@licences" else [word]
        self.reference = None
        self.stdout = None
        self.back = None
        self.crc = False
        self.close = None
        self.status = 0


def read_cases(path):
    program = []
    options = []
    cases = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            if word == "program":
                program = [os.path.join(ROOT, source) for source in rest.split()]
            elif word == "options":
                options = rest.split()
            elif word in ("levels", "hosted"):
                pass
            elif word == "case":
                cases.append(Case(rest))
            elif word in ("reference", "stdout", "back", "crc", "close", "status") and cases:
                value = True if word == "crc" else int(rest) if word == "status" else rest
                setattr(cases[-1], word, value)
            else:
                sys.exit(f"{path}:{number}: unknown directive: {line}")
    if not program or not cases:
        sys.exit(f"{path}: no program or no case")
    return program, options, cases


def read_input(case, folder):
    if case.input is None:
        return b""
    if case.input == "@generated":
        return random.Random(GENERATED_SEED).randbytes(GENERATED_BYTES)
    path = case.input if os.path.isabs(case.input) else os.path.join(folder, case.input)
    with open(path, "rb") as file:
        return file.read()


def build(command, what):
    result = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT_S, check=False)
    if result.returncode != 0:
        sys.stderr.write(result.stderr.decode(errors="replace"))
        sys.exit(f"{what} failed with status {result.returncode}: {shlex.join(command)}")


def run(command, data, joined=False, folder=None):
    """Output, standard error and status. Standard input is always a pipe, so that both builds see the same.
    `joined`: standard error goes where the output goes, as on the one console of a booted machine."""
    result = subprocess.run(command, input=data, stdout=subprocess.PIPE, timeout=TIME_LIMIT_S, check=False,
                            stderr=subprocess.STDOUT if joined else subprocess.PIPE, cwd=folder,
                            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"})
    return result.stdout, result.stderr or b"", result.returncode


def show(data, at):
    return repr(data[max(0, at - 40):at + 60])


def compare(what, got, want, name):
    if got == want:
        return True
    at = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
    print(f"  {what}: differs from {name} at byte {at} ({len(got)} and {len(want)} bytes)")
    print(f"    got      {show(got, at)}\n    expected {show(want, at)}")
    return False


def is_close(got, want, names):
    words, others = got.split(), want.split()
    if len(words) < 2 or words[:-1] != others[:-1]:
        return False
    try:
        return abs(int(words[-1], 16) - int(others[-1], 16)) <= (4 if words[0].decode() in names else 1)
    except ValueError:
        return False


def take_close(got, want, names):
    """What was got, but the lines that are close enough as they should be."""
    lines, others = got.split(b"\n"), want.split(b"\n")
    if len(lines) != len(others):
        return got
    return b"\n".join(other if is_close(line, other, names) else line for line, other in zip(lines, others))


def expected_crc(case, data):
    lines = []
    for name in case.arguments or ["-"]:
        if name == "-":
            content = data
        else:
            with open(name, "rb") as file:
                content = file.read()
        lines.append(f"{zlib.crc32(content):08x}  {name}\n")
    return "".join(lines).encode()


def vouch_command(options, image, case):
    if not options.boot:
        return [options.vouch, "run", image, *case.arguments]
    files = []
    for argument in case.arguments:
        if os.path.isfile(argument):
            files += ["--file", argument]
    return [options.vouch, "boot", *files, image, *case.arguments]


def check_case(options, image, native, case, folder):
    print(f"case: {case.text}")
    data = read_input(case, folder)
    scratch = os.path.dirname(native)
    native_output, native_error, native_status = run([native, *case.arguments], data, options.boot, scratch)
    output, error, status = run(vouch_command(options, image, case), data, folder=scratch)
    if case.close is not None:
        output = take_close(output, native_output, case.close.split())
    good = compare("output", output, native_output, "clang's build")
    if status != native_status or status != case.status:
        print(f"  status {status}, clang's build {native_status}, expected {case.status}")
        print("  stderr: " + error.decode(errors="replace").strip())
        good = False
    if not options.boot:
        good &= compare("standard error", error, native_error, "clang's build")
    if case.reference:
        command = shlex.split(case.reference) + case.arguments
        good &= compare("output", output, run(command, data, options.boot, folder)[0], case.reference)
    if case.back:
        good &= compare("output", run([native, *case.back.split()], output)[0], data, "the input, after clang's build")
        command = vouch_command(options, image, Case(case.back))
        good &= compare("output", run(command, output)[0], data, "the input, after " + case.back)
    if case.stdout:
        with open(os.path.join(folder, case.stdout), "rb") as file:
            good &= compare("output", output, file.read(), case.stdout)
    if case.crc:
        good &= compare("output", output, expected_crc(case, data), "zlib")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--level", default="-O2")
    parser.add_argument("--boot", action="store_true")
    parser.add_argument("cases")
    options = parser.parse_args()

    program, more_options, cases = read_cases(options.cases)
    folder = os.path.dirname(os.path.abspath(options.cases))
    with tempfile.TemporaryDirectory(prefix="vouch-program-") as scratch:
        image = os.path.join(scratch, "program.vx")
        native = os.path.join(scratch, "program")
        build([options.clang, "-std=c23", "-O1", "-fwrapv", "-w", "-I",
               os.path.join(ROOT, "stdlib/include/native"), "-o", native, *program, "-lm"], "clang")
        build([options.vcc, options.level, *more_options, "-o", image, *program], "vcc")
        build([options.vouch, "verify", image], "vouch verify")
        good = [check_case(options, image, native, case, folder) for case in cases]
    print(f"{sum(good)} of {len(good)} cases agree")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
