#!/usr/bin/env python3
"""`vouch dump`: every load and store is explained in words that a person can follow, on real programs, at every level.

What it says of one small program is compared; of the others the form is.
"""

import pathlib
import re
import tempfile

from suite import Suite

SOURCE = """#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
static int table[10];
static char name[1];
int sum(const int *__counted_by(n) values, long n);
int sum(const int *__counted_by(n) values, long n) {
    int total = 0;
    for (long i = 0; i < n; i++)
        total += values[i];
    return total;
}
int local(int i);
int local(int i) {
    int squares[4] = {0, 1, 4, 9};
    squares[i & 3] += 1;
    return squares[(i + 1) & 3];
}
int main(void) {
    int index = atoi("3");
    table[index] = 5;
    table[2] = 6;
    name[0] = 'x';
    puts("a literal");
    return sum(table, 10) + local(index);
}
"""
INSTRUCTION = re.compile(r"^ +[0-9a-f]+: (?:[0-9a-f]{2} )+ *(.*?)(?: +# (.*))?$")
# Operands in memory: registers in parentheses, or an absolute address where no immediate or target stands.
MEMORY = re.compile(r"\(%|(?:^\w+ |, )0x[0-9a-f]+(?:,|$)")
OBJECT = r"(?:[A-Za-z_][\w.]*|parameter #\d+|frame object -\d+|object)"
TERM = r"(?:\d+\*)?(?:#\d+|r\w+|e\w+|s\d+|\[(?:slot|stack) [-+]\d+\])"
FORM = rf"(?: [-+] (?:{TERM}|\d+))*"
RELATION = rf"(?:\d+ <= {TERM}(?: <= \d+)?|{TERM} (?:<|<=|=) [^,()]*(?:\([^()]*\))?)"
FACT = re.compile(rf"(?:{OBJECT}{FORM}(?: \({RELATION}(?:, {RELATION})*\))?: bytes? \d+(?:\.\.\d*)? of (?:\d+|{TERM}{FORM})"
                  rf"(?:, type #\d+|, of any type)?(?:, null traps)?|(?:type|count) in the header of {OBJECT}|slot -\d+|stack parameter \+\d+|return address|read-only data)$")

TRAP = re.compile(r"trap: (?:index r\w+ out of bounds for length (?:\d+|r\w+)|what r\w+ points to is not of type #\d+|"
                  r"a null function pointer|out of memory|not the start of an object, or not inside an array of that type|"
                  r"count r\w+ is larger than the object|a null pointer)$")


def check_form(suite, what, text):
    """Every access has facts, and every fact reads as it should."""
    accesses = padding = 0
    for line in text.splitlines():
        padding += bool(re.match(r"^ +[0-9a-f]+: \(padding: \d+\)$", line))
        match = INSTRUCTION.match(line)
        if not match:
            continue
        code, note = match[1].strip(), match[2]
        mnemonic = code.split()[0]
        suite.check(f"{what}: {line}", not mnemonic.startswith("nop") and line == line.rstrip() and "(bad)" not in line)
        if mnemonic == "ud1":
            suite.check(f"{what}: {line}",
                        note and TRAP.match(note))
        elif mnemonic in ("push", "pop") or MEMORY.search(code) and not re.match(r"lea|call|j|ud2", mnemonic):
            accesses += 1
            wrong = [fact for fact in (note or "none").split("; ") if not FACT.match(fact)]
            suite.check(f"{what}: {line}", not wrong, *wrong)
    suite.check(what, accesses > 5 and padding > 0, f"{accesses} accesses, {padding} runs of padding")


def facts_of(text, function):
    """What stands behind # in a function."""
    body = re.search(rf"^[0-9a-f]+ <{function}>:.*\n((?:[^\n]+\n)*)", text, re.M)
    return re.findall(r"# (.*)", body[1]) if body else []


def check_sample(suite, scratch):
    (scratch / "sample.c").write_text(SOURCE)
    for level in ("-O0", "-O1", "-O2", "-O3"):
        suite.expect(("vcc", level, "sample.c", "-o", "sample.vx"), 0, folder=scratch)
        _, text, _ = suite.expect(("vouch", "dump", "sample.vx"), 0, "program  sample", "", folder=scratch)
        check_form(suite, f"sample {level}", text)
        for part in (r'^global +0x\w+ read-only, 10 bytes, with header: \S+ "a literal"$', r"^global +0x\w+ writable, 40 bytes, with header: table$",
                     r"# service exit$", r"# sum$|<main>"):
            suite.check(f"sample {level}", re.search(part, text, re.M), f"lacks {part}")
        wanted = {"main": [r"table \+ 4\*.*<= 9.*: bytes 0\.\.39 of 40$", r"table \+ 8: bytes 8\.\.11 of 40$", r"name: byte 0 of 1$",
                           r"trap: index \w+ out of bounds for length 10$"]}
        if level == "-O0":
            wanted |= {"sum": [r"parameter #0 \+ 4\*.* \(.*< #1.*\): bytes 0\.\. of 4\*#1$", r"slot -\d+$"],
                       "local": [r"frame object -\d+ \+ 4\*.* \(.*<= 3\b.*\): bytes 0\.\.15 of 1[67]$"]}
        for function, patterns in wanted.items():
            facts = facts_of(text, function)
            for pattern in patterns:
                suite.check(f"sample {level}: {function}", any(re.match(pattern, fact) for fact in facts),
                            f"nothing is as {pattern}:", *facts)


def check_rejected(suite, scratch):
    """Up to the instruction to blame, and no further."""
    binary = bytearray((scratch / "sample.vx").read_bytes())
    _, text, _ = suite.run("vouch", "dump", "sample.vx", folder=scratch)
    address = int(re.search(r"^([0-9a-f]+) <main>", text, re.M)[1], 16)
    binary[address - 0x10000 + 0x1000] = 0xF4  # text follows the first page of the file
    (scratch / "halt.vx").write_bytes(binary)
    _, said, _ = suite.expect(("vouch", "dump", "halt.vx"), 1, "rejected: R1 code: main+0x0", "", folder=scratch)
    lines = said.rstrip().splitlines()
    suite.check("halt.vx", len(lines) > 3 and lines[-3].lstrip().startswith("^ bytes") and ": f4 " in lines[-4], *lines[-5:])
    (scratch / "cut.vx").write_bytes(binary[:100])
    suite.expect(("vouch", "dump", "cut.vx"), 1, "cut.vx: rejected: R7 data", "", folder=scratch)


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        check_sample(suite, pathlib.Path(scratch))
        check_rejected(suite, pathlib.Path(scratch))
    for program in sorted((suite.build / "programs").glob("*.vx")):
        _, text, _ = suite.expect(("vouch", "dump", program), 0, None, "")
        check_form(suite, program.name, text)
    suite.check("programs", len(list((suite.build / "programs").glob("*.vx"))) >= 10, "too few are built")
    suite.end()


if __name__ == "__main__":
    main()
