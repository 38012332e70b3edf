#!/usr/bin/env python3
"""Checks vcc's diagnostics: each of cases/*.c says in comments what must be reported, and where.

A comment `// error: TEXT` (or warning:) on a line expects a diagnostic of that level on that line whose message contains
TEXT; on a line of its own it belongs to the code line above. `(5 times)` repeats it. `// note: TEXT` expects a note
with the diagnostics of that line. `// error-at-end: TEXT` expects one on the last line. Nothing else may be reported, and
vcc must succeed exactly if no error is expected.

    run.py --vcc build/bin/vcc [--coverage] [NAME...]

With --coverage: every message that the front end's sources can emit is emitted by some case.
"""

import argparse
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent / "cases"
COMPILER = HERE.parents[2] / "compiler"
FRONT = ["lex.re", "literal.c", "parse*.c", "sema*.c", "format.c"]
EXPECTED = re.compile(r"(error|warning|note): (.*?)(?: \((\d+) times\))?$")
REPORTED = re.compile(r"(?:(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): )?(?P<level>error|warning|note): (?P<text>.*)")
# Messages that no test of reasonable size can provoke, or that the preprocessor forestalls.
UNTESTED = {"string literal is longer than %u bytes", "stray NUL byte in the source"}


def expectations(path):
    """(line, level, text) for each diagnostic, and (line, text) for each note that must be there."""
    diagnostics, notes, line_of_code = [], [], 0
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        code, _, comment = line.partition("// ")
        if line.startswith("// error-at-end: "):
            diagnostics.append((len(lines), "error", line.removeprefix("// error-at-end: ")))
        if code.strip():
            line_of_code = number
        match = EXPECTED.fullmatch(comment.strip())
        if not match:
            continue
        level, text, times = match.groups()
        if level == "note":
            notes.append((line_of_code, text))
        else:
            diagnostics += [(line_of_code, level, text)] * int(times or 1)
    return diagnostics, notes


def run(vcc, path):
    result = subprocess.run([vcc, "-fsyntax-only", "-Wall", path.name], cwd=HERE, capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout + result.stderr


def check(path, status, output):
    """Complaints about one case."""
    wanted, notes = expectations(path)
    must_fail = any(level == "error" for _, level, _ in wanted)
    if status != (1 if must_fail else 0):
        yield f"vcc ended with status {status}"
    last = None
    for line in output.splitlines():
        match = REPORTED.fullmatch(line)
        if not match:
            continue
        if match["level"] == "note":
            notes = [note for note in notes if not (note[0] == last and note[1] in match["text"])]
            continue
        last = int(match["line"] or 0)
        found = next((w for w in wanted if w[0] == last and w[1] == match["level"] and w[2] in match["text"]), None)
        if found:
            wanted.remove(found)
        else:
            yield f"unexpected: {line}"
    yield from (f"missing at line {line}: {level}: {text}" for line, level, text in wanted)
    yield from (f"missing at line {line}: note: {text}" for line, text in notes)


def messages():
    """The format of every message in the front end's sources."""
    call = re.compile(r'(?:diag_error|diag_warning|parse_error|report|refuse_number)\((.*?)\);', re.S)
    string = re.compile(r'"((?:[^"\\]|\\.)*)"')
    for pattern in FRONT:
        for path in sorted(COMPILER.glob(pattern)):
            for body in call.findall(path.read_text(encoding="utf-8")):
                joined = re.sub(r'"\s*\n\s*"', "", body)
                for text in string.findall(joined):
                    if " " in text:
                        yield text.replace('\\\\', '\\').replace('\\"', '"')


def uncovered(outputs):
    everything = "\n".join(outputs)
    for text in messages():
        parts = re.split(r"%(?:%|\.\*s|[-0-9.]*(?:ll|z)?[a-z])", text)
        pattern = ".*".join(re.escape(part) for part in parts)
        if text not in UNTESTED and not re.search(pattern, everything):
            yield f"no case provokes: {text}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--vcc", required=True, type=pathlib.Path)
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    cases = [HERE / f"{name}.c" for name in arguments.names] or sorted(HERE.glob("*.c"))
    outputs, failures, count = [], 0, 0
    for path in cases:
        status, output = run(arguments.vcc.resolve(), path)
        outputs.append(output)
        count += len(expectations(path)[0])
        complaints = list(check(path, status, output))
        failures += bool(complaints)
        for complaint in complaints:
            print(f"{path.name}: {complaint}")
    print(f"{len(cases)} files, {count} diagnostics expected, {failures} files wrong")
    if arguments.coverage:
        missing = list(uncovered(outputs))
        print("\n".join(missing))
        failures += len(missing)
    return 1 if failures or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
