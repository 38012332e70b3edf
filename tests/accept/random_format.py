#!/usr/bin/env python3
"""Compares printf and scanf with the host's C library on random conversions and values.

format_lines.c is built by vcc and by plain clang; both get the same lines, and must print the same. The seed is printed.

    random_format.py --vcc build/bin/vcc --vouch build/bin/vouch --clang clang-19 [--seed 1] [--count 20000]"""

import argparse
import os
import random
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = f"{HERE}/programs/format_lines.c"
NATIVE = os.path.dirname(os.path.dirname(HERE)) + "/stdlib/include/native"
WORDS = ["", "a", "word", "two words", "abc,def", "%d", "0123456789" * 5]


def random_double(choose):
    """A double's bits as a signed number, so that any can be written in a line."""
    kind = choose.randrange(6)
    if kind == 0:
        bits = choose.getrandbits(64)
    else:
        value = [0.0, choose.uniform(-10, 10), choose.randrange(-10**6, 10**6) / 2.0**choose.randrange(12),
                 choose.randrange(1, 10**17) * 10.0**choose.randrange(-30, 30),
                 choose.choice([1.0, -1.0]) * 10.0**choose.randrange(-20, 22)][kind - 1]
        bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    if (bits >> 52 & 0x7FF) == 0x7FF and bits & (1 << 52) - 1:
        bits = 0  # the host prints the sign of a NaN, too; one of them is enough
    return bits - (1 << 64) if bits >> 63 else bits


def random_integer(choose, bits):
    number = choose.getrandbits(choose.randrange(1, bits + 1))
    return number - (1 << bits) if number >> (bits - 1) else number


def conversion(choose, letters, lengths=("",)):
    flags = "".join(choose.sample("-+ #0", choose.choice([0, 0, 1, 1, 2, 3])))
    width = choose.choice(["", "", str(choose.randrange(1, 40))])
    precision = choose.choice(["", "", ".", f".{choose.randrange(40)}", f".{choose.randrange(400)}"])
    return f"%{flags}{width}{precision}{choose.choice(lengths)}{choose.choice(letters)}"


def print_case(choose):
    around = choose.choice(["", "<", "x%%"])
    kind = choose.choice("ildddds")
    if kind == "d":
        return kind, around + conversion(choose, "fFeEgGaA") + "|", random_double(choose)
    if kind == "s":
        flags = choose.choice(["", "-"])
        precision = choose.choice(["", f".{choose.randrange(30)}"])
        return kind, f"{around}%{flags}{choose.choice(['', '7', '20'])}{precision}s|", choose.choice(WORDS)
    lengths = ("", "h", "hh") if kind == "i" else ("l", "ll", "j", "z", "t")
    letters = choose.choice(["di", "uoxXb", "c"]) if kind == "i" else choose.choice(["di", "uoxXb"])
    if letters == "c":
        return kind, f"%{choose.choice(['', '-'])}{choose.choice(['', '3', '12'])}c|", choose.randrange(32, 127)
    return kind, around + conversion(choose, letters, lengths) + "|", random_integer(choose, 32 if kind == "i" else 64)


def number_text(choose):
    pieces = ["", " ", "  ", "+", "-", "0", "0x", "1", "12", "345", "9" * 12, "9" * 25, ".", ".5", "e", "e5", "E-3", "p4",
              "p", "inf", "nan", "infinity", "f", "Ab", "7", "8", "x", "+-", ","]
    return "".join(choose.choice(pieces) for _ in range(choose.randrange(1, 6)))


def scan_case(choose):
    kind = choose.choice("ILDDS")
    around = choose.choice(["", "", " ", "1", "%*1d"])
    width = choose.choice(["", "", str(choose.randrange(1, 12))])
    if kind == "S":
        form = choose.choice([f"%{width or 30}s", f"%{width or 30}[0-9a-f]", f"%{width or 30}[^ ,x]", "%5c"])
        return kind, around + form, number_text(choose)
    if kind == "D":
        return kind, f"{around}%{width}l{choose.choice('fega')}", number_text(choose)
    return kind, f"{around}%{width}{'l' if kind == 'L' else ''}{choose.choice('diuoxX')}", number_text(choose)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--vcc", "--vouch", "--clang"):
        parser.add_argument(name, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20000)
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.count} lines")
    choose = random.Random(options.seed)
    cases = [(print_case if choose.random() < 0.6 else scan_case)(choose) for _ in range(options.count)]
    lines = [f"{kind} {form}\t{value}" for kind, form, value in cases]
    with tempfile.TemporaryDirectory(prefix="vouch-format-") as scratch:
        image, native = f"{scratch}/program.vx", f"{scratch}/program"
        subprocess.run([options.vcc, "-O2", "-o", image, SOURCE], check=True, timeout=300)
        subprocess.run([options.clang, "-std=c23", "-O1", "-w", "-I", NATIVE, "-o", native, SOURCE], check=True, timeout=300)
        said = [subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True,
                               timeout=300).stdout.split("\n") for command in ([options.vouch, "run", image], [native])]
    wrong = [(line, ours, theirs) for line, ours, theirs in zip(lines, *said) if ours != theirs]
    for line, ours, theirs in wrong[:20]:
        print(f"{line!r}\n  ours:   {ours}\n  theirs: {theirs}")
    print(f"{len(wrong)} of {len(lines)} differ")
    return 1 if wrong or len(said[0]) != len(said[1]) else 0


if __name__ == "__main__":
    sys.exit(main())
