#!/usr/bin/env python3
"""Corrupts real .vx files: the userland programs and the hand-written ones, by tests/fuzz/corrupt.c. The seed is fixed
so that a failure comes back; --seed tries another."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--count", type=int, default=5000)
    options = parser.parse_args()
    toolchain = asm_case.Toolchain(options.build)
    programs = sorted((toolchain.build / "programs").glob("*.vx"))
    if not programs:
        raise SystemExit(f"{toolchain.build}/programs has no .vx file: build first (make)")
    with tempfile.TemporaryDirectory() as directory:
        small = [asm_case.Case(path).make(toolchain, pathlib.Path(directory), twin=False)
                 for path in sorted((HERE.parent / "accept" / "asm").glob("*.s"))]
        command = [toolchain.build / "bin" / "corrupt", options.seed, options.count, *small, *programs]
        return subprocess.run([str(word) for word in command], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
