#!/usr/bin/env python3
"""`vouch new`: what it makes builds with make, with CMake over make and over Ninja, and runs; nothing is overwritten."""

import pathlib
import tempfile

from suite import Suite


def check_builds(suite, project):
    suite.expect(("make",), 0, "vcc", "", folder=project)
    suite.expect(("vouch", "run", "greet.vx"), 0, "Hello from greet!\n", "", folder=project)
    suite.expect(("make", "run", "ARGUMENTS=Ada"), 0, "Hello, Ada!\n", "", folder=project)
    suite.expect(("make", "-q"), 0, folder=project)
    main = project / "main.c"
    main.write_text(main.read_text().replace("Hello from", "Greetings from"))
    suite.expect(("make",), 0, folder=project)
    suite.expect(("vouch", "run", "greet.vx"), 0, "Greetings from greet!\n", "", folder=project)
    suite.expect(("make", "clean"), 0, folder=project)
    suite.check("make clean", not list(project.glob("*.vx")) + list(project.glob("*.o")), list(project.iterdir()))
    for generator in ("Unix Makefiles", "Ninja"):
        build = project / ("build-" + generator.split()[0])
        for environment in ({}, {"CC": "vcc"}):
            suite.expect(("cmake", "-S", project, "-B", build, "-G", generator), 0, None, "", **environment)
            suite.expect(("cmake", "--build", build), 0, **environment)
        suite.expect(("vouch", "run", build / "greet.vx", "Bob"), 0, "Hello, Bob!\n", "")
    # A mistake in the program is the compiler's message, and an error of make.
    main.write_text(main.read_text().replace("return 0;", "return none;"))
    suite.expect(("make",), 2, None, "main.c:", folder=project)


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        suite.expect(("vouch", "new", "greet"), 0, "cd greet && make", "", folder=scratch)
        names = {path.name for path in (scratch / "greet").iterdir()}
        suite.check("files", names == {"main.c", "Makefile", "CMakeLists.txt", "README.md", ".gitignore"}, names)
        for path in (scratch / "greet").iterdir():
            suite.check(path.name, "@NAME@" not in path.read_text(), "a placeholder is left")
        before = (scratch / "greet" / "main.c").read_bytes()
        suite.expect(("vouch", "new", "greet"), 2, "", "File exists (choose another name", folder=scratch)
        suite.check("greet", before == (scratch / "greet" / "main.c").read_bytes(), "was changed")
        check_builds(suite, scratch / "greet")
        suite.expect(("vouch", "new", scratch / "deep-er"), 0, "deep-er.vx", "")
        suite.expect(("vouch", "new", "no/where"), 2, "", "No such file or directory", folder=scratch)
        for name in ("", "9lives", "a b", "sub/", ".", "a+b", "ä", "a.b", "x" * 32):
            suite.expect(("vouch", "new", name), 2, "", "is no name for a program", folder=scratch)
        suite.expect(("vouch", "new"), 2, "", "vouch new --help")
        suite.expect(("vouch", "new", "a", "b"), 2, "", "vouch new --help", folder=scratch)
        left = {path.name for path in scratch.iterdir()}
        suite.check("left over", left == {"greet", "deep-er"}, left)
    suite.end()


if __name__ == "__main__":
    main()
