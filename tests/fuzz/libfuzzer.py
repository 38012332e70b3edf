#!/usr/bin/env python3
"""Runs tests/fuzz/libfuzzer.c for some seconds on a corpus of built programs and hand-written ones."""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)

FILE_BYTES_MAX = 120_000
RUNS_AT_LEAST = 200  # a run that does less than this is no test


def make_corpus(toolchain, directory):
    for path in sorted((HERE.parent / "accept" / "asm").glob("*.s")):
        asm_case.Case(path).make(toolchain, directory, twin=False)
    for path in directory.iterdir():
        if path.suffix != ".vx":
            path.unlink()
    for path in (toolchain.build / "programs").glob("*.vx"):
        if path.stat().st_size <= FILE_BYTES_MAX:
            shutil.copy(path, directory)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    toolchain = asm_case.Toolchain(options.build)
    kept = toolchain.build / "fuzz-crashes"
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        make_corpus(toolchain, pathlib.Path(name))
        command = [toolchain.build / "bin" / "libfuzzer", name, f"-seed={options.seed}",
                   f"-max_total_time={options.seconds}", f"-max_len={FILE_BYTES_MAX}", "-timeout=20",
                   f"-artifact_prefix={kept}/", "-print_final_stats=1", "-len_control=0"]
        result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                check=False, timeout=options.seconds * 3 + 120)
    text = result.stdout.decode(errors="replace")
    if result.returncode != 0:
        print(text[-6000:])
        return 1
    runs = int(re.search(r"number_of_executed_units:\s*(\d+)", text)[1])
    coverage = re.findall(r"cov: (\d+)", text)
    print(f"seed {options.seed}: {runs} files in {options.seconds} s, {coverage[-1] if coverage else '?'} edges covered, "
          "no complaint")
    return 0 if runs >= RUNS_AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
