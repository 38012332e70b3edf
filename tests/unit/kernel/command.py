#!/usr/bin/env python3
"""The vouch command on bad usage and bad files: each ends with its status and one clear line, without a crash or a hang."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

GIB = 1 << 30


def make_files(folder):
    """Files that are no programs."""
    (folder / "empty.vx").write_bytes(b"")
    (folder / "text.vx").write_bytes(b"int main(void);\n" * 100)
    (folder / "short.vx").write_bytes(b"\x7fELF\x02\x01\x01")
    (folder / "folder.vx").mkdir()
    with open(folder / "huge.vx", "wb") as huge:
        huge.truncate(GIB + 1)
    with open(folder / "zeros.vx", "wb") as zeros:
        zeros.truncate(4 << 20)


# Arguments, exit status, and a part of what is printed. Status 125 of `run` is vouch's own error.
CASES = [
    ([], 2, "usage: vouch"),
    (["--help"], 0, "usage: vouch"),
    (["frobnicate"], 2, "no command named frobnicate"),
    (["run"], 125, "no program given"),
    (["run", "--help"], 0, "usage: vouch run"),
    (["run", "--frobnicate", "empty.vx"], 125, "unknown option --frobnicate"),
    (["run", "--heap-stress"], 125, "no program given"),
    (["run", "--timeout"], 125, "--timeout needs a value"),
    (["run", "--timeout", "soon", "empty.vx"], 125, "not a number of seconds"),
    (["run", "--timeout", "0", "empty.vx"], 125, "not a number of seconds"),
    (["run", "--root", "missing", "empty.vx"], 125, "missing: No such file or directory"),
    (["run", "missing.vx"], 125, "missing.vx: No such file or directory"),
    (["run", "folder.vx"], 125, "folder.vx: not a regular file"),
    (["run", "/dev/zero"], 125, "not a regular file"),
    (["run", "huge.vx"], 125, "huge.vx: larger than 1 GiB"),
    (["run", "empty.vx"], 126, "empty.vx: rejected: R7 data"),
    (["run", "short.vx"], 126, "short.vx: rejected: R7 data"),
    (["run", "text.vx"], 126, "text.vx: rejected: R7 data"),
    (["run", "zeros.vx"], 126, "zeros.vx: rejected: R7 data"),
    (["run", "/bin/true"], 126, "/bin/true: rejected: R7 data"),
    (["verify", "--help"], 0, "usage: vouch verify"),
    (["verify"], 2, "no file given"),
    (["verify", "-x", "empty.vx"], 2, "unknown option -x"),
    (["verify", "empty.vx"], 1, "empty.vx: rejected: R7 data"),
    (["verify", "text.vx", "missing.vx"], 2, "missing.vx: No such file or directory"),
    (["verify", "huge.vx"], 2, "larger than 1 GiB"),
    (["dump", "--help"], 0, "usage: vouch dump"),
    (["dump"], 2, "one file"),
    (["dump", "missing.vx"], 2, "missing.vx: No such file or directory"),
    (["dump", "short.vx"], 1, "short.vx: rejected: R7 data"),
]


def wrong_with(vouch, folder, arguments, status, part):
    """What is wrong with one case, or an empty string."""
    environment = dict(os.environ, NO_COLOR="1")
    try:
        done = subprocess.run([vouch, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        return "hangs"
    printed = (done.stdout + done.stderr).decode(errors="replace")
    if done.returncode != status:
        return f"ends with {done.returncode}, not {status}: {printed.strip()}"
    if part not in printed:
        return f"does not print {part!r} but {printed.strip()!r}"
    if status != 0 and "usage" not in part and printed.count("\n") > 2:
        return f"prints more than a line: {printed!r}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vouch", help="the command")
    vouch = os.path.abspath(parser.parse_args().vouch)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_files(folder)
        for arguments, status, part in CASES:
            wrong = wrong_with(vouch, folder, arguments, status, part)
            if wrong:
                failed += 1
                print(f"vouch {' '.join(arguments)}: {wrong}")
    print(f"{len(CASES) - failed} of {len(CASES)} cases as expected")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
