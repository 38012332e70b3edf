#!/usr/bin/env python3
"""gdb on a program that `vouch run` has loaded: breakpoints by line, locals of every kind, calls, steps, and the trap that
ends it; the functions that perf is told of; and that -g changes nothing in optimised code."""

import pathlib
import re
import tempfile

from suite import Suite

SOURCE = """#include <stdio.h>
#include <stdlib.h>
enum colour { RED, GREEN, BLUE };
struct node {
    struct node *next;
    int value;
};
static int primes[5] = {2, 3, 5, 7, 11};
static int look(const int *__counted_by(n) values, long n, int index) {
    int squares[8] = {0};
    for (int i = 0; i < 8; i++)
        squares[(i + index) & 7] = i * i;
    const int *walk = values;
    walk += index;
    enum colour colour = index > 1 ? BLUE : RED;
    struct node first = {NULL, index}, second = {&first, 7};
    printf("%d %d\\n", squares[index], *walk);
    return *walk + squares[index + 1] + second.next->value + (int)colour + (int)n;
}
int main(int argc, char **argv) {
    int index = argc > 1 ? atoi(argv[1]) : 0;
    int result = look(primes, 5, index);
    printf("%d\\n", result);
    return 0;
}
"""
LINE = 17  # the printf in look
COMMANDS = ["set confirm off", "set breakpoint pending on", "set width 0", f"break look.c:{LINE}", "run", "backtrace",
            "print index", "print squares", "print squares[3]", "print primes[4]", "print *walk", "print walk$index",
            "print colour", "print second", "print *second.next",            "next", "finish", "kill"]


def gdb(suite, commands, *arguments):
    words = [word for command in commands for word in ("-ex", command)]
    _, output, error = suite.run("gdb", "-nx", "-batch", *words, "--args", "vouch", "run", *arguments)
    return output + error


def check_session(suite, level, program):
    said = gdb(suite, COMMANDS, program, "2")
    wanted = [rf"Breakpoint 1, look \(values=0x\w+ <primes>, n=5, index=2\) at .*look.c:{LINE}",
              r"\n#1 .* in main \(argc=.*, argv=.*\) at .*look\.c:22", r"\n#\d .* in _start \(\) at .*start\.c",
              r"\$1 = 2\n", r"\$2 = \{36, 49, 0, 1, 4, 9, 16, 25\}", r"\$3 = 1\n", r"\$4 = 11\n", r"\$5 = 5\n",
              r"\$6 = 2\n", r"Value returned is \$\d+ = 15"]
    if level == "-O0": # optimised, these have no place of their own
        wanted += [r"\$7 = BLUE", r"\$8 = \{next = 0x\w+, value = 7\}", r"\$9 = \{next = 0x0, value = 2\}",
                   rf"\n{LINE + 1}\s+return"]
    for pattern in wanted:
        suite.check(f"{level}: gdb", re.search(pattern, said), f"nothing like {pattern!r} in", said)
    said = gdb(suite, ["run"], program, "7")
    suite.check(f"{level}: gdb at a trap", re.search(r"SIGILL.*\n.* in look \(\)\n", said), said)


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory(prefix="vouch-gdb-") as folder:
        source, program = pathlib.Path(folder) / "look.c", pathlib.Path(folder) / "look.vx"
        source.write_text(SOURCE, encoding="utf-8")
        for level in ("-O0", "-O2"):
            suite.expect(["vcc", level, "-g", source, "-o", program], 0)
            check_session(suite, level, program)
            suite.expect(["vouch", "run", program, "2"], 0, output="0 5\n15\n")
        _, _, said = suite.expect(["vcc", "-O2", "-g", "-v", source, "-o", program], 0)
        _, _, plain = suite.expect(["vcc", "-O2", "-v", source, "-o", program], 0)
        sizes = [re.search(r"text (\d+) bytes, hints (\d+)", text).groups() for text in (said, plain)]
        suite.check("-g changes the code", sizes[0] == sizes[1], *sizes)
        check_perf_map(suite, program)
    suite.end()


def check_perf_map(suite, program):
    _, output, _ = suite.run("sh", "-c", f'echo $$; exec vouch run --perf-map {program} 2')
    path = pathlib.Path(f"/tmp/perf-{output.split()[0]}.map")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.unlink(missing_ok=True)
    suite.check("--perf-map", re.search(r"^[0-9a-f]+ [0-9a-f]+ _start$", text, re.MULTILINE), text)


if __name__ == "__main__":
    main()
