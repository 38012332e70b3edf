"""Makes programs of a wanted size for measuring the verifier: the programs of userland/ as translation units of one
program, over and over under other names, and a main that refers to all. Real code, and no two functions are merged."""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

PROGRAMS = ["tools/wc", "tools/sha256sum", "tools/crc32", "tools/rot13", "examples/life", "examples/matmul",
            "examples/nqueens", "examples/sieve", "examples/mandelbrot"]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def write_unit(folder, number):
    """One translation unit, with its main renamed to unit_NUMBER. Returns its path."""
    source = os.path.join(ROOT, "userland", PROGRAMS[number % len(PROGRAMS)] + ".c")
    return write(os.path.join(folder, f"unit{number}.c"), f'#define main unit_{number}\n#include "{source}"\n')


def write_program(folder, units):
    """All sources of a program of that many units. Each is called from two places, so that none is inlined."""
    paths = [write_unit(folder, number) for number in range(units)]
    lines = [f"int unit_{number}(void);" for number in range(units)]
    for name in ("once", "again"):
        lines.append(f"\nint {name}(int which);\nint {name}(int which) {{")
        lines += [f"    if (which == {number})\n        return unit_{number}();" for number in range(units)]
        lines.append("    return 0;\n}")
    lines.append("\n#include <vouch/arguments.h>\nint main(void) {\n"
                 "    return once(argument_count()) + again(argument_count() + 1);\n}\n")
    paths.append(write(os.path.join(folder, "main.c"), "\n".join(lines)))
    return paths
