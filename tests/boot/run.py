#!/usr/bin/env python3
"""The bare machine: images are made and booted in QEMU, and each boot must end as its case says.

    run.py --build BUILD [--firmware] [CASE...]

Cases use the programs of this folder (*.s, assembled here). --firmware runs the slow cases, those under UEFI,
instead of the others."""

import argparse
import concurrent.futures
import os
import pathlib
import pty
import random
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import asm_case  # noqa: E402 (the tests' folder must be on the path first)

TIME_LIMIT_S = 60
SEED = 20261121

CASES = []
FIRMWARE_CASES = []


def case(function):
    CASES.append(function)
    return function


def firmware_case(function):
    FIRMWARE_CASES.append(function)
    return function


class Wrong(Exception):
    """A boot did not end as it should; the message says how."""


class Machine:
    """The tools and programs that cases use, and a scratch folder of one case's own."""

    def __init__(self, build, programs, scratch):
        self.vouch = pathlib.Path(build).resolve() / "bin" / "vouch"
        self.programs = programs
        self.scratch = scratch
        (scratch / "tmp").mkdir()
        self.environment = dict(os.environ, TMPDIR=str(scratch / "tmp"))

    def program(self, name):
        return str(self.programs / (name + ".vx"))

    def run(self, *words, data=b"", environment=None):
        result = subprocess.run([str(self.vouch), *map(str, words)], input=data, capture_output=True,
                                env=environment or self.environment, timeout=TIME_LIMIT_S + 30)
        return result.returncode, result.stdout, result.stderr.decode(errors="replace")

    def boot(self, *words, **options):
        return self.run("boot", "--timeout", TIME_LIMIT_S, *words, **options)

    def image(self, *words):
        image = self.scratch / "image.iso"
        status, _, error = self.run("image", "-o", image, *words)
        require("status of vouch image", status, 0, error)
        return image

    def nothing_left(self):
        require("left in the temporary folder", os.listdir(self.scratch / "tmp"), [], "")


def require(what, found, expected, note=""):
    if found != expected:
        shown = [repr(value) if len(repr(value)) < 300 else repr(value)[:300] + "..." for value in (found, expected)]
        raise Wrong(f"{what}: {shown[0]}, not {shown[1]}. {note.strip()}")


def require_said(text, part):
    if part not in text:
        raise Wrong(f"standard error has no {part!r}: {text.strip()!r}")


def all_bytes(count):
    return bytes(range(256)) + random.Random(SEED).randbytes(count - 256)


@case
def status(machine):
    for words, expected in (([], 200), (["1", "2", "3", "4", "5", "6"], 255)):
        code, output, error = machine.boot(machine.program("ends"), *words)
        require("status", code, expected, error)
        require("output", output, b"")
        require("standard error", error, "")


@case
def output_is_exact(machine):
    data = all_bytes(100_000)
    code, output, error = machine.boot(machine.program("cat"), data=data)
    require("status", code, 0, error)
    require("output", output, data)


@case
def arguments(machine):
    words = ["a b", 'c"d\\', "", "$x; 'y'", "\u00e4", "x" * 200]
    code, output, error = machine.boot(machine.program("arguments"), *words)
    require("output", output.decode(), "\n".join([machine.program("arguments"), *words, ""]), error)
    require("status", code, len(words) + 1)


@case
def files(machine):
    data = all_bytes(70_001)
    (machine.scratch / "file").write_bytes(data)
    deep = "/a-folder" * 14 + "/" + "n" * 90
    for name in ("plain", "folder/name", deep):
        code, output, error = machine.boot("--file", f"{machine.scratch}/file={name}", machine.program("cat"), name)
        require("status", code, 0, error)
        require("output", output, data)
    code, output, error = machine.boot("--file", f"{machine.scratch}/file=name", machine.program("cat"), "nam")
    require("status for a file that is not there", code, 1, error)


@case
def traps(machine):
    reasons = ["index 17 out of bounds for length 10", "division by zero", "null pointer", "stack overflow"]
    for count, reason in enumerate(reasons, 1):
        code, output, error = machine.boot(machine.program("ends"), *["x"] * count)
        require("status", code, 134, error)
        require_said(error, reason)
        require("output", output, b"")


@case
def heap(machine):
    program = machine.program("heap")
    for way in (["boot", "--timeout", TIME_LIMIT_S], ["run"]):
        for words, expected, reason in (([], 0, ""), (["x"], 134, "null pointer dereferenced"),
                                        (["x", "x"], 134, "out of memory: the heap's limit leaves no room")):
            code, _, error = machine.run(*way, program, *words)
            require(f"status of {way[0]}", code, expected, error)
            require_said(error, reason)
        code, _, error = machine.run(*way, "--heap-stress", program, "x")
        require(f"status of {way[0]} under stress", code, 134, error)


