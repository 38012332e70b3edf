#!/usr/bin/env python3
"""Measures what Vouch costs and prints it as tables; all numbers go to a JSON file as well.

Run time: each program, compiled by `vcc -O2` and run by `vouch run`, against three builds by plain clang:
    libc       -O2 -flto, with the host's C library
    ours       -O2 -flto, with our standard library, nothing checked
    scalar     as ours, without vectorising
Runs are interleaved; the time is the processor time of the whole process (so for Vouch it includes loading and
verifying), its median over the rounds. All four must print the same. malloc of `libc` is the host's; of `ours` and
`scalar` lists of free blocks (native_heap.c), and free frees; for Vouch it is the collector.

Start: what passes from the start of `vouch run` to the end of an empty program, beside that of a command that does
nothing, and of the same program by plain clang.

Verifier: MiB of machine code a second, steps and hints, on the largest program and on generated files of 1 to 8 MiB.
Trusted lines: as `tests/tidy.py` counts them."""

import argparse
import datetime
import glob
import hashlib
import json
import os
import platform
import random
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "tests"), os.path.join(ROOT, "tests", "accept")]
import large  # noqa: E402
import run_program  # noqa: E402
import tidy  # noqa: E402

INPUT_SEED = 20240817
INPUT_BYTES = {"input": 64 << 20, "text": 8 << 20, "json": 12 << 20, "store": 12 << 20}
LARGE_UNITS = 18
START_RUNS = 40
TEXT_SIZES_MIB = [1, 2, 4, 8]
# @NAME: a generated file of that name (write_inputs); `< @NAME`: that on standard input. The program's sources and options
# are those of its tests (tests/accept/programs/PROGRAM.cases).
PROGRAMS = [
    ("nqueens", "14"),
    ("sieve", "10000000 8"),
    ("matmul", "200 50"),
    ("mandelbrot", "1600"),
    ("life", "50000"),
    ("nbody", "8000000"),
    ("sha256sum", "@input"),
    ("crc32", "@input @input"),
    ("wc", "@input @input"),
    ("rot13", "< @input"),
    ("grep", "-c (that|with)+.*this$ @text"),
    ("huffman", "< @input"),
    ("lz", "< @text"),
    ("sort", "< @text"),
    ("wordfreq", "@input"),
    ("json", "< @json"),
    ("bplustree", "< @store"),
    ("lisp", "< @lisp"),
    ("binarytrees", "17"),
]
WORDS = "the of and to a in is that for it as was with be by on not he his but at are this have from or had an they"
NO_ANNOTATIONS = ["-D__counted_by(x)=", "-D__sized_by(x)=", "-D__single=", "-D__null_terminated=", "-D__indexable=",
                  "-D__bidi_indexable=", "-D__noescape="]
SCALAR = ["-fno-vectorize", "-fno-slp-vectorize"]
BASELINES = ["libc", "ours", "scalar"]


