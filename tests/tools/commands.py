#!/usr/bin/env python3
"""The commands' faces: version, help with examples and exit statuses, and errors that say what to do."""

import os
import pathlib
import pty
import re
import tempfile

from suite import ROOT, Suite

COMMANDS = "verify run boot image dump explain new".split()


def check_help(suite):
    version = re.search(r"^project\(vouch VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(), re.M)[1]
    form = re.search(r"^#define VX_FORMAT_VERSION (\d+)u", (ROOT / "verifier/include/vouch/format.h").read_text(), re.M)[1]
    for command in ("vouch", "vcc"):
        _, said, _ = suite.expect((command, "--version"), 0, version, "")
        suite.check(f"{command} --version", f"file format {form}" in said, said)
    _, overview, _ = suite.expect(("vouch", "--help"), 0, "vouch run hello.vx", "")
    listed = re.findall(r"^  (\w+)  +\S", overview, re.M)
    suite.check("vouch --help", sorted(listed) == sorted(COMMANDS), listed)
    for command in COMMANDS:
        _, said, _ = suite.expect(("vouch", command, "--help"), 0, f"usage: vouch {command}", "")
        for part in ("\nExit status: ", "\nexample"):
            suite.check(f"vouch {command} --help", part in said, f"lacks '{part.strip()}'")
        examples = said.split("\nexample")[1]
        suite.check(f"vouch {command} --help", f"vouch {command}" in examples, "no example of itself")
    suite.expect(("vcc", "--help"), 0, "examples:", "")


def check_errors(suite, scratch):
    """Usage: status 2 (125 where the status is the program's), nothing on standard output, advice."""
    suite.expect(("vouch",), 2, "", "usage: vouch")
    suite.expect(("vouch", "frobnicate"), 2, "", "vouch: no command named frobnicate (try vouch --help)")
    for command in COMMANDS:
        if command == "explain":
            continue
        wrong = 125 if command in ("run", "boot") else 2
        suite.expect(("vouch", command), wrong, "", f"vouch {command} --help", folder=scratch)
        suite.expect(("vouch", command, "--frobnicate"), wrong, "", f"(try vouch {command} --help)", folder=scratch)
    for command in ("verify", "run", "dump"):
        wrong = 125 if command == "run" else 2
        suite.expect(("vouch", command, "none.vx"), wrong, "", "none.vx: No such file or directory", folder=scratch)
        suite.expect(("vouch", command, "."), wrong, "", ".: not a regular file", folder=scratch)
    (scratch / "text.vx").write_text("This is not a program.\n")
    for command, status in (("verify", 1), ("dump", 1), ("run", 126)):
        _, said, error = suite.expect(("vouch", command, "text.vx"), status, folder=scratch)
        suite.check(f"vouch {command} text.vx", "text.vx: rejected: R7 data: " in (error if status == 126 else said))
    suite.expect(("vouch", "run", "--timeout", "soon", "x.vx"), 125, "", "--timeout soon: not a number of seconds")
    suite.expect(("vcc", "none.c"), 1, "", "cannot read 'none.c': No such file or directory", folder=scratch)
    suite.expect(("vcc", "--frobnicate", "a.c"), 1, "", "unknown option '--frobnicate' (see vcc --help)")
    suite.expect(("vcc",), 1, "", "no input files (see vcc --help)")


def on_terminal(suite, *command, **environment):
    """What a command prints on a terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], command, suite.environment | environment)
    said = b""
    try:
        while part := os.read(terminal, 65536):
            said += part
    except OSError:  # the other end has closed
        pass
    os.waitpid(process, 0)
    os.close(terminal)
    return said


def check_colour(suite, scratch):
    text = str(scratch / "text.vx")
    for command in (("verify", text), ("run", text), ("dump", text), ("explain", "R2")):
        plain = "".join(suite.run("vouch", *command)[1:])
        suite.check(f"vouch {command[0]}", "\033" not in plain, "colours where no terminal is")
        suite.check(f"vouch {command[0]}", b"\033[" in on_terminal(suite, "vouch", *command), "no colours on a terminal")
        quiet = on_terminal(suite, "vouch", *command, NO_COLOR="1")
        suite.check(f"vouch {command[0]}", b"\033[" not in quiet and quiet, "colours although NO_COLOR is set")


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        check_help(suite)
        check_errors(suite, pathlib.Path(scratch))
        check_colour(suite, pathlib.Path(scratch))
    suite.end()


if __name__ == "__main__":
    main()
