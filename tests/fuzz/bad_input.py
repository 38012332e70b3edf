#!/usr/bin/env python3
"""Bad input from outside: what the tools say to files that are no .vx files, to missing files, outputs that cannot be
written and missing tools. Always one clear line on stderr (or a rejection), the documented status, no crash, no hang."""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile

SEED = 20261121
SECONDS = 60


class Checker:
    """Runs commands and compares how they end."""

    def __init__(self, tools):
        self.tools, self.count, self.failed = tools, 0, 0

    def expect(self, statuses, words, *command, **options):
        """`command` must end with one of `statuses` and say `words` (any case) somewhere."""
        self.count += 1
        command = [str(self.tools / command[0]), *map(str, command[1:])]
        try:
            result = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, **options)
        except subprocess.TimeoutExpired:
            return self.complain(command, f"still runs after {SECONDS} s")
        said = (result.stdout + result.stderr).decode(errors="replace")
        if result.returncode not in statuses:
            return self.complain(command, f"ends with {result.returncode}, not {statuses}: {said.strip()[:300]}")
        if words.lower() not in said.lower() or not said.strip():
            return self.complain(command, f"does not say '{words}' but: {said.strip()[:300]}")
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in said):
            return self.complain(command, "prints control bytes")
        return None

    def complain(self, command, what):
        self.failed += 1
        print(f"WRONG: {' '.join(command)}: {what}")


def bad_files(directory, good):
    """Files that are no .vx: by name."""
    source = random.Random(SEED)
    contents = {
        "empty": b"",
        "one-byte": b"\x7f",
        "text": b"this is not a program\n" * 40,
        "control-bytes": b"\x1b[31m\x07\x00" * 100,
        "random": source.randbytes(65536),
        "random-after-magic": good[:16] + source.randbytes(20000),
        "zeros": bytes(100000),
        "host-program": pathlib.Path("/bin/true").read_bytes(),
        "headers-only": good[:64],
        "twice": good[64:] + good,
    }
    for cut in sorted(source.sample(range(1, len(good)), 60)):
        contents[f"cut-{cut}"] = good[:cut]
    for name, data in contents.items():
        path = directory / (name + ".vx")
        path.write_bytes(data)
        yield path
    for name, megabytes in (("sparse-zeros", 64), ("sparse-after-magic", 300)):
        path = directory / (name + ".vx")
        path.write_bytes(good if "magic" in name else b"")
        os.truncate(path, megabytes << 20)
        # trailing zeros change nothing that the tables say: such a file may be a good program
        if "magic" not in name:
            yield path


def check_files(check, directory, good):
    for path in bad_files(directory, good):
        check.expect({1}, "rejected: R7", "vouch", "verify", path)
        check.expect({126}, "rejected: R7", "vouch", "run", path)
    huge = directory / "huge.vx"
    huge.touch()
    os.truncate(huge, 3 << 30)
    check.expect({2}, "huge.vx", "vouch", "verify", huge)
    check.expect({125}, "huge.vx", "vouch", "run", huge)
    for path in (directory, directory / "missing.vx", pathlib.Path("/dev/null/x.vx")):
        check.expect({2}, str(path), "vouch", "verify", path)
        check.expect({125}, str(path), "vouch", "run", path)
        check.expect({2}, str(path), "vouch", "dump", path)
    check.expect({1}, "rejected", "vouch", "dump", directory / "random.vx")


def check_tools(check, directory, good):
    program = directory / "good.vx"
    program.write_bytes(good)
    check.expect({2}, "no file given", "vouch", "verify")
    check.expect({2, 125}, "no program given", "vouch", "run")
    check.expect({2, 125}, "no-such-command", "vouch", "no-such-command")
    check.expect({2}, "missing.vx", "vouch", "image", directory / "missing.vx", "-o", directory / "x.iso")
    check.expect({2}, "/nowhere", "vouch", "image", program, "-o", "/nowhere/x.iso")
    bare = {"PATH": "/nonexistent"}
    check.expect({125}, "qemu-system-x86", "vouch", "boot", program, env=bare)
    check.expect({2}, "grub-common", "vouch", "image", program, "-o", directory / "x.iso", env=bare)
    check.expect({125}, "missing.iso", "vouch", "boot", directory / "missing.iso")
    check.expect({126}, "rejected: R7", "vouch", "boot", directory / "random.vx")
    check.expect({126}, "rejected: R7", "vouch", "boot", directory / "empty.vx")


def check_compiler(check, directory):
    source = directory / "main.c"
    source.write_text("int main(void) {\n    return 0;\n}\n")
    check.expect({1}, "missing.c", "vcc", directory / "missing.c")
    check.expect({1}, "/nowhere", "vcc", source, "-o", "/nowhere/x.vx")
    check.expect({1}, "no input files", "vcc")
    check.expect({1}, "-fno-such-option", "vcc", "-fno-such-option", source)
    undefined = directory / "undefined.c"
    undefined.write_text("int nowhere(void);\nint main(void) {\n    return nowhere();\n}\n")
    check.expect({1}, "nowhere", "vcc", undefined, "-o", directory / "x.vx")
    binary = directory / "binary.c"
    binary.write_bytes(random.Random(SEED).randbytes(5000))
    check.expect({1}, "error", "vcc", "-c", binary, "-o", directory / "x.o")
    check.expect({0}, "", "vcc", "--version")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    build = pathlib.Path(parser.parse_args().build).resolve()
    good = (build / "programs" / "hello.vx").read_bytes()
    check = Checker(build / "bin")
    print(f"seed {SEED}")
    with tempfile.TemporaryDirectory() as directory:
        check_files(check, pathlib.Path(directory), good)
        check_tools(check, pathlib.Path(directory), good)
        check_compiler(check, pathlib.Path(directory))
    print(f"{check.count} commands, {check.failed} wrong")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
