#!/usr/bin/env python3
"""`make install`: from a folder that is not the build's, both commands compile, run and boot a program.

The build folder is out of reach meanwhile: no command there is named, and the installed files must not mention it.
"""

import pathlib
import subprocess
import tempfile

from suite import ROOT, Suite

FILES = """bin/vcc bin/vouch lib/vouch/libc.a lib/vouch/vouch.ld lib/vouch/imports.o lib/vouch/kernel.elf
    lib/vouch/include/stdio.h lib/vouch/include/vouch/arguments.h share/man/man1/vcc.1 share/man/man1/vouch.1
    share/man/man5/vx.5 share/bash-completion/completions/vcc share/bash-completion/completions/vouch
    share/doc/vouch/LICENSE"""


def complete(suite, prefix, command, *words):
    """What bash would offer for the last word."""
    script = f"""source {prefix}/share/bash-completion/completions/{command}
        COMP_WORDS=({command} {' '.join(repr(word) for word in words)}); COMP_CWORD={len(words)}
        _{command}; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return suite.run("bash", "-c", script, folder=ROOT)[1].split()


def check_completion(suite, prefix):
    for expected, words in [(["dump"], ("vouch", "du")), (["--root"], ("vouch", "run", "--r")),
                            (["--uefi"], ("vouch", "boot", "--u")), (["ACCESS_BOUNDS"], ("vouch", "explain", "ACCESS_BO")),
                            (["R2"], ("vouch", "explain", "R2")), (["--keep-rejected"], ("vcc", "--k")),
                            (["userland/examples/hello.c"], ("vcc", "userland/examples/hel"))]:
        offered = complete(suite, prefix, *words)
        suite.check(f"completion of {' '.join(words)}", offered == expected, offered)
    # Every command and option of the help is offered.
    for words in (("vouch", ""), ("vouch", "run", "--"), ("vouch", "boot", "--"), ("vouch", "verify", "--")):
        helped = suite.run(*[word for word in words if word and word != "--"], "--help")[1]
        known = [line.split()[0].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # what stands for a value is not offered
                 for line in helped.splitlines() if line.startswith("  ") and line.split()]
        wanted = [word for word in known if word.startswith("--") or (len(words) == 2 and word in
                  "verify run boot image dump explain new".split())]
        offered = complete(suite, prefix, *words)
        suite.check(f"completion of {words}", wanted and set(wanted) <= set(offered), wanted, offered)


def check_manuals(suite, prefix):
    for page, words in {"man1/vcc.1": ("SYNOPSIS", "EXIT STATUS", "EXAMPLES", "--stack"),
                        "man1/vouch.1": ("SYNOPSIS", "124", "125", "126", "134", "NO_COLOR", "EXAMPLES"),
                        "man5/vx.5": ("format version 2", ".vouch.hints", "SEGMENTS")}.items():
        text = (prefix / "share" / "man" / page).read_text().replace("\\-", "-")
        suite.check(page, "@" not in text and text.startswith(".TH"), "a placeholder is left")
        for word in words:
            suite.check(page, word in text, f"lacks {word}")


def main():
    suite = Suite(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        stage, prefix = scratch / "stage", scratch / "stage" / "opt" / "vouch"
        suite.expect(("cmake", "--install", suite.build, "--prefix", "/opt/vouch"), 0, DESTDIR=str(stage))
        for name in FILES.split():
            suite.check(name, (prefix / name).is_file(), "is not installed")
        # make install is this, with the prefix that the user gives.
        _, said, _ = suite.expect(("make", "-n", "install", "PREFIX=/opt/vouch"), 0, folder=ROOT)
        suite.check("make install", "cmake --install build --prefix /opt/vouch" in said, said)
        suite.use(prefix / "bin")
        program = scratch / "hello.c"
        program.write_text('#include <stdio.h>\nint main(void) {\n    puts("Hello from afar!");\n    return 3;\n}\n')
        suite.expect(("vcc", "-O2", program, "-o", "hello.vx"), 0, "", "", folder=scratch)
        suite.expect(("vouch", "verify", "hello.vx"), 0, "accepted", "", folder=scratch)
        suite.expect(("vouch", "run", "hello.vx"), 3, "Hello from afar!\n", "", folder=scratch)
        suite.expect(("vouch", "boot", "--timeout", "100", "hello.vx"), 3, "Hello from afar!\n", folder=scratch)
        traced = subprocess.run(["grep", "-rlF", str(suite.build) + "/lib", prefix / "bin", prefix / "lib"],
                                capture_output=True, text=True, check=False)
        suite.check("paths", not traced.stdout, "these name the build folder:", traced.stdout)
        check_completion(suite, prefix)
        check_manuals(suite, prefix)
    suite.end()


if __name__ == "__main__":
    main()
