#!/usr/bin/env python3
"""The long form of the fuzzers, one after the other; stops at the first that finds something. Every seed is new and
printed. --minutes shares the time out among them."""

import argparse
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
CORRUPTIONS = 50_000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    part = options.minutes * 20  # seconds: a third each; the corruptions take as long as they take
    common = ["--build", options.build, "--seed", options.seed]
    steps = ([HERE / "run.py", *common, "--count", CORRUPTIONS],
             [HERE / "mutants.py", *common, "--twins", "--count", 10**9, "--seconds", part],
             [HERE / "claims.py", *common, "--twins", "--count", 0],
             [HERE / "libfuzzer.py", *common, "--seconds", part],
             [HERE.parent / "oracle" / "run.py", "--build", options.build, "--steps", 3_000_000])
    for step in steps:
        words = [str(word) for word in step]
        print(" ".join(words), flush=True)
        status = subprocess.run([sys.executable, *words], check=False).returncode
        if status != 0:
            print(f"found something (status {status}), seed {options.seed}")
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
