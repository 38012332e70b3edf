/* vouch run: a program natively on Linux, under the same loader and verifier as on the bare machine.
 *
 * Prints nothing of its own unless the program is refused or killed. The program's standard input and output
 * are ours, and so is its exit status. */
#include "vouch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vouch_debugger.h"

#include "kernel.h"
#include "../kernel/platform/hosted/hosted.h"

static const char help[] =
    "usage: vouch run [OPTIONS] PROGRAM.vx [ARGUMENTS]\n"
    "\n"
    "Verify a program and run it natively on this machine. Standard input and output\n"
    "are the program's.\n"
    "\n"
    "  --root DIR         the program sees the files of DIR as if it were /\n"
    "                     (default: this machine's files, paths as they are)\n"
    "  --timeout SECONDS  end the program after this time\n"
    "  --perf-map         list the program's functions in /tmp/perf-PID.map, for perf\n"
    "  --heap-stress      for tests: collect at each allocation and check the heap\n"
    "  --help             this text\n"
    "\n"
    "Exit status: the program's own; 124 time limit, 125 an error of vouch,\n"
    "126 rejected by the verifier, 134 killed by a trap.\n"
    "\n"
    "examples:\n"
    "  vouch run hello.vx\n"
    "  vouch run wc.vx README.md\n"
    "  vouch run --timeout 5 --root /usr/share wc.vx /common-licenses/GPL-3\n"
    "  echo Hello | vouch run rot13.vx\n"
    "  gdb --args vouch run prog.vx    (compiled with vcc -g)\n";

struct run_options {
    struct hosted_options hosted;
    bool heap_stress;
    int first; /* index of the program's name in argv */
};

static bool parse_seconds(const char *text, unsigned *seconds) {
    char *end;
    errno = 0;
    const unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || value == 0 || value > 1000000000)
        return false;
    *seconds = (unsigned)value;
    return true;
}

/* Options come before the program's name; what follows the name is the program's. */
static bool parse_options(int argc, char **argv, struct run_options *options) {
    *options = (struct run_options){.first = 1};
    int *i = &options->first;
    for (; *i < argc && argv[*i][0] == '-'; ++*i) {
        const char *option = argv[*i];
        if (strcmp(option, "--") == 0) {
            ++*i;
            break;
        }
        if (strcmp(option, "--heap-stress") == 0) {
            options->heap_stress = true;
            continue;
        }
        if (strcmp(option, "--perf-map") == 0) {
            debugger_want_perf_map();
            continue;
        }
        const bool is_root = strcmp(option, "--root") == 0;
        if (!is_root && strcmp(option, "--timeout") != 0) {
            print_error("run: unknown option %s (try vouch run --help)", option);
            return false;
        }
        if (++*i == argc) {
            print_error("run: %s needs a value (try vouch run --help)", option);
            return false;
        }
        if (is_root) {
            options->hosted.root = argv[*i];
        } else if (!parse_seconds(argv[*i], &options->hosted.timeout_s)) {
            print_error("run: --timeout %s: not a number of seconds from 1 to 1000000000", argv[*i]);
            return false;
        }
    }
    if (*i >= argc) {
        print_error("run: no program given (try vouch run --help)");
        return false;
    }
    return true;
}

static int run_file(const char *path, const struct file *file, char **arguments, size_t count,
                    struct run_options *options) {
    struct hosted_options *hosted = &options->hosted;
    char time_out[512];
    snprintf(time_out, sizeof time_out, "%.400s: killed: time limit of %u s reached\n", path,
             hosted->timeout_s);
    hosted->time_out = time_out;
    hosted->is_debugged = debugger_is_here();
    hosted->image_placed = debugger_show_image;
    hosted->image_removed = debugger_hide_image;
    struct kernel_argument *list = calloc(count, sizeof *list);
    const char *failure = list ? hosted_start(hosted) : "out of memory";
    if (failure) {
        print_error("%s%s%s", failure, errno ? ": " : "", errno ? strerror(errno) : "");
        free(list);
        return KERNEL_STATUS_ERROR;
    }
    for (size_t i = 0; i < count; i++)
        list[i] = (struct kernel_argument){arguments[i], strlen(arguments[i])};

    const struct kernel_program program = {
        .name = path,
        .file = file->bytes,
        .file_bytes = file->count,
        .arguments = list,
        .argument_count = count,
        .input_kind = KERNEL_INPUT_CONSOLE,
        .heap_stress = options->heap_stress,
    };
    struct kernel_result result;
    kernel_run(&program, false, &result);
    free(list);

    if (result.end == KERNEL_TRAPPED) {
        char reason[sizeof result.reason + sizeof "killed: "];
        snprintf(reason, sizeof reason, "killed: %s", result.reason);
        print_reason(stderr, path, reason);
        print_backtrace(stderr, result.backtrace);
    } else if (result.end == KERNEL_REJECTED) {
        print_reason(stderr, path, result.reason);
    } else if (result.end == KERNEL_FAILED) {
        print_error("%s: %s", path, result.reason);
    }
    return kernel_result_status(&result);
}

int command_run(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    struct run_options options;
    if (!parse_options(argc, argv, &options))
        return KERNEL_STATUS_ERROR;
    struct file file;
    const char *path = argv[options.first];
    if (!file_read(path, &file))
        return KERNEL_STATUS_ERROR;
    const int status = run_file(path, &file, argv + options.first, (size_t)(argc - options.first), &options);
    file_release(&file);
    return status;
}
