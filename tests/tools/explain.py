#!/usr/bin/env python3
"""`vouch explain`: every clause has an example, whose rejection is what the verifier says of that attack now.

    explain.py --build BUILD [--update]

--update writes the verifier's words into tools/explain.def (then build again).
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)

ROOT = HERE.parent.parent
DEFINITIONS = ROOT / "tools" / "explain.def"
EXAMPLE = re.compile(r'EXAMPLE\((\w+), "([^"]+)",\s+"((?:[^"\\]|\\.)*)",\s+"((?:[^"\\]|\\.)*)"\)')


def rejections(toolchain, names, directory):
    """What `vouch verify` prints of each attack, without the folder; or why there is no such file."""
    cases = [asm_case.Case(path) for name in names
             for path in [ROOT / "tests" / "reject" / (name + suffix) for suffix in (".s", ".patch")] if path.exists()]
    for base in {case.base().name: case.base() for case in cases if case.path.suffix == ".patch"}.values():
        base.make(toolchain, directory, False)
    said, made = {}, {}
    for case in cases:
        try:
            made[case.name] = case.make(toolchain, directory, False)
        except asm_case.Failure as failure:
            said[case.name] = f"could not be made: {failure}"
    lines, _ = toolchain.vouch_verify(made.values())
    return said | dict(zip(made, (line.removeprefix(f"{directory}/") for line in lines)))


def without_numbers(text):
    """The places and numbers in a message may shift as vcc's hints get better; what it says may not."""
    return re.sub(r"0x[0-9a-f]+|\b\d+", "N", text)


def explain(toolchain, *arguments):
    result = subprocess.run([toolchain.vouch, "explain", *arguments], capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout, result.stderr


def check_output(toolchain, examples, wrong):
    """The command itself, on every rule, every clause, and what is neither."""
    rules = (ROOT / "verifier" / "include" / "vouch" / "rules.def").read_text()
    clauses = re.findall(r'^CLAUSE\((\d+), (\w+), "([^"]*)"\)', rules, re.M)
    _, everything, _ = explain(toolchain)
    for number, clause, text in clauses:
        status, shown, _ = explain(toolchain, clause.lower())
        said = " ".join(shown.split())
        if clause not in examples:
            wrong.append(f"explain.def has no example for {clause}")
        elif status != 0 or not shown.startswith(f"{clause}: {text}\n") or f"\nR{number} " not in shown:
            wrong.append(f"explain {clause} says: {shown}")
        elif " ".join(examples[clause][2].split()) not in said or f"tests/reject/{examples[clause][0]}." not in shown:
            wrong.append(f"explain {clause} lacks its example: {shown}")
        if clause not in everything or f"R{number} " not in everything:
            wrong.append(f"explain does not list {clause}")
    for number, name in re.findall(r'^RULE\((\d+), "(\w+)"', rules, re.M):
        by_number, by_name = explain(toolchain, f"R{number}"), explain(toolchain, name)
        listed = all(clause in by_number[1] for rule, clause, _ in clauses if rule == number)
        if by_number[0] != 0 or by_number != by_name or not listed or "\nElsewhere\n" not in by_number[1]:
            wrong.append(f"explain R{number} says: {by_number}")
    line = "x.vx: rejected: R7 data: .vouch.manifest: version 2: another format version"
    if explain(toolchain, line) != explain(toolchain, "FILE_VERSION"):
        wrong.append("explain does not know a rejection's line")
    for unknown in ("R9", "NOTHING", ""):
        status, shown, error = explain(toolchain, unknown)
        if status != 2 or shown or "vouch explain lists them" not in error:
            wrong.append(f"explain '{unknown}' ends with {status} and says: {shown}{error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--update", action="store_true", help="write explain.def")
    options = parser.parse_args()
    toolchain = asm_case.Toolchain(options.build)
    text = DEFINITIONS.read_text()
    rows = [match.groups() for match in EXAMPLE.finditer(text)]
    if not rows or len(rows) != text.count("\nEXAMPLE("):
        raise SystemExit(f"{DEFINITIONS}: not in the form that this script reads")
    with tempfile.TemporaryDirectory() as directory:
        now = rejections(toolchain, [name for _, name, _, _ in rows], pathlib.Path(directory))
    if options.update:
        quoted = {name: line.replace("\\", "\\\\").replace('"', '\\"') for name, line in now.items()}
        DEFINITIONS.write_text(EXAMPLE.sub(
            lambda match: f'EXAMPLE({match[1]}, "{match[2]}",\n        "{match[3]}",\n        "{quoted[match[2]]}")', text))
        return 0
    wrong = [f"{name}: rejected now with\n  {now[name]}\nnot with\n  {said}\n(right? then {sys.argv[0]} --update)"
             for _, name, _, said in rows
             if without_numbers(now[name]) != without_numbers(said.replace('\\"', '"').replace("\\\\", "\\"))]
    check_output(toolchain, {clause: (name, elsewhere, said) for clause, name, elsewhere, said in rows}, wrong)
    print("\n".join(wrong) if wrong else f"{len(rows)} examples")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
