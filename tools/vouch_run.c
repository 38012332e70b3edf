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
    "  --spawn NAME=P.vx  a program that the program may spawn as NAME; may be repeated\n"
    "  --timeout SECONDS  end the program after this time\n"
    "  --perf-map         list the program's functions in /tmp/perf-PID.map, for perf\n"
    "  --figures          say at the end how long a process was kept from running by another's service\n"
    "  --schedule=random:SEED  for tests: processes take turns at random, the same for each run\n"
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
    bool heap_stress, figures;
    uint64_t seed;                                 /* of hosted.counts_steps */
    struct kernel_image images[KERNEL_IMAGES_MAX]; /* the first is the program itself */
    struct file files[KERNEL_IMAGES_MAX];
    size_t image_count;
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

static const char schedule_option[] = "--schedule=random:";

static bool parse_seed(const char *text, struct run_options *options) {
    char *end;
    errno = 0;
    options->seed = strtoull(text, &end, 10);
    options->hosted.counts_steps = true;
    if (errno == 0 && end != text && !*end && *text != '-')
        return true;
    print_error("run: %s%s: not a number", schedule_option, text);
    return false;
}

/* Take NAME=FILE; changes `text` at the "=". */
static bool add_image(struct run_options *options, char *text) {
    char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        print_error("run: --spawn %s: not NAME=FILE", text);
        return false;
    }
    if (options->image_count == KERNEL_IMAGES_MAX) {
        print_error("run: more than %d programs", KERNEL_IMAGES_MAX);
        return false;
    }
    *equals = '\0';
    struct file *file = &options->files[options->image_count];
    if (!file_read(equals + 1, file))
        return false;
    options->images[options->image_count++] =
        (struct kernel_image){.name = text, .file = file->bytes, .file_bytes = file->count};
    return true;
}

/* Options come before the program's name; what follows the name is the program's. */
static bool parse_options(int argc, char **argv, struct run_options *options) {
    *options = (struct run_options){.image_count = 1, .first = 1};
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
        if (strncmp(option, schedule_option, sizeof schedule_option - 1) == 0) {
            if (!parse_seed(option + sizeof schedule_option - 1, options))
                return false;
            continue;
        }
        if (strcmp(option, "--figures") == 0) {
            options->figures = true;
            continue;
        }
        if (strcmp(option, "--perf-map") == 0) {
            debugger_want_perf_map();
            continue;
        }
        const bool is_root = strcmp(option, "--root") == 0, is_spawn = strcmp(option, "--spawn") == 0;
        if (!is_root && !is_spawn && strcmp(option, "--timeout") != 0) {
            print_error("run: unknown option %s (try vouch run --help)", option);
            return false;
        }
        if (++*i == argc) {
            print_error("run: %s needs a value (try vouch run --help)", option);
            return false;
        }
        if (is_root) {
            options->hosted.root = argv[*i];
        } else if (is_spawn) {
            if (!add_image(options, argv[*i]))
                return false;
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

    options->images[0] = (struct kernel_image){.name = path, .file = file->bytes, .file_bytes = file->count};
    const struct kernel_program program = {
        .name = path,
        .file = file->bytes,
        .file_bytes = file->count,
        .arguments = list,
        .argument_count = count,
        .input_kind = KERNEL_INPUT_CONSOLE,
        .images = options->images,
        .image_count = options->image_count,
        .heap_stress = options->heap_stress,
    };
    if (hosted->counts_steps)
        kernel_schedule_randomly(options->seed);
    struct kernel_result result;
    kernel_run(&program, false, &result);
    if (options->figures)
        fprintf(stderr, "longest time without preemption: %llu us\n",
                (unsigned long long)kernel_longest_delay() / 1000);
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
    static struct run_options options;
    if (!parse_options(argc, argv, &options))
        return KERNEL_STATUS_ERROR;
    struct file file;
    const char *path = argv[options.first];
    if (!file_read(path, &file))
        return KERNEL_STATUS_ERROR;
    const int status = run_file(path, &file, argv + options.first, (size_t)(argc - options.first), &options);
    file_release(&file);
    for (size_t i = 1; i < options.image_count; i++)
        file_release(&options.files[i]);
    return status;
}
