#!/usr/bin/env python3
"""The backtrace of a killed program, hosted and booted: each call with its line, unwound through optimised code, limited
in length however deep the stack is, and with nothing in it that a terminal would obey."""

import pathlib
import re
import tempfile

from suite import Suite

SOURCE = """#include <stdio.h>
#include <stdlib.h>
static int squares[12];
__attribute__((noinline)) static int pick(int n) {
    return squares[n];
}
__attribute__((noinline)) static int deep(int depth, int n) {
    char line[200] = {0};
    if (depth == 0)
        return pick(n) + pick(n - 1);
    line[depth & 127] = 1;
    return deep(depth - 1, n) + line[1];
}
__attribute__((noinline)) static int endless(int n) {
    volatile int room[10];
    room[n & 7] = n;
    return endless(n + 1) + room[0];
}
int main(int argc, char **argv) {
    int depth = argc > 1 ? atoi(argv[1]) : 0;
    return depth < 0 ? endless(1) : deep(depth, 17);
}
"""
MORE = re.compile(r"    and (\d+) more$")


def calls(error):
    """(function, line) of each frame shown, and the number of the others."""
    shown, more = [], 0
    for text in error.splitlines()[1:]:
        if match := re.match(r"    at ([\w.?]+)\+0x[0-9a-f]+ \(([\w.]+):(\d+)\)$", text):
            shown.append((match[1], int(match[3])) if match[2] == "deep.c" else (match[1], match[2]))
        elif match := MORE.match(text):
            more = int(match[1])
        else:
            shown.append(text)
    return shown, more


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory(prefix="vouch-backtrace-") as folder:
        source, program = pathlib.Path(folder) / "deep.c", pathlib.Path(folder) / "deep.vx"
        source.write_text(SOURCE, encoding="utf-8")
        for level in ("-O0", "-O2"):
            suite.expect(["vcc", level, source, "-o", program], 0)
            top = [("pick", 5), ("deep", 10)]
            bottom = [("__main_with_arguments", 21), ("main", "main_arguments.c"), ("_start", "start.c")]
            for how in ("run", "boot"):
                _, _, error = suite.expect(["vouch", how, program, "3"], 134, error="deep.c:5: index 17 out of bounds")
                wanted = top + [("deep", 12)] * 3 + bottom
                suite.check(f"{level} {how}", calls(error) == (wanted, 0), calls(error), wanted)
            _, _, error = suite.expect(["vouch", "run", program, "3000"], 134)
            shown, more = calls(error)
            suite.check(f"{level} deep", len(shown) == 32 and len(shown) + more == 3000 + len(top) + len(bottom), len(shown), more)
            _, _, error = suite.expect(["vouch", "run", program, "-1"], 134, error="stack overflow")
            shown, more = calls(error)
            suite.check(f"{level} overflow", set(shown[1:]) == {("endless", 17)} and more > 1000, shown, more)
        data = program.read_bytes()
        program.write_bytes(data.replace(b"\0deep\0", b"\0d\x1bep\0"))
        _, _, error = suite.expect(["vouch", "run", program, "3"], 134)
        suite.check("escapes", "\x1b" not in error and ("d?ep", 10) in calls(error)[0], error)
    suite.end()


if __name__ == "__main__":
    main()