@case
def rejections(machine):
    good = (machine.programs / "cat.vx").read_bytes()
    for name, content in (("empty", b""), ("text", b"hello"), ("cut", good[:5000]),
                          ("garbage", random.Random(SEED).randbytes(20_000))):
        path = machine.scratch / (name + ".vx")
        path.write_bytes(content)
        code, output, error = machine.boot(path)
        require(f"status of {name}.vx", code, 126, error)
        require_said(error, "rejected: R")
        require("output", output, b"")


@case
def time_limit(machine):
    start = time.monotonic()
    code, _, error = machine.run("boot", "--timeout", 5, machine.program("ends"), *"12345")
    require("status", code, 124, error)
    if time.monotonic() - start > 20:
        raise Wrong("the time limit of 5 s was not kept")
    machine.nothing_left()


@case
def memory_runs_out(machine):
    code, _, error = machine.boot("--memory", 48, machine.program("large"))
    require("status", code, 125, error)
    require_said(error, "out of memory")
    code, _, error = machine.boot("--memory", 128, machine.program("large"))
    require("status with enough", code, 0, error)


@case
def several_programs(machine):
    (machine.scratch / "bad.vx").write_bytes(b"bad")
    (machine.scratch / "input").write_bytes(b"input\n")
    image = machine.image(machine.program("cat"), "--input", machine.scratch / "input",
                          "--rejected", machine.scratch / "bad.vx",
                          "--program", machine.program("cat") + " 'the file'",
                          "--file", f"{machine.scratch}/input=the file")
    code, output, error = machine.boot(image)
    require("status", code, 0, error)
    lines = output.decode().splitlines()
    require("lines of the programs", [line for line in lines if not line.startswith("vouch: ")], ["input"] * 2)
    require("rejections said", sum("rejected: R7 data" in line for line in lines), 1, output.decode())
    require("verdicts said", sum("instructions verified, accepted" in line for line in lines), 2, output.decode())


@case
def unexpected_endings(machine):
    image = machine.image(machine.program("cat"), "--rejected", machine.program("cat"))
    code, _, error = machine.boot(image)
    require("status when a hostile program runs", code, 1)
    require_said(error, "cat.vx did not end as the image expects")
    image = machine.image("--program", machine.program("ends") + " x", machine.program("cat"))
    code, output, _ = machine.boot(image, data=b"still here")
    require("status after a trap", code, 134)
    if b"still here" not in output:
        raise Wrong("the program after the one that was killed did not run")


@case
def broken_images(machine):
    """What the kernel itself needs of an image: it stops with a reason, and that is never a pass."""
    image = machine.image(machine.program("cat"), "--file", machine.program("cat") + "=file")
    good = image.read_bytes()
    for old, new, reason in ((b"vouchbl1\0\0\0\0", b"vouchbl0\0\0\0\0", "boot list is malformed"),
                             (b"PROG\x09\0\0\0program-0", b"PROG\x09\0\0\0program-1", "malformed or missing"),
                             (b".vx\0END!", b".vx\0END?", "does not end"),
                             (b"\0\x30000444\0", b"\0\x30000555\0", "files.tar is malformed")):
        require(f"occurrences of {old}", good.count(old), 1)
        image.write_bytes(good.replace(old, new))
        code, output, error = machine.boot(image)
        require("status", code, 125, error)
        require_said(error, "the kernel panicked")
        require_said(error, reason)


