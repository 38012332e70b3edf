#!/usr/bin/env python3
"""Runs ctest on a build, then prints the ten slowest tests and, as the last line, ctest's own summary again."""

import re
import subprocess
import sys


def main():
    if len(sys.argv) < 2:
        raise SystemExit("usage: ctest.py BUILD [CTEST ARGUMENTS]")
    command = ["ctest", "--test-dir", sys.argv[1], "--output-on-failure", "--no-tests=error", *sys.argv[2:]]
    durations, summary = [], "ctest printed no summary"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace") as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if match := re.match(r"\s*\d+/\d+ Test +#\d+: (\S+) .*?([\d.]+) sec", line):
                durations.append((float(match[2]), match[1]))
            if re.match(r"\d+% tests passed", line):
                summary = line.strip()
    print("\nThe ten slowest tests:")
    for seconds, name in sorted(durations, reverse=True)[:10]:
        print(f"{seconds:8.2f} s  {name}")
    print(f"\n{summary}")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
