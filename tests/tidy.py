#!/usr/bin/env python3
"""What the compilers do not check: formatting, file sizes, opening comments, who includes whom, leftovers.

Prints every complaint with its file and line, then the trusted lines of C (neither blank nor comment) by part.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES_MAX = 1200
TRUSTED_LINES_MAX = 15000
TRUSTED = ("verifier", "runtime", "kernel")
CODE = {".c", ".h", ".def", ".S"}
TEXT = CODE | {".re", ".s", ".inc", ".py", ".sh", ".cmake", ".txt", ".ld", ".patch"}
# What a part may include of other parts, by their folder; each may include itself.
MAY_INCLUDE = {
    "verifier": set(),
    "runtime": {"verifier"},
    "kernel": {"verifier", "runtime"},
    "compiler": {"verifier", "kernel", "stdlib"},  # the one parser of signatures, services.def; print.h
    "stdlib": {"kernel"},  # services.def
    "userland": {"stdlib"},
}
FREESTANDING_HEADERS = {"stddef.h", "stdint.h", "stdbool.h", "stdarg.h", "limits.h", "stdalign.h", "stdnoreturn.h"}


def files():
    """Every file of the project, tracked or about to be."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(ROOT / name for name in listed if name and (ROOT / name).is_file())


def part_of(path):
    return path.relative_to(ROOT).parts[0]


def check_text(path, lines):
    name = path.relative_to(ROOT)
    if len(lines) > FILE_LINES_MAX:
        yield f"{name}: {len(lines)} lines, at most {FILE_LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if re.search(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", line):
            yield f"{name}:{number}: leftover: {line.strip()}"
        if line != line.rstrip():
            yield f"{name}:{number}: blanks at the end of the line"
    if path.suffix in (".c", ".h", ".def", ".re") and part_of(path) != "userland":
        if not lines or not lines[0].startswith("/*"):
            yield f"{name}:1: no opening comment"


def headers_by_name():
    """Parts by the headers that they have."""
    owners = {}
    for path in files():
        if path.suffix in (".h", ".def"):
            owners.setdefault(path.name, set()).add(part_of(path))
    return owners


def check_includes(path, lines, owners):
    name, part = path.relative_to(ROOT), part_of(path)
    llvm_allowed = part == "compiler" and path.name.startswith("lower") or part == "tests"
    freestanding = part in ("verifier", "runtime") or str(name).startswith(("kernel/core/", "kernel/platform/pc/"))
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if freestanding and re.match(r"\s*#\s*if.*__(linux|unix|gnu_linux|STDC_HOSTED)__", line):
            yield f"{name}:{number}: a platform's #if in a portable part"
        if not match:
            continue
        bracket, header = match.groups()
        if header.startswith("llvm-c/") and not llvm_allowed:
            yield f"{name}:{number}: <llvm-c/> belongs into compiler/lower_*.c"
        base = pathlib.PurePath(header).name
        own = bracket == '"' or header.startswith("vouch/")
        if own and part in MAY_INCLUDE and base in owners and part not in owners[base]:
            if not owners[base] & MAY_INCLUDE[part]:
                yield f"{name}:{number}: {part}/ may not include {header} of {'/'.join(sorted(owners[base]))}/"
        if not own and freestanding and header not in FREESTANDING_HEADERS:
            yield f"{name}:{number}: {header} in a freestanding part"


def check_format(paths):
    result = subprocess.run(["clang-format-19", "--dry-run", "--Werror", *map(str, paths)], capture_output=True)
    wrong = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", result.stderr.decode(), re.M)))
    return [f"{os.path.relpath(path, ROOT)}: not as clang-format-19 formats it" for path in wrong]


def code_lines(path):
    """Lines that are neither blank nor comment."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), path.read_text(), flags=re.S)
    text = re.sub(r"//.*", "", text)
    return sum(bool(line.strip()) for line in text.splitlines())


def trusted_lines(paths):
    counts = {}
    for path in paths:
        if part_of(path) in TRUSTED and path.suffix in CODE:
            name = path.relative_to(ROOT)
            part = "/".join(name.parts[:3 if name.parts[1] == "platform" else 2 if name.parts[0] == "kernel" else 1])
            part = part if (ROOT / part).is_dir() else str(name.parts[0])
            counts[part] = counts.get(part, 0) + code_lines(path)
    return counts


def main():
    paths = files()
    owners = headers_by_name()
    complaints = []
    for path in paths:
        if path.suffix in TEXT or path.name in ("Makefile", "setup", "run"):
            lines = path.read_text(errors="replace").splitlines()
            complaints += check_text(path, lines)
            if path.suffix in CODE:
                complaints += check_includes(path, lines, owners)
    complaints += check_format([path for path in paths if path.suffix in (".c", ".h") and path.stat().st_size])
    counts = trusted_lines(paths)
    print("trusted lines of code, without blank lines and comments:")
    for part, count in sorted(counts.items()):
        print(f"{count:7}  {part}")
    total = sum(counts.values())
    print(f"{total:7}  together, of {TRUSTED_LINES_MAX} allowed")
    if total > TRUSTED_LINES_MAX:
        complaints.append("too many trusted lines")
    print("\n".join(complaints) if complaints else "no complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
