#!/usr/bin/env python3
"""Runs escape_tool on a module and lets FileCheck compare what it prints with the comments in the module."""

import subprocess
import sys


def main():
    tool, filecheck, case = sys.argv[1:]
    result = subprocess.run([tool, case], capture_output=True, text=True, timeout=60, check=False)
    if result.returncode != 0:
        sys.exit(f"escape_tool: status {result.returncode}\n{result.stderr}")
    return subprocess.run([filecheck, case], input=result.stdout, text=True, timeout=60, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
