#!/usr/bin/env python3
"""The rejection suite: every attack must be rejected for its own reason at its own place, every twin accepted and run.

    run.py --build BUILD [NAME...]   run the cases (all, or those named); prints the table
    run.py --build BUILD --coverage  compare the cases with rules.def: every clause has a case, every rule twenty

A case's header gives `attack` (one sentence), `rule` (number and clause) and `at` (the place: a label, or what the
rejection says, * for anything; by default the label .Lattack). See tests/asm_case.py for the rest.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)

RULES = HERE.parent.parent / "verifier" / "include" / "vouch" / "rules.def"
CASES_AT_LEAST, CASES_A_RULE_AT_LEAST = 700, 20


def clauses():
    """Rule number by clause, and rule name by number, from rules.def."""
    text = RULES.read_text()
    names = {int(number): name for number, name in re.findall(r'^RULE\((\d+), "(\w+)"', text, re.M)}
    return {clause: int(number) for number, clause in re.findall(r"^CLAUSE\((\d+), (\w+),", text, re.M)}, names


def load():
    cases = [asm_case.Case(path) for path in sorted(HERE.glob("*.s")) + sorted(HERE.glob("*.patch"))]
    for case in cases:
        missing = {"attack", "rule"} - case.header.keys()
        if missing or (case.path.suffix == ".patch" and not case.edits):
            raise SystemExit(f"{case.path}: the header lacks {', '.join(missing) or 'an edit'}")
    return sorted(cases, key=lambda case: (case.header["rule"], case.name))


def coverage(cases):
    """Print what lacks a case; the number of complaints."""
    rule_of, _ = clauses()
    covered = collections.Counter(case.header["rule"].split()[1] for case in cases)
    per_rule = collections.Counter(case.header["rule"].split()[0] for case in cases)
    complaints = [f"no case for {clause} (R{rule})" for clause, rule in rule_of.items() if not covered[clause]]
    complaints += [f"a case for {clause}, which rules.def does not know" for clause in covered if clause not in rule_of]
    complaints += [f"{case.name}: {case.header['rule']} is not one rule's clause" for case in cases
                   if f"R{rule_of.get(case.header['rule'].split()[1])}" != case.header["rule"].split()[0]]
    complaints += [f"only {per_rule[f'R{rule}']} cases for R{rule}" for rule in sorted(set(rule_of.values()))
                   if per_rule[f"R{rule}"] < CASES_A_RULE_AT_LEAST]
    if len(cases) < CASES_AT_LEAST:
        complaints.append(f"only {len(cases)} cases")
    print(f"{len(cases)} cases, {len(covered)} of {len(rule_of)} clauses; " +
          ", ".join(f"{rule}: {count}" for rule, count in sorted(per_rule.items())))
    print("\n".join(complaints), end="\n" if complaints else "")
    return len(complaints)


def judge(case, place, verdict, line, twin_verdict, twin_line, twin_end, rule_names):
    """Everything that is wrong with a case, as lines of text."""
    rule, clause = case.header["rule"].split()
    wrong = []
    if verdict[0] != "rejected":
        wrong.append(f"the attack is {verdict[0]}")
    else:
        _, got_rule, got_clause, _, got_place, detail = verdict
        got_place = re.sub(r" \(.*\)$", "", got_place)
        if (got_rule, got_clause) != (rule, clause):
            wrong.append(f"rejected by {got_rule} {got_clause} at {got_place} ({detail}), not by {rule} {clause}")
        if not fnmatch.fnmatchcase(got_place, place):
            wrong.append(f"rejected at {got_place} ({detail}), not at {place}")
        said = f": rejected: {got_rule} {rule_names[int(got_rule[1:])]}: {got_place}"
        if said not in line:
            wrong.append(f"vouch verify says '{line}', not '{said}'")
    if twin_verdict[0] != "accepted":
        wrong.append("the twin is " + " ".join(twin_verdict))
    elif ": accepted" not in twin_line:
        wrong.append(f"vouch verify says of the twin: {twin_line}")
    elif twin_end[0] != case.status():
        wrong.append(f"the twin ends with {twin_end[0]}, not {case.status()}: {twin_end[2].strip()}")
    return wrong


def print_row(case, place, wrong, verdict, twin_verdict):
    rule, clause = case.header["rule"].split()
    print(f"{rule} {clause:<20} {place:<22} {verdict[0]:<9} {twin_verdict[0]:<9} {case.header['attack']}")
    for line in wrong:
        print(f"    {case.path.name}: WRONG: {line}")


def run(cases, toolchain, directory):
    """Make all files, judge them all, print the table; the number of failed cases."""
    _, rule_names = clauses()
    broken = {}

    def prepare(case):
        try:
            return (case.place(toolchain, directory), case.make(toolchain, directory, False),
                    case.make(toolchain, directory, True))
        except asm_case.Failure as failure:
            broken[case.name] = str(failure)
            return None

    bases = {case.base().name: case.base() for case in cases if case.path.suffix == ".patch"}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda base: base.make(toolchain, directory, False), bases.values()))
        made = list(pool.map(prepare, cases))
    ready = [(case, *files) for case, files in zip(cases, made) if files]
    attacks, twins = [item[2] for item in ready], [item[3] for item in ready]
    verdicts, twin_verdicts = toolchain.verify(attacks), toolchain.verify(twins)
    lines, status = toolchain.vouch_verify(attacks)
    twin_lines, twin_status = toolchain.vouch_verify(twins)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        ends = list(pool.map(lambda pair: toolchain.execute(pair[0]) if pair[1][0] == "accepted" else (None, b"", ""),
                             zip(twins, twin_verdicts)))

    print(f"{'rule and clause':<23} {'place':<22} {'verdict':<9} {'twin':<9} attack")
    failed = len(broken)
    for i, (case, place, _, _) in enumerate(ready):
        line = lines[i] if i < len(lines) else ""
        twin_line = twin_lines[i] if i < len(twin_lines) else ""
        wrong = judge(case, place, verdicts[i], line, twin_verdicts[i], twin_line, ends[i], rule_names)
        failed += bool(wrong)
        print_row(case, place, wrong, verdicts[i], twin_verdicts[i])
    for name, reason in broken.items():
        print(f"{name}: could not be made: {reason}")
    print(f"{len(cases)} attacks, {len(cases) - failed} rejected as they must be with their twins accepted, {failed} wrong")
    if ready and (status != 1 or twin_status != 0):
        print(f"vouch verify ended with {status} on the attacks and {twin_status} on the twins, not 1 and 0")
        return failed + 1
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--coverage", action="store_true", help="only compare the cases with rules.def")
    parser.add_argument("names", nargs="*", help="cases to run")
    options = parser.parse_args()
    cases = load()
    if options.coverage:
        return 1 if coverage(cases) else 0
    if options.names:
        cases = [case for case in cases if case.name in options.names]
        if len(cases) != len(set(options.names)):
            parser.error("no such case")
    with tempfile.TemporaryDirectory() as directory:
        return 1 if run(cases, asm_case.Toolchain(options.build), pathlib.Path(directory)) else 0


if __name__ == "__main__":
    sys.exit(main())
