#!/usr/bin/env python3
"""Makes random Safe C programs from a seed, builds each with vcc and with plain clang, and requires that the
vcc build verifies and prints the same, byte for byte.

The programs use integers of all widths, doubles, nested loops, switches, global and local arrays, slices passed
with counts, and local pointers. They are free of what C leaves undefined (clang gets -fwrapv for signed
overflow), so any difference is a bug of one of the two. A failure names the command that repeats it and keeps the source."""

import argparse
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NATIVE_HEADERS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "stdlib/include/native")
TIME_LIMIT_S = 60
TYPES = ["signed char", "unsigned char", "short", "unsigned short", "int", "unsigned", "long", "unsigned long"]
LEVELS = ["-O0", "-O1", "-O2", "-O3"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.globals = []    # (name, type)
        self.arrays = []     # (name, type, length)
        self.grids = []      # (name, type, rows, columns)
        self.functions = []  # (name, kind)
        self.next = 0

    def pick(self, items):
        return self.random.choice(items)

    def name(self, prefix):
        self.next += 1
        return f"{prefix}{self.next}"

    def constant(self, type_):
        value = self.pick([0, 1, 2, 3, 7, 10, 31, 100, 127, 128, 255, 256, 1000, 32767, 65535, 65536, 2147483647,
                           self.random.getrandbits(16), self.random.getrandbits(31)])
        return f"({type_}){value}" if self.random.random() < 0.4 else str(value)

    def index(self, length, scope):
        """An index within `length`: a mask, a remainder, or a loop variable known to be small enough."""
        loops = [name for name, limit in scope["loops"] if limit <= length]
        if loops and self.random.random() < 0.6:
            return self.pick(loops)
        if length & (length - 1) == 0 and self.random.random() < 0.5:
            return f"({self.expression(scope, 1)}) & {length - 1}"
        return f"(unsigned)({self.expression(scope, 1)}) % {length}"

    def leaf(self, scope):
        choice = self.random.random()
        if choice < 0.25:
            return self.constant(self.pick(TYPES))
        if choice < 0.7 and scope["locals"]:
            return self.pick(scope["locals"])[0]
        if choice < 0.8 and self.grids:
            name, _, rows, columns = self.pick(self.grids)
            return f"{name}[{self.index(rows, scope)}][{self.index(columns, scope)}]"
        if choice < 0.9:
            name, _, length = self.pick(self.arrays + scope["arrays"])
            return f"{name}[{self.index(length, scope)}]"
        return self.pick(self.globals)[0]

    def expression(self, scope, depth):
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(scope)
        a = self.expression(scope, depth - 1)
        kind = self.random.random()
        if kind < 0.08:
            return f"{self.pick(['-', '~', '!'])}({a})"
        if kind < 0.16:
            return f"({self.pick(TYPES)})({a})"
        b = self.expression(scope, depth - 1)
        if kind < 0.22:
            return f"(({a}) {self.pick(['<', '>', '<=', '>=', '==', '!='])} ({b}))"
        if kind < 0.28:
            return f"(({a}) ? ({b}) : ({self.expression(scope, depth - 1)}))"
        if kind < 0.32:
            return f"(({a}) {self.pick(['&&', '||'])} ({b}))"
        if kind < 0.40:
            return f"((long)({a}) {self.pick(['<<', '>>'])} (({b}) & 31))"
        if kind < 0.46:
            return f"((unsigned)({a}) {self.pick(['/', '%'])} ((unsigned)({b}) | 1u))"
        if kind < 0.50:
            return f"((long)({a}) {self.pick(['/', '%'])} {self.pick(['3', '-7', '10', '16', '1000', '(-1000003)'])})"
        return f"(({a}) {self.pick(['+', '-', '*', '&', '|', '^'])} ({b}))"

    def lvalue(self, scope):
        choice = self.random.random()
        if choice < 0.5 and scope["targets"]:
            return self.pick(scope["targets"])
        if choice < 0.6 and self.grids:
            name, _, rows, columns = self.pick(self.grids)
            return f"{name}[{self.index(rows, scope)}][{self.index(columns, scope)}]"
        if choice < 0.85:
            name, _, length = self.pick(self.arrays + scope["arrays"])
            return f"{name}[{self.index(length, scope)}]"
        return self.pick(self.globals)[0]

    def call(self, scope):
        name, kind = self.pick(self.functions)
        a = self.expression(scope, 1)
        if kind == "scalar":
            return f"{name}({a}, {self.expression(scope, 1)})"
        slices = [array for array in self.arrays + scope["arrays"] if array[1] == "int"]
        array, _, length = self.pick(slices)
        start = self.random.randrange(length)
        return f"{name}({array} + {start}, {self.random.randint(0, length - start)}, (int)({a}))"

    def statement(self, scope, depth, out, indent):
        pad = "    " * indent
        kind = self.random.random()
        if depth <= 0 or kind < 0.5:
            operator = self.pick(["=", "=", "+=", "-=", "*=", "^=", "|=", "&="])
            out.append(f"{pad}{self.lvalue(scope)} {operator} {self.expression(scope, 3)};")
        elif kind < 0.56 and self.functions and scope["calls"]:
            # C leaves open whether the left side is evaluated before the call.
            result = self.name("c")
            out.append(f"{pad}long {result} = (long){self.call(scope)};")
            out.append(f"{pad}{self.lvalue(scope)} = {result};")
        elif kind < 0.62:
            self.pointer(scope, out, pad)
        elif kind < 0.72:
            out.append(f"{pad}if ({self.expression(scope, 2)}) {{")
            self.block(scope, depth - 1, out, indent + 1)
            if self.random.random() < 0.5:
                out.append(f"{pad}}} else {{")
                self.block(scope, depth - 1, out, indent + 1)
            out.append(f"{pad}}}")
        elif kind < 0.90:
            self.loop(scope, depth, out, indent)
        else:
            out.append(f"{pad}switch (({self.expression(scope, 2)}) & 7) {{")
            for value in sorted(self.random.sample(range(8), 4)):
                out.append(f"{pad}case {value}: {{")
                self.block(scope, depth - 1, out, indent + 1)
                out.append(f"{pad}}}")
                if self.random.random() < 0.8:
                    out.append(f"{pad}    break;")
            out.append(f"{pad}default: {{")
            self.block(scope, depth - 1, out, indent + 1)
            out.append(f"{pad}}}\n{pad}}}")

    def pointer(self, scope, out, pad):
        """A local pointer: chosen between two arrays, moved, indexed, walked to an end."""
        arrays = [array for array in self.arrays + scope["arrays"] if array[1] == "int"]
        first, second = self.pick(arrays), self.pick(arrays)
        length = min(first[2], second[2])
        start = self.random.randrange(length)
        p = self.name("p")
        source = first[0]
        if first is not second:
            source = f"(({self.expression(scope, 1)}) ? {first[0]} : {second[0]})"
        out.append(f"{pad}int *{p} = {source} + {start};")
        form = self.random.random()
        if form < 0.4:
            out.append(f"{pad}{p}[{self.index(length - start, scope)}] += {self.expression(scope, 2)};")
        elif form < 0.6:
            out.append(f"{pad}{p} -= (unsigned)({self.expression(scope, 1)}) % {start + 1};")
            out.append(f"{pad}*{p} ^= {self.expression(scope, 2)};")
        else:
            end = self.name("p")
            out.append(f"{pad}const int *{end} = {p} + {self.random.randint(0, length - start)};")
            out.append(f"{pad}while ({p} < {end})")
            out.append(f"{pad}    *{p}++ += {self.expression({**scope, 'calls': False}, 1)};")

    def loop(self, scope, depth, out, indent):
        pad = "    " * indent
        variable = self.name("i")
        limit = self.pick([2, 3, 4, 5, 8, 10, 16])
        type_ = self.pick(["int", "unsigned", "long", "unsigned long", "unsigned char", "short"])
        inner = {**scope, "loops": scope["loops"] + [(variable, limit)], "calls": False,
                 "locals": scope["locals"] + [(variable, type_)]}
        form = self.random.random()
        if form < 0.7:
            out.append(f"{pad}for ({type_} {variable} = 0; {variable} < {limit}; {variable}++) {{")
        else:
            out.append(f"{pad}for ({type_} {variable} = {limit - 1}; {variable} > 0; {variable}--) {{")
        self.block(inner, depth - 1, out, indent + 1)
        if self.random.random() < 0.3:
            word = self.pick(["break", "continue"])
            out.append(f"{pad}    if ({self.expression(inner, 2)})\n{pad}        {word};")
            self.block(inner, depth - 1, out, indent + 1)
        out.append(f"{pad}}}")

    def block(self, scope, depth, out, indent):
        for _ in range(self.random.randint(1, 3)):
            self.statement(scope, depth, out, indent)

    def body(self, parameters, arrays, out):
        scope = {"locals": list(parameters), "targets": [], "arrays": list(arrays), "loops": [], "calls": True}
        for _ in range(self.random.randint(2, 5)):
            type_ = self.pick(TYPES)
            name = self.name("v")
            out.append(f"    {type_} {name} = ({type_})({self.expression(scope, 2)});")
            scope["locals"].append((name, type_))
            scope["targets"].append(name)
        for _ in range(self.random.randint(0, 2)):
            type_, length, name = self.pick(TYPES + ["int"]), self.pick([3, 4, 8, 17]), self.name("a")
            out.append(f"    {type_} {name}[{length}] = {{{', '.join(self.constant('int') for _ in range(2))}}};")
            scope["arrays"].append((name, type_, length))
        self.block(scope, 3, out, 1)
        self.block(scope, 3, out, 1)
        return scope

    def headers(self):
        return ["#include <ptrcheck.h>", "#include <stdio.h>"]

    def declarations(self, out):
        for _ in range(4):
            type_, name = self.pick(TYPES), self.name("g")
            out.append(f"static {type_} {name} = ({type_}){self.random.getrandbits(16)};")
            self.globals.append((name, type_))
        for i in range(4):
            type_, name = "int" if i == 0 else self.pick(TYPES), self.name("t")
            length = self.pick([4, 5, 8, 13, 16, 32])
            values = ", ".join(str(self.random.getrandbits(7)) for _ in range(length // 2))
            out.append(f"static {type_} {name}[{length}] = {{{values}}};")
            self.arrays.append((name, type_, length))
        for _ in range(2):
            type_, name, rows, columns = self.pick(TYPES), self.name("m"), self.pick([2, 3, 4]), self.pick([3, 4, 8])
            out.append(f"static {type_} {name}[{rows}][{columns}];")
            self.grids.append((name, type_, rows, columns))
        out.append("static double real = 0.5;")

    def program(self):
        out = [*self.headers(), ""]
        self.declarations(out)
        for _ in range(self.random.randint(2, 4)):
            self.function(out)
        self.main(out)
        return "\n".join(out) + "\n"

    def function(self, out):
        name = self.name("f")
        if self.random.random() < 0.5:
            first, second = self.pick(TYPES), self.pick(TYPES)
            result = self.pick(TYPES)
            out.append(f"\nstatic {result} {name}({first} x, {second} y) {{")
            scope = self.body([("x", first), ("y", second)], [], out)
            kind = "scalar"
        else:
            out.append(f"\nstatic long {name}(int *__counted_by(count) values, int count, int y) {{")
            out.append("    long sum = y;")
            out.append("    for (int i = 0; i < count; i++) {")
            out.append(f"        values[i] {self.pick(['+=', '^=', '-='])} y + i;")
            out.append("        sum = sum * 31 + values[count - 1 - i];")
            out.append("    }")
            scope = self.body([("sum", "long"), ("y", "int")], [], out)
            kind = "slice"
        out.append(f"    real = real * 0.75 + (double)(({self.expression(scope, 2)}) & 1023);")
        out.append(f"    return {self.expression(scope, 3)};\n}}")
        self.functions.append((name, kind))

    def main(self, out):
        out.append("\nint main(void) {\n    unsigned long digest = 5381;")
        out.append("    for (int round = 0; round < 5; round++) {")
        scope = {"locals": [("round", "int")], "targets": [], "arrays": [], "loops": [("round", 5)], "calls": True}
        for _ in range(6):
            out.append(f"        digest = digest * 33 + (unsigned long){self.call(scope)};")
            self.statement(scope, 3, out, 2)
        self.digest(out)
        out.append('        printf("%016lx %.17g\\n", digest, real);\n    }\n    return (int)(digest & 63);\n}')

    def digest(self, out):
        for name, _, length in self.arrays:
            out.append(f"        for (int i = 0; i < {length}; i++)\n"
                       f"            digest = digest * 33 + (unsigned long){name}[i];")
        for name, _, rows, columns in self.grids:
            out.append(f"        for (int i = 0; i < {rows}; i++)\n            for (int k = 0; k < {columns}; k++)\n"
                       f"                digest = digest * 33 + (unsigned long){name}[i][k];")
        for name, _ in self.globals:
            out.append(f"        digest = digest * 33 + (unsigned long){name};")


def run(command):
    return subprocess.run(command, capture_output=True, timeout=TIME_LIMIT_S, check=False,
                          stdin=subprocess.DEVNULL)


def make_program(options, seed):
    if options.heap:
        # It builds on this module.
        from random_heap import HeapGenerator  # pylint: disable=import-outside-toplevel
        return HeapGenerator(seed).program()
    return Generator(seed).program()


def check(options, seed, scratch):
    source = os.path.join(scratch, f"random{seed}.c")
    native = os.path.join(scratch, "native")
    image = os.path.join(scratch, "image.vx")
    with open(source, "w", encoding="utf-8") as file:
        file.write(make_program(options, seed))
    built = run([options.clang, "-std=c23", "-O1", "-fwrapv", "-w", "-I", NATIVE_HEADERS, "-o", native, source])
    if built.returncode != 0:
        return f"clang: {built.stderr.decode(errors='replace')}"
    expected = run([native])
    for level in options.levels.split(","):
        for command in ([options.vcc, level, "-w", "-o", image, source], [options.vouch, "verify", image]):
            built = run(command)
            if built.returncode != 0:
                return f"{' '.join(command)}: {built.stdout.decode()}{built.stderr.decode(errors='replace')}"
        got = run([options.vouch, "run", image])
        if (got.stdout, got.returncode) != (expected.stdout, expected.returncode):
            return (f"{level}: got status {got.returncode}, {got.stdout!r} {got.stderr!r}\n"
                    f"expected status {expected.returncode}, {expected.stdout!r}")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vcc", required=True)
    parser.add_argument("--vouch", required=True)
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--levels", default=",".join(LEVELS))
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=10, help="how many programs")
    parser.add_argument("--heap", action="store_true", help="programs with pointers in memory")
    parser.add_argument("--keep", metavar="FOLDER", help="where to keep sources that fail (default: nowhere)")
    parser.add_argument("--print", action="store_true", help="only print the program of --seed")
    options = parser.parse_args()
    if options.print:
        print(make_program(options, options.seed), end="")
        return 0
    failures = 0
    with tempfile.TemporaryDirectory(prefix="vouch-random-") as scratch:
        for seed in range(options.seed, options.seed + options.count):
            failure = check(options, seed, scratch)
            if failure is None:
                continue
            failures += 1
            print(f"seed {seed}: {failure}\n  repeat: {sys.argv[0]} --vcc {options.vcc} --vouch {options.vouch} "
                  f"--seed {seed} --count 1" + (" --heap" if options.heap else ""))
            if options.keep:
                os.makedirs(options.keep, exist_ok=True)
                with open(os.path.join(options.keep, f"random{seed}.c"), "w", encoding="utf-8") as file:
                    file.write(make_program(options, seed))
    print(f"{options.count - failures} of {options.count} programs agree (seeds {options.seed} to "
          f"{options.seed + options.count - 1}, levels {options.levels})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
