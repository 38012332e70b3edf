"""Hand-written test programs: what a case file says of itself, and how it becomes a .vx.

A case is an assembly file (macros: tests/asm/vx.inc), or a .patch: a base program with edits (tests/vx.py).
Its lines `#! key: value` say what is expected. A file of attacks is assembled twice; with TWIN defined it must
be accepted. A .patch has `edit:` lines for the attack and `twin:` lines for the twin (none: the base as it is).
"""

import pathlib
import re
import subprocess
import sys

import vx

TESTS = pathlib.Path(__file__).resolve().parent


class Failure(Exception):
    """A step of making a case failed: the message says what ran and what it said."""


def run(command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, timeout=120, **options)
    if result.returncode != 0:
        raise Failure(" ".join(map(str, command)) + "\n" + result.stderr.decode(errors="replace"))
    return result.stdout.decode(errors="replace")


class Toolchain:
    """Where the build's tools are."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.library = self.build / "lib" / "vouch"
        self.tool = self.build / "bin" / "vx_tool"
        self.vouch = self.build / "bin" / "vouch"
        for path in (self.tool, self.vouch, self.library / "vouch.ld", self.library / "imports.o"):
            if not path.exists():
                raise SystemExit(f"{path} is missing: build first (make)")

    def assemble(self, source, output, twin=False, keep_labels=False):
        options = ["-Wa,-defsym,TWIN=1"] if twin else []
        options += ["-Wa,-L"] if keep_labels else []
        run(["clang-19", "-c", "-I", TESTS / "asm", *options, source, "-o", output])

    def make(self, source, output, twin=False):
        """Assemble, link and write a .vx with hints, whatever the verifier thinks of it."""
        linked = output.with_suffix(".elf")
        self.assemble(source, output.with_suffix(".o"), twin)
        run(["ld.lld-19", "-T", self.library / "vouch.ld", "-pie", "--no-dynamic-linker", "--gc-sections",
             "-z", "norelro", "--build-id=none", "-z", "dead-reloc-in-nonalloc=.vouch.frame=0", "-e", "_start",
             "-o", linked, output.with_suffix(".o"), self.library / "imports.o"])
        run([self.tool, "make", linked, output])
        return output

    def label_place(self, source, label, scratch):
        """`function+0x12` for a local label of an assembly file."""
        self.assemble(source, scratch, keep_labels=True)
        symbols = {}
        for line in run(["llvm-readelf-19", "-s", "-W", scratch]).splitlines():
            words = line.split()
            if len(words) == 8 and words[0][:-1].isdigit():
                symbols[words[7]] = (words[6], int(words[1], 16), words[3])
        if label not in symbols:
            raise Failure(f"{source}: no label {label}")
        section, address, _ = symbols[label]
        for name, (where, start, kind) in symbols.items():
            if kind == "FUNC" and where == section:
                return f"{name}+{address - start:#x}"
        raise Failure(f"{source}: {label} is in no function")

    def verify(self, paths):
        """The verifier's word on each file: a list of fields each, see vx_tool.c."""
        lines = run([self.tool, "verify", *paths]).splitlines()
        return [line.split("\t") for line in lines]

    def vouch_verify(self, paths):
        """What `vouch verify` prints of each file, and its exit status."""
        result = subprocess.run([self.vouch, "verify", *map(str, paths)], capture_output=True, timeout=300)
        return (result.stdout + result.stderr).decode(errors="replace").splitlines(), result.returncode

    def execute(self, path, arguments=(), seconds=20):
        """Run a .vx hosted: (status, standard output, standard error)."""
        result = subprocess.run([self.vouch, "run", "--timeout", str(seconds), str(path), *arguments],
                                capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds + 10)
        return result.returncode, result.stdout, result.stderr.decode(errors="replace")


class Case:
    """One case file and its header."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.header, self.edits, self.twin_edits = {}, [], []
        for line in path.read_text().splitlines():
            if match := re.match(r"#! (\w+): (.*)", line):
                self.header[match[1]] = match[2].strip()
            elif path.suffix == ".patch" and (match := re.match(r"(edit|twin): (.*)", line)):
                (self.edits if match[1] == "edit" else self.twin_edits).append(match[2])

    def base(self):
        """The case that a patch changes."""
        return Case(self.path.parent / "base" / (self.header["base"] + ".s"))

    def make(self, toolchain, directory, twin):
        """The case's .vx, or its twin's. A patch's base must have been made in the same directory."""
        output = directory / (self.name + (".twin.vx" if twin else ".vx"))
        if self.path.suffix == ".s":
            return toolchain.make(self.path, output, twin)
        clean = directory / (self.base().name + ".vx")
        try:
            output.write_bytes(vx.patched(clean.read_bytes(), self.twin_edits if twin else self.edits))
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise Failure(f"{self.path}: {type(error).__name__}: {error}") from error
        return output

    def status(self):
        """What the twin's process ends with."""
        if "status" in self.header or self.path.suffix == ".s":
            return int(self.header.get("status", "0"))
        return self.base().status()

    def place(self, toolchain, directory):
        """Where the rejection must point."""
        place = self.header.get("at", ".Lattack" if self.path.suffix == ".s" else "")
        if not place.startswith(".L"):
            return place
        source = self.path if self.path.suffix == ".s" else self.base().path
        return toolchain.label_place(source, place, directory / (self.name + ".labels.o"))


def main():
    """asm_case.py BUILD SOURCE.s OUT.vx: one program, whatever the verifier thinks of it."""
    if len(sys.argv) != 4:
        raise SystemExit(main.__doc__)
    try:
        Toolchain(sys.argv[1]).make(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    except Failure as failure:
        raise SystemExit(str(failure)) from None


if __name__ == "__main__":
    main()