def spend(command, stdin=None, stdout=None):
    """Runs a command. Returns its processor time in seconds with that of its children, or ends the program."""
    process = subprocess.Popen(command, stdin=stdin, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{shlex.join(command)}: status {process.returncode}\n{error.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, error.decode(errors="replace")


def write_lines(path, count, line):
    with open(path, "w", encoding="ascii") as file:
        written = 0
        while written < count:
            written += file.write(line())


def json_value(generator, words, depth):
    """A value in the text form of JSON."""
    if depth == 0:
        return generator.choice([str(generator.randint(-10**6, 10**6)), "true", "null", f'"{generator.choice(words)}"'])
    inner = [json_value(generator, words, depth - 1) for _ in range(generator.randint(2, 6))]
    if generator.random() < 0.5:
        return "[" + ", ".join(inner) + "]"
    return "{" + ", ".join(f'"{generator.choice(words)}{i}": {value}' for i, value in enumerate(inner)) + "}"


LISP = """(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(fib 25)
(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) '()))
(define (fold f x list) (if (null? list) x (fold f (f x (car list)) (cdr list))))
(define (repeat n) (if (= n 0) 0 (+ (fold + 0 (range 0 1000)) (repeat (- n 1)))))
(repeat 60)
"""


def write_inputs(folder):
    """The files that the programs read: their paths by name."""
    words = WORDS.split()
    generator = random.Random(INPUT_SEED)
    paths = {name: os.path.join(folder, name) for name in [*INPUT_BYTES, "lisp"]}
    lines = [" ".join(generator.choices(words, k=generator.randint(1, 16))) + "\n" for _ in range(4096)]
    write_lines(paths["input"], INPUT_BYTES["input"], lambda: generator.choice(lines))
    write_lines(paths["text"], INPUT_BYTES["text"],
                lambda: " ".join(generator.choices(words, k=generator.randint(1, 16))) + "\n")
    values = [json_value(generator, words, 3) for _ in range(500)]
    with open(paths["json"], "w", encoding="ascii") as file:
        written = file.write("[0")
        while written < INPUT_BYTES["json"]:
            written += file.write(",\n" + generator.choice(values))
        file.write("]\n")
    verbs = ["put", "put", "get", "get", "get", "delete"]

    def command():
        verb, key = generator.choice(verbs), f"k{generator.randrange(200000)}"
        return f"{verb} {key} some value\n" if verb == "put" else f"{verb} {key}\n"

    write_lines(paths["store"], INPUT_BYTES["store"], command)
    with open(paths["lisp"], "w", encoding="ascii") as file:
        file.write(LISP)
    return paths


def main_flags(source):
    """As vcc does: a main with parameters is called by the library's."""
    with open(source, encoding="utf-8") as file:
        return ["-Dmain=__main_with_arguments"] if re.search(r"^int main\(int", file.read(), re.MULTILINE) else []


class Builder:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.checks = {}
        resource = subprocess.run([options.clang, "-print-resource-dir"], capture_output=True, text=True, check=True)
        self.ours = ["-fwrapv", "-fno-math-errno", "-ffreestanding", "-nostdinc", "-isystem", resource.stdout.strip() + "/include",
                     "-I", f"{HERE}/native", "-I", f"{ROOT}/stdlib/include", "-I", ROOT, "-D__VOUCH__",
                     "-include", "vouch/heap.h", *NO_ANNOTATIONS]
        self.libraries = {kind: self.build_library(kind, flags) for kind, flags in (("ours", []), ("scalar", SCALAR))}

    def clang(self, *flags):
        return spend([self.options.clang, "-std=gnu23", "-O2", "-flto", "-w", *flags])[0]

    def build_library(self, kind, flags):
        objects = []
        for source in sorted(glob.glob(f"{ROOT}/stdlib/src/*.c")) + sorted(glob.glob(f"{HERE}/native_*.c")):
            objects.append(f"{self.folder}/{os.path.basename(source)}.{kind}.o")
            self.clang(*self.ours, "-fno-builtin", *flags, "-c", "-o", objects[-1], source)
        spend(["llvm-ar-19", "rcs", f"{self.folder}/{kind}.a", *objects])
        return [objects[-1], f"{self.folder}/{kind}.a"]  # native_start.c as it is

    def build(self, name):
        """All four builds of a program: commands without arguments, and the seconds that two of them took."""
        sources, options, _ = run_program.read_cases(f"{ROOT}/tests/accept/programs/{name}.cases")
        commands = {kind: [f"{self.folder}/{name}.{kind}"] for kind in BASELINES}
        seconds = {"clang": self.clang("-fuse-ld=lld", "-fwrapv", "-I", f"{ROOT}/stdlib/include/native",
                                       "-o", commands["libc"][0], *sources, "-lm")}
        for kind, flags in (("ours", []), ("scalar", SCALAR)):
            objects = []
            for source in sources:
                objects.append(f"{self.folder}/{name}.{os.path.basename(source)}.o")
                self.clang(*self.ours, *flags, *main_flags(source), "-c", "-o", objects[-1], source)
            self.clang("-fuse-ld=lld", "-nostdlib", "-static", "-Wl,-e,native_entry",
                       *(["-Wl,-mllvm,-vectorize-loops=false", "-Wl,-mllvm,-vectorize-slp=false"] if flags else []),
                       "-o", commands[kind][0], *objects, *self.libraries[kind])
        image = f"{self.folder}/{name}.vx"
        seconds["vcc"], said = spend([self.options.vcc, "-O2", "-v", *options, "-o", image, *sources])
        found = re.search(r"(\d+) checks", said)
        commands["vouch"] = [self.options.vouch, "run", image]
        return commands, seconds, int(found[1]) if found else None


def output_digest(command, stdin):
    with tempfile.TemporaryFile() as file:
        spend(command, stdin=stdin and open(stdin, "rb"), stdout=file)
        file.seek(0)
        return hashlib.sha256(file.read()).hexdigest()


def measure_program(program, arguments, builder, options, data):
    commands, compile_seconds, checks = builder.build(program)
    words = [data[word[1:]] if word.startswith("@") else word for word in arguments.split()]
    stdin = words.pop() if words[0] == "<" else None
    words = words if stdin is None else []
    if len({output_digest(command + words, stdin) for command in commands.values()}) != 1:
        sys.exit(f"{program}: the builds do not print the same")
    times = {kind: [] for kind in commands}
    for _ in range(options.rounds):
        for kind, command in commands.items():
            times[kind].append(spend(command + words, stdin=stdin and open(stdin, "rb"))[0])
    medians = {kind: statistics.median(values) for kind, values in times.items()}
    ratios = {kind: statistics.median(a / b for a, b in zip(times["vouch"], times[kind])) for kind in BASELINES}
    return {"program": program, "arguments": arguments, "seconds": medians, "ratio": ratios,
            "checks": checks, "compile_seconds": compile_seconds, "all_seconds": times}


def measure_programs(options, folder):
    data = write_inputs(folder)
    builder = Builder(options, folder)
    print(f"{'run time, processor seconds':30}{'vouch':>8}" + "".join(f"{kind:>8}" for kind in BASELINES)
          + "".join(f"{'/' + kind:>8}" for kind in BASELINES) + f"{'checks':>8}{'vcc s':>8}{'clang s':>8}")
    results = []
    for program, arguments in PROGRAMS:
        if options.program and program not in options.program:
            continue
        result = measure_program(program, arguments, builder, options, data)
        results.append(result)
        print(f"{(result['program'] + ' ' + arguments)[:29]:30}"
              + "".join(f"{result['seconds'][kind]:8.2f}" for kind in ["vouch", *BASELINES])
              + "".join(f"{result['ratio'][kind]:8.2f}" for kind in BASELINES)
              + f"{result['checks']:8}{result['compile_seconds']['vcc']:8.2f}{result['compile_seconds']['clang']:8.2f}",
              flush=True)
    means = {kind: statistics.geometric_mean(result["ratio"][kind] for result in results) for kind in BASELINES}
    print(f"{'geometric mean':62}" + "".join(f"{means[kind]:8.2f}" for kind in BASELINES))
    compile_ratio = statistics.geometric_mean(
        result["compile_seconds"]["vcc"] / result["compile_seconds"]["clang"] for result in results)
    print(f"{'time to compile and link, times that of clang':62}{compile_ratio:8.2f}")
    return {"programs": results, "geometric_mean": means, "compile_ratio": compile_ratio}


def elapsed_ms(command):
    """Of each of START_RUNS runs, by the clock on the wall; their median."""
    times = []
    for _ in range(START_RUNS):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def measure_start(options, folder):
    source, image, native = (os.path.join(folder, name) for name in ("empty.c", "empty.vx", "empty"))
    with open(source, "w", encoding="ascii") as file:
        file.write("int main(void) { return 0; }\n")
    spend([options.vcc, "-O2", "-o", image, source])
    spend([options.clang, "-O2", "-o", native, source])
    hello = os.path.join(options.build, "programs", "hello.vx")
    result = {"nothing_ms": elapsed_ms([options.vouch, "--version"]), "native_ms": elapsed_ms([native]),
              "empty_ms": elapsed_ms([options.vouch, "run", image]),
              "hello_ms": elapsed_ms([options.vouch, "run", hello]), "hello_bytes": os.path.getsize(hello)}
    print(f"\nstart: vouch --version {result['nothing_ms']:.2f} ms, vouch run of an empty program "
          f"{result['empty_ms']:.2f} ms, of hello ({result['hello_bytes']} bytes) {result['hello_ms']:.2f} ms; "
          f"an empty native program {result['native_ms']:.2f} ms", flush=True)
    return result


def verify(options, path, name):
    run = subprocess.run([options.verify_speed, path, "1"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(run.stderr)
    result = json.loads(run.stdout)
    text = result["text_bytes"]
    result.update(name=name, mib_per_s=text / (1 << 20) / result["best_s"],
                  ns_per_instruction=1e9 * result["best_s"] / result["instructions"],
                  steps_per_file_byte=result["steps"] / result["file_bytes"], steps_per_text_byte=result["steps"] / text,
                  hints_of_text=result["hint_bytes"] / text,
                  tables_of_image=(result["hint_bytes"] + result["table_bytes"]) / result["loaded_bytes"])
    print(f"{name:30}{text:10}{result['mib_per_s']:9.1f}{result['ns_per_instruction']:10.0f}"
          f"{result['steps_per_text_byte']:11.3f}{result['hints_of_text']:8.0%}{result['tables_of_image']:8.0%}",
          flush=True)
    return result


def measure_verifier(options, folder):
    print(f"\n{'verifier':30}{'text':>10}{'MiB/s':>9}{'ns/instr':>10}{'steps/byte':>11}{'hints':>8}{'tables':>8}")
    programs = sorted(glob.glob(os.path.join(options.build, "programs", "*.vx")))
    results = [verify(options, path, os.path.basename(path)) for path in programs]
    seed = os.path.join(folder, "large.vx")
    spend([options.vcc, "-O2", "-o", seed, *large.write_program(folder, LARGE_UNITS)])
    results.append(verify(options, seed, f"{LARGE_UNITS} programs in one"))
    for size in TEXT_SIZES_MIB:
        path = os.path.join(folder, f"large{size}.vx")
        copies = -(-(size << 20) // results[len(programs)]["text_bytes"])
        spend([options.enlarge, seed, str(copies), path])
        results.append(verify(options, path, f"generated, {size} MiB"))
        os.unlink(path)
    print("hints: of text; tables: all .vouch sections but lines, of text, constants and variables")
    return results


def machine():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        text = file.read()
    fields = {key: re.search(rf"^{key}\s*: (.*)$", text, re.M) for key in ("model name", "cpu MHz")}
    return {key: found[1] if found else None for key, found in fields.items()} | {
        "processors": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="the build folder")
    parser.add_argument("--clang", default="clang-19")
    parser.add_argument("--json", help="where the numbers go (default: bench.json in the build folder)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each build of each program")
    parser.add_argument("--program", action="append", help="measure this program only (repeatable)")
    parser.add_argument("--no-programs", action="store_true", help="measure the verifier only")
    options = parser.parse_args()
    for tool in ("vcc", "vouch", "verify_speed", "enlarge"):
        setattr(options, tool, os.path.join(options.build, "bin", tool))
    result = {"command": shlex.join(["tests/bench/bench.py", *sys.argv[1:]]), "machine": machine(),
              "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")}
    print(f"{result['command']}\n{result['machine']['model name']}, {result['machine']['cpu MHz']} MHz, "
          f"{result['machine']['processors']} processors, load {result['machine']['load'][0]:.1f}, "
          f"{result['machine']['system']}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="vouch-bench-") as folder:
        if not options.no_programs:
            result["run_time"] = measure_programs(options, folder)
        result["start"] = measure_start(options, folder)
        result["verifier"] = measure_verifier(options, folder)
    result["trusted_lines"] = tidy.trusted_lines(tidy.files())
    print("\ntrusted lines: " + ", ".join(f"{part} {lines}" for part, lines in sorted(result["trusted_lines"].items()))
          + f"; together {sum(result['trusted_lines'].values())}")
    path = options.json or os.path.join(options.build, "bench.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
        file.write("\n")
    print(f"numbers: {path}")


if __name__ == "__main__":
    main()
