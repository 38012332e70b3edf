#!/usr/bin/env python3
"""Hints that claim more: each fact that a hint of an accepted program states is made stronger, wrong or weaker, one or two at
a time, and what the verifier still accepts runs under the state oracle, which must find every claim true. Unlike changed
bytes (mutants.c) these are always well-formed hints. The seed chooses which of all changes are tried; --count 0 tries
every single one."""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)
import vx  # noqa: E402

BATCH = 400  # files that one vx_tool looks at
ACCEPTED_AT_LEAST = 30  # of a run with the usual count; fewer would be no test
STEPS = 20_000
WRITABLE, NULLABLE, HEADER, SYMBOL = 1, 2, 4, 8


def assign(container, key, value):
    def change(hint):
        node = hint
        for part in container:
            node = node[part]
        node[key] = value
    return change


def object_changes(number, item, types, symbols):
    """What else one object could be said to be."""
    place = ("objects", number)
    for bit in (WRITABLE, NULLABLE, HEADER):
        yield assign(place, "flags", item["flags"] ^ bit)
    for lifetime in vx.LIFETIMES:
        yield assign(place, "lifetime", lifetime)
    for extent in (0, 1, 8, item["extent"] + 1, item["extent"] + 8, item["extent"] * 2, item["extent"] - 8):
        if extent >= 0:
            yield assign(place, "extent", extent)
    for kind in vx.OBJECT_KINDS:
        for number_of_type in range(types):
            for flags in {item["flags"], item["flags"] | HEADER, item["flags"] & ~HEADER}:
                yield assign(("objects",), number, {**item, "kind": kind, "type": number_of_type, "flags": flags})
                bare = {**item, "kind": kind, "type": number_of_type, "flags": flags & ~SYMBOL, "extent": 0}
                yield assign(("objects",), number, bare)
    for symbol in range(1, symbols):
        for scale in (1, 4, 8, 16, 24):
            yield assign(("objects",), number, {**item, "flags": item["flags"] | SYMBOL, "symbol": symbol, "scale": scale})