@case
def processor_lacks(machine):
    """Without what the kernel cannot do without, it says so on the serial line and goes no further."""
    image = machine.image(machine.program("cat"))
    for flag, reason in (("nx", b"cannot forbid execution of data"), ("lm", b"no 64-bit mode"), ("sse2", b"lacks SSE2")):
        machine_line = ["qemu-system-x86_64", "-cpu", f"qemu64,{flag}=off", "-accel", "tcg", "-m", "256", "-nodefaults",
                        "-display", "none", "-no-reboot", "-serial", "stdio", "-cdrom", str(image)]
        with subprocess.Popen(machine_line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
            try:
                read_until(process.stdout.fileno(), reason, TIME_LIMIT_S)
            finally:
                process.kill()


@case
def tools_missing(machine):
    empty = machine.scratch / "empty"
    empty.mkdir()
    without = dict(machine.environment, PATH=str(empty))
    code, _, error = machine.boot(machine.program("cat"), environment=without)
    require("status without QEMU", code, 125, error)
    require_said(error, "apt-get install qemu-system-x86")
    code, _, error = machine.run("image", machine.program("cat"), "-o", empty / "x.iso", environment=without)
    require("status without grub-mkrescue", code, 2, error)
    require_said(error, "apt-get install grub-common")


@case
def wrong_use(machine):
    cat = machine.program("cat")
    for words, status, reason in (
            (["boot"], 125, "no program given"),
            (["boot", machine.scratch / "none.vx"], 125, "No such file"),
            (["boot", "--memory", "lots", cat], 125, "not a number"),
            (["boot", "--file", machine.scratch / "none", cat], 125, "No such file"),
            (["boot", "--nonsense", cat], 125, "unknown option"),
            (["image", cat], 2, "no output given"),
            (["image", "-o", machine.scratch / "x.iso"], 2, "no program given"),
            (["image", cat, "-o", machine.scratch / "none" / "x.iso"], 2, "No such file"),
            (["image", "--program", "cat.vx 'a", "-o", machine.scratch / "x.iso"], 2, "quote"),
            (["image", "--input", cat, "-o", machine.scratch / "x.iso"], 2, "before any program")):
        code, output, error = machine.run(*words)
        require(f"status of {words}", code, status, error)
        require_said(error, reason)
        require("output", output, b"")
    machine.nothing_left()


def read_until(terminal, wanted, seconds):
    seen = b""
    end = time.monotonic() + seconds
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            raise Wrong(f"no {wanted!r} on the terminal: {seen!r}")
        seen += os.read(terminal, 4096)
    return seen


def start_on_terminal(machine, *words):
    ours, theirs = pty.openpty()
    process = subprocess.Popen([machine.vouch, *map(str, words)], stdin=theirs, stdout=theirs, stderr=theirs,
                               env=machine.environment, start_new_session=True)
    return process, ours, theirs


@case
def terminal(machine):
    image = machine.image(machine.program("cat"))
    for target in (machine.program("cat"), image):
        process, ours, theirs = start_on_terminal(machine, "boot", target)
        before = termios.tcgetattr(theirs)
        time.sleep(1)
        os.write(ours, b"typed\n")
        # Once by the terminal's own echo, once by the program.
        read_until(ours, b"typed\r\ntyped\r\n" if target != image else b"typed", TIME_LIMIT_S)
        os.write(ours, b"\x04")
        require("status", process.wait(TIME_LIMIT_S), 0)
        require("terminal restored", termios.tcgetattr(theirs), before)
        os.close(ours)
        os.close(theirs)
    machine.nothing_left()


@case
def ways_out(machine):
    """Ctrl-] and signals end the machine and leave nothing behind."""
    for leave in ("key", signal.SIGTERM, signal.SIGINT):
        process, ours, theirs = start_on_terminal(machine, "boot", "-v", machine.program("cat"))
        before = termios.tcgetattr(theirs)
        read_until(ours, b"accepted", TIME_LIMIT_S)
        if leave == "key":
            os.write(ours, b"\x1d")
        else:
            process.send_signal(leave)
        status = process.wait(TIME_LIMIT_S)
        require(f"status after {leave}", status, {"key": 125, signal.SIGTERM: 143, signal.SIGINT: -2}[leave])
        require("terminal restored", termios.tcgetattr(theirs), before)
        machine.nothing_left()
        os.close(ours)
        os.close(theirs)


@case
def reader_goes_away(machine):
    data = machine.scratch / "data"
    data.write_bytes(all_bytes(400_000))
    with data.open("rb") as stream:
        process = subprocess.Popen([machine.vouch, "boot", machine.program("cat")], stdin=stream,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=machine.environment)
        process.stdout.read(10)
        process.stdout.close()
        require("status", process.wait(TIME_LIMIT_S), -signal.SIGPIPE)
    process.stderr.close()
    machine.nothing_left()


@firmware_case
def uefi(machine):
    data = all_bytes(20_000)
    code, output, error = machine.boot("--uefi", machine.program("cat"), data=data)
    require("status", code, 0, error)
    require("output", output, data)


@firmware_case
def uefi_trap(machine):
    code, output, error = machine.boot("--uefi", machine.program("ends"), "x")
    require("status", code, 134, error)
    require_said(error, "index 17 out of bounds for length 10")
    require("output", output, b"")


def wrong_with(function, build, programs):
    """What is wrong with one case, or an empty string."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            function(Machine(build, programs, pathlib.Path(scratch)))
        except Wrong as wrong:
            return str(wrong)
        except subprocess.TimeoutExpired as expired:
            return f"took more than {expired.timeout} s: {expired.cmd}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--firmware", action="store_true", help="the cases under UEFI")
    parser.add_argument("names", nargs="*", help="cases to run")
    options = parser.parse_args()
    functions = [function for function in (FIRMWARE_CASES if options.firmware else CASES)
                 if not options.names or function.__name__ in options.names]
    toolchain = asm_case.Toolchain(options.build)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        programs = pathlib.Path(folder)
        for source in HERE.glob("*.s"):
            toolchain.make(source, programs / (source.stem + ".vx"))
        results = pool.map(lambda function: wrong_with(function, options.build, programs), functions)
        for function, wrong in zip(functions, results):
            print(f"{function.__name__:<20} {'WRONG' if wrong else 'right':<6} {wrong}", flush=True)
            failed += bool(wrong)
    print(f"{len(functions)} cases, {failed} wrong; seed {SEED}")
    return 1 if failed or not functions else 0


if __name__ == "__main__":
    sys.exit(main())
