#!/usr/bin/env python3
"""embed_examples.py EXPLAIN.DEF REJECT_FOLDER OUT: the sources of the attacks that explain.def names, as rows of C.

A row is {file name, its "attack" sentence, its source without the header}, in the order of explain.def.
"""

import pathlib
import re
import sys


def quoted(text):
    """C string literals, one a line of text."""
    lines = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "    ") for line in text.splitlines()]
    return "\n".join(f'     "{line}\\n"' for line in lines) or '     ""'


def main():
    definitions, folder, output = map(pathlib.Path, sys.argv[1:4])
    rows = []
    for clause, case in re.findall(r'^EXAMPLE\((\w+), "([^"]+)"', definitions.read_text(), re.M):
        found = [path for path in (folder / f"{case}.s", folder / f"{case}.patch") if path.exists()]
        if not found:
            raise SystemExit(f"{definitions}: {clause}: there is no {folder / case}.s or .patch")
        text = found[0].read_text()
        header = dict(re.findall(r"^#! (\w+): (.*)$", text, re.M))
        if clause != header["rule"].split()[1]:
            raise SystemExit(f"{definitions}: {found[0]} is an example of {header['rule']}, not of {clause}")
        base = f"base: {header['base']}.s\n" if "base" in header else ""
        body = base + "".join(line + "\n" for line in text.splitlines() if not line.startswith("#!"))
        rows.append(f'    {{"{found[0].name}",\n{quoted(header["attack"])},\n{quoted(body)}}},\n')
    output.write_text("".join(rows))


if __name__ == "__main__":
    main()