def symbol_changes(number, symbol):
    place = ("symbols", number)
    for least in (symbol["min"] + 1, 1, symbol["max"]):
        yield assign(place, "min", min(least, symbol["max"]))
    for most in (symbol["max"] - 1, symbol["max"] // 2, symbol["min"], 2**32 - 1, 2**31 - 1):
        yield assign(place, "max", max(most, symbol["min"]))
    for i, bound in enumerate(symbol["bounds"]):
        for constant in (-1, -8, 1):
            yield assign((*place, "bounds", i), "constant", bound["constant"] + constant)
        for multiple in (2, 4, bound.get("multiple", 1) + 1):
            yield assign((*place, "bounds", i), "multiple", multiple)


def value_changes(where, key, value, objects, symbols):
    place = (where, key)
    if "constant" in value:
        for step in (1, -1, 8, -8, 4096):
            yield assign(place, "constant", value["constant"] + step)
    if value["kind"] == "form":
        yield assign(place, "low32", value["low32"] ^ 1)
    for index in range(objects):
        yield assign((where,), key, {"kind": "object", "index": index, "low32": 0, "terms": [], "constant": 0})
    for symbol in range(1, symbols):
        yield assign((where,), key, {"kind": "form", "low32": 0, "terms": [[symbol, 1]], "constant": 0})
    yield assign((where,), key, {"kind": "form", "low32": 0, "terms": [], "constant": 0})


def all_changes(hint, types):
    """Every way to change one fact of a hint."""
    objects, symbols = len(hint["objects"]), len(hint["symbols"])
    for bit in range(4):
        yield assign((), "published", hint["published"] ^ 1 << bit)
    for number, item in enumerate(hint["objects"]):
        yield from object_changes(number, item, types, symbols)
    for number, symbol in enumerate(hint["symbols"][1:], 1):
        yield from symbol_changes(number, symbol)
    for where in ("registers", "slots"):
        for key, value in hint[where].items():
            yield from value_changes(where, key, value, objects, symbols)
            yield lambda hint, where=where, key=key: hint[where].pop(key)
    for name in vx.REGISTERS:
        if name not in hint["registers"] and name != "rsp":
            yield assign(("registers",), name, {"kind": "integer"})
            for index in range(objects):
                yield assign(("registers",), name,
                             {"kind": "object", "index": index, "low32": 0, "terms": [], "constant": 0})


def variants(data, source, share):
    """Changed copies of a program. `share` of the single changes, and as many of two at once."""
    image = vx.Image(data)
    types = len(image.table("types"))
    for name, hints in image.decode_hints().items():
        for number, hint in enumerate(hints.items):
            changes = list(all_changes(hint, types))
            chosen = changes if share >= 1 else source.sample(changes, min(len(changes), max(1, int(len(changes) * share))))
            for change in chosen:
                for second in (None, source.choice(changes)):
                    mutant = vx.Image(data)
                    target = mutant.decode_hints()[name].items[number]
                    try:
                        change(target)
                        if second:
                            second(target)
                        yield f"{name} hint {number}", mutant.finish()
                    except (KeyError, IndexError, ValueError):
                        continue


class Runner:
    def __init__(self, toolchain, kept):
        self.toolchain, self.kept = toolchain, kept
        self.tried, self.accepted, self.failed = 0, 0, 0

    def judge(self, batch, directory):
        """Verify the files; run those that are accepted."""
        paths = []
        for i, (_, data) in enumerate(batch):
            paths.append(directory / f"{i}.vx")
            paths[-1].write_bytes(data)
        self.tried += len(batch)
        for (what, data), path, fields in zip(batch, paths, self.toolchain.verify(paths)):
            if fields[0] != "accepted":
                continue
            self.accepted += 1
            command = [self.toolchain.build / "bin" / "oracle", "--steps", STEPS, path, "5", "-"]
            seen = subprocess.run([str(word) for word in command], input=b"some words\n", capture_output=True, timeout=100,
                                  check=False)
            if seen.returncode == 0:
                continue
            self.failed += 1
            name = self.kept / f"claim-{self.failed}.vx"
            name.write_bytes(data)
            print(f"{what}, now {name}: {(seen.stdout + seen.stderr).decode(errors='replace')[:400]}", flush=True)


def make_subjects(toolchain, directory, twins):
    cases = [(path, False) for path in sorted((HERE.parent / "accept" / "asm").glob("*.s"))]
    if twins:
        cases += [(path, True) for path in sorted((HERE.parent / "reject").glob("*.s"))]
    return [asm_case.Case(path).make(toolchain, directory, twin) for path, twin in cases]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--count", type=int, default=4000, help="variants to try, about; 0: all")
    parser.add_argument("--twins", action="store_true", help="change the accepted twins of tests/reject, too")
    options = parser.parse_args()
    toolchain = asm_case.Toolchain(options.build)
    kept = toolchain.build / "mutants"
    kept.mkdir(exist_ok=True)
    runner, source = Runner(toolchain, kept), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        programs = [path.read_bytes() for path in make_subjects(toolchain, directory, options.twins)]
        total = sum(2 * len(list(all_changes(hint, len(image.table("types")))))
                    for image in map(vx.Image, programs) for hints in image.decode_hints().values() for hint in hints.items)
        share = 1 if options.count == 0 else options.count / max(1, total)
        batch = []
        for data in programs:
            for variant in variants(data, source, share):
                batch.append(variant)
                if len(batch) == BATCH:
                    runner.judge(batch, directory)
                    batch = []
        runner.judge(batch, directory)
    print(f"seed {options.seed}: {runner.tried} of {total} changed hints of {len(programs)} programs, {runner.accepted} accepted "
          f"and run, {runner.failed} wrong")
    return 1 if runner.failed or runner.accepted < ACCEPTED_AT_LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
