"""What the suites of this folder share: running the build's commands and collecting complaints."""

import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Suite:
    """Complaints, and where the commands are. `python3 SUITE.py --build BUILD`."""

    def __init__(self, description):
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--build", required=True, help="the build folder")
        self.build = pathlib.Path(parser.parse_args().build).resolve()
        self.complaints, self.checks = [], 0
        self.use(self.build / "bin")

    def use(self, folder):
        """Put the commands of a folder on the path; all other settings stay."""
        self.environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}", LC_ALL="C")
        for name in ("CC", "CFLAGS", "NO_COLOR", "MAKEFLAGS", "MAKELEVEL", "CMAKE_GENERATOR"):
            self.environment.pop(name, None)

    def run(self, *command, folder=None, text=None, seconds=120, **environment):
        """(status, standard output, standard error)"""
        result = subprocess.run([str(word) for word in command], cwd=folder, input=text, capture_output=True,
                                text=True, errors="replace", timeout=seconds, env=self.environment | environment)
        return result.returncode, result.stdout, result.stderr

    def check(self, what, condition, *details):
        self.checks += 1
        if not condition:
            self.complaints.append("\n    ".join(str(word) for word in (what, *details)))

    def expect(self, command, status, output=None, error=None, folder=None, **more):
        """Run; complain unless the status fits and the texts occur (an empty one: nothing is printed)."""
        got = self.run(*command, folder=folder, **more)
        fits = got[0] == status
        for wanted, said in ((output, got[1]), (error, got[2])):
            fits &= wanted is None or (wanted in said if wanted else not said)
        self.check(" ".join(map(str, command)), fits, f"status {got[0]}, wanted {status}",
                   f"output {got[1]!r}, wanted {output!r}", f"error {got[2]!r}, wanted {error!r}")
        return got

    def end(self):
        print("\n".join(self.complaints) if self.complaints else f"{self.checks} checks")
        sys.exit(1 if self.complaints else 0)
