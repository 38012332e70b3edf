#!/usr/bin/env python3
"""Hand-written programs that prove their accesses in other ways than vcc's checks: all must be accepted, run hosted
and end with their status (`#! status`, with `#! output` if they print). Acceptance depends on the abstract state alone."""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)


def wrong_with(case, toolchain, directory):
    """What is wrong with one program, or an empty string."""
    try:
        program = case.make(toolchain, directory, twin=False)
    except asm_case.Failure as failure:
        return str(failure)
    verdict = toolchain.verify([program])[0]
    if verdict[0] != "accepted":
        return " ".join(verdict)
    status, output, reason = toolchain.execute(program)
    if status != int(case.header.get("status", "0")):
        return f"ends with {status}, not {case.header.get('status', '0')}: {reason.strip()}"
    expected = case.header.get("output", "").encode().decode("unicode_escape").encode("latin-1")
    if output != expected:
        return f"prints {output!r}, not {expected!r}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("names", nargs="*", help="cases to run")
    options = parser.parse_args()
    cases = [asm_case.Case(path) for path in sorted(HERE.glob("*.s")) if not options.names or path.stem in options.names]
    toolchain = asm_case.Toolchain(options.build)
    failed = 0
    with tempfile.TemporaryDirectory() as directory, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda case: wrong_with(case, toolchain, pathlib.Path(directory)), cases)
        for case, wrong in zip(cases, results):
            print(f"{case.name:<22} {'WRONG' if wrong else 'right':<6} {wrong or case.header.get('shows', '')}")
            failed += bool(wrong)
    print(f"{len(cases)} programs, {failed} wrong")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
