#!/usr/bin/env python3
"""gdb on the bare machine: stops in the kernel as it starts a program, sees its calls and variables by the kernel's own
debug information, and lets the program run to its end."""

import argparse
import pathlib
import re
import socket
import subprocess
import sys

TIME_LIMIT_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    build = pathlib.Path(parser.parse_args().build).resolve()
    port = free_port()
    boot = [build / "bin/vouch", "boot", "--timeout", str(TIME_LIMIT_S), "--gdb", str(port),
            build / "programs/hello.vx"]
    with subprocess.Popen(boot, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as machine:
        commands = ["set tcp auto-retry on", f"target remote 127.0.0.1:{port}", "hbreak scheduler_run", "continue",
                    "backtrace", "print first->state", "print first->window.heap > first->window.text",
                    "delete", "continue"]
        words = [word for command in commands for word in ("-ex", command)]
        debugger = subprocess.run(["gdb", "-nx", "-batch", build / "kernel/platform/pc/kernel-debug.elf", *words],
                                  capture_output=True, text=True, timeout=TIME_LIMIT_S, stdin=subprocess.DEVNULL)
        output, _ = machine.communicate(timeout=TIME_LIMIT_S)
    said = debugger.stdout + debugger.stderr
    wanted = [r"Breakpoint 1, scheduler_run \(", r"#\d+ .* kernel_run \(", r"#\d+ .* kernel_main \(",
              r"\$1 = PROCESS_READY", r"\$2 = (1|true)\n"]
    missing = [pattern for pattern in wanted if not re.search(pattern, said)]
    if missing or machine.returncode != 0 or "Hello" not in output:
        sys.exit(f"not found: {missing}\ngdb said:\n{said}\nthe machine ended with {machine.returncode} and said:\n{output}")


if __name__ == "__main__":
    main()
