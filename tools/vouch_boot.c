/* vouch boot: a program, or an ISO image, in QEMU without a display.
 *
 * Three pipes lead to the machine: its serial line in and out (the program's console) and port 0xE9 out,
 * where the kernel writes one verdict line for each thing that happens (kernel/core/kernel.h). How the boot
 * went is read from the verdicts alone: a machine that ends without the verdict `done` is an error, whatever
 * it printed. One loop serves the pipes, the terminal, signals and the time limit, so that the terminal is
 * restored and the temporary directory removed on every way out. */
#include "vouch_image.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
    MEMORY_DEFAULT_MIB = 256,
    MEMORY_MAX_MIB = 32768,
    FILES_MAX = 1024,
    LINE_BYTES = 1024,
    POWER_OFF_MS = 10000, /* from the last verdict to the machine's end */
    KEY_LEAVE = 0x1d,     /* Ctrl-] */
    KEY_END = 0x04,       /* Ctrl-D: the kernel's mark for the end of the console's input */
};

#define INPUT_BYTES_MAX (256u << 20)
#define OVMF_CODE "/usr/share/OVMF/OVMF_CODE_4M.fd"
#define OVMF_VARIABLES "/usr/share/OVMF/OVMF_VARS_4M.fd"
#define QEMU "qemu-system-x86_64"

static const char CONSOLE_START[] = "[vouch] console\n";
static const char VERDICT_PREFIX[] = "[vouch] ";

static const char help[] =
    "usage: vouch boot [OPTIONS] PROGRAM.vx [ARGUMENTS]\n"
    "       vouch boot [OPTIONS] IMAGE.iso\n"
    "\n"
    "Boot a program on the bare kernel in QEMU, without a display; its console is standard input and\n"
    "output, its exit status that of the command. Input that is no terminal is packed into the image, at\n"
    "most 256 MiB. On a terminal Ctrl-D ends the input and Ctrl-] leaves.\n"
    "\n"
    "  --file PATH[=NAME]  a file that the program can open as NAME (default: PATH); may be repeated\n"
    "  --spawn NAME=P.vx   a program that the program may spawn as NAME; may be repeated\n"
    "  --uefi              UEFI firmware instead of BIOS (slower)\n"
    "  --memory MIB        the machine's memory (default: 256, more if the image is large)\n"
    "  --timeout SECONDS   end the machine after this time\n"
    "  --gdb PORT          stop the machine before its first instruction, until gdb continues it; gdb "
    "reaches it\n"
    "                      by \"target remote :PORT\"\n"
    "  --heap-stress       for tests: the program's heap as with vouch run --heap-stress\n"
    "  -v                  show the kernel's messages on standard error\n"
    "  --help              this text\n"
    "\n"
    "Exit status: the program's own; 124 time limit, 125 an error of vouch or of the kernel, 126 rejected\n"
    "by the verifier, 134 killed by a trap. For an image of several programs: 0 if each ended as the\n"
    "image expects (status 0, or rejected), otherwise the status of the first that did not, which is 1\n"
    "for a program that ran although it should have been rejected.\n"
    "\n"
    "examples:\n"
    "  vouch boot hello.vx\n"
    "  vouch boot --file /usr/share/common-licenses/GPL-3=GPL-3 wc.vx GPL-3\n"
    "  echo Hello | vouch boot rot13.vx\n"
    "  vouch boot --uefi --timeout 60 hello.vx\n"
    "  vouch boot demo.iso\n";

struct boot_options {
    struct image_file files[FILES_MAX];
    size_t file_count;
    struct image_program programs[BOOTLIST_PROGRAMS_MAX]; /* the first is the one to run */
    size_t program_count;
    bool uefi, verbose, heap_stress;
    unsigned long memory_mib, timeout_s, gdb_port; /* 0: not given */
    int first;                                     /* index of the program or image in argv */
};

enum ending { ENDING_NONE, ENDING_EXIT, ENDING_TRAP, ENDING_REJECTED, ENDING_FAILED };

/* What the verdicts have said so far. */
struct boot_verdicts {
    bool expect_rejected[BOOTLIST_PROGRAMS_MAX];
    size_t expected, ended;
    int status;                  /* of the first program that did not end as expected; 0: all did */
    char unexpected[LINE_BYTES]; /* its name */
    enum ending last;
    int last_status;
    char name[LINE_BYTES];   /* of the program loaded last */
    char reason[LINE_BYTES]; /* of its trap or rejection */
    char panic[LINE_BYTES];
    char backtrace[KERNEL_BACKTRACE_BYTES + 256]; /* of the program that ended last */
    bool done, lost;
    char line[LINE_BYTES];
    size_t line_bytes;
};

struct machine {
    pid_t pid;
    int input, output, verdicts; /* our ends of its pipes; -1: closed */
    bool is_image, verbose, on_terminal;
    bool input_open; /* our standard input has more */
    bool started;    /* the console's start line has been seen */
    char head[sizeof CONSOLE_START];
    size_t head_bytes; /* of the start line, matched so far */
    char pending[4096];
    size_t pending_bytes; /* read from us, not yet taken by the machine */
    struct boot_verdicts said;
    int failure; /* an exit status that overrides the verdicts; 0: none */
};

/* ---- Verdicts ---- */

static void program_ended(struct boot_verdicts *said, enum ending ending, int status) {
    const bool rejected_expected = said->ended < said->expected && said->expect_rejected[said->ended];
    said->ended++;
    said->last = ending;
    said->last_status = status;
    if (said->status != 0)
        return;
    if (rejected_expected) {
        if (ending == ENDING_FAILED)
            said->status = KERNEL_STATUS_ERROR;
        else if (ending != ENDING_REJECTED)
            said->status = 1;
    } else if (status != 0) {
        said->status = (status & 0xff) != 0 ? status & 0xff : 1;
    }
    if (said->status != 0)
        memcpy(said->unexpected, said->name, sizeof said->unexpected);
}

/* What follows `prefix` in `line`, or null. */
static const char *after(const char *line, const char *prefix) {
    const size_t length = strlen(prefix);
    return strncmp(line, prefix, length) == 0 ? line + length : nullptr;
}

static void text_keep(char *to, const char *from) {
    snprintf(to, LINE_BYTES, "%s", from);
}

static void verdict_take(struct machine *machine, const char *line) {
    struct boot_verdicts *said = &machine->said;
    const char *rest;
    if ((rest = after(line, "log "))) {
        if (machine->verbose)
            fprintf(stderr, "%s\n", rest);
    } else if ((rest = after(line, "expect "))) {
        if (said->expected < BOOTLIST_PROGRAMS_MAX)
            said->expect_rejected[said->expected++] = strcmp(rest, "rejected") == 0;
    } else if ((rest = after(line, "loaded "))) {
        const char *name = strchr(rest, ' ');
        text_keep(said->name, name ? name + 1 : rest);
        said->backtrace[0] = '\0';
    } else if ((rest = after(line, "exit "))) {
        program_ended(said, ENDING_EXIT, atoi(rest));
    } else if ((rest = after(line, "trap "))) {
        text_keep(said->reason, rest);
        program_ended(said, ENDING_TRAP, KERNEL_STATUS_TRAPPED);
    } else if ((rest = after(line, "frame "))) {
        const size_t used = strlen(said->backtrace);
        if (used + strlen(rest) + 1 < sizeof said->backtrace)
            snprintf(said->backtrace + used, sizeof said->backtrace - used, "%s\n", rest);
    } else if ((rest = after(line, "verdict rejected "))) {
        text_keep(said->reason, rest);
        program_ended(said, ENDING_REJECTED, KERNEL_STATUS_REJECTED);
    } else if ((rest = after(line, "verdict failed "))) {
        text_keep(said->reason, rest);
        program_ended(said, ENDING_FAILED, KERNEL_STATUS_ERROR);
    } else if ((rest = after(line, "panic "))) {
        text_keep(said->panic, rest);
        machine->verbose = !machine->is_image; /* registers and backtrace follow */
    } else if (strcmp(line, "console lost") == 0) {
        said->lost = true;
    } else if (strcmp(line, "done") == 0) {
        said->done = true;
    }
}

static void verdict_bytes(struct machine *machine, const char *bytes, size_t count) {
    struct boot_verdicts *said = &machine->said;
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != '\n') {
            if (said->line_bytes < sizeof said->line - 1)
                said->line[said->line_bytes++] = bytes[i];
            continue;
        }
        said->line[said->line_bytes] = '\0';
        said->line_bytes = 0;
        const char *line = after(said->line, VERDICT_PREFIX);
        if (line)
            verdict_take(machine, line);
    }
}

/* ---- The console ---- */

static bool output_write(const char *bytes, size_t count) {
    while (count > 0) {
        const ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* Drop what firmware and GRUB print, up to the end of the start line; pass on the rest. */
static void console_bytes(struct machine *machine, const char *bytes, size_t count) {
    const size_t length = sizeof CONSOLE_START - 1;
    while (!machine->started && count > 0) {
        /* No proper prefix of the start line is also an end of one, so a mismatch starts anew. */
        if (*bytes != CONSOLE_START[machine->head_bytes])
            machine->head_bytes = 0;
        if (*bytes == CONSOLE_START[machine->head_bytes])
            machine->head_bytes++;
        machine->started = machine->head_bytes == length;
        bytes++;
        count--;
    }
    if (count > 0 && !output_write(bytes, count)) {
        if (errno != EPIPE)
            print_error("standard output: %s", strerror(errno));
        machine->failure = errno == EPIPE ? 128 + SIGPIPE : KERNEL_STATUS_ERROR;
    }
}

static void input_take(struct machine *machine) {
    char *place = machine->pending;
    const ssize_t got = read(STDIN_FILENO, place, sizeof machine->pending - 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    machine->pending_bytes = got > 0 ? (size_t)got : 0;
    if (machine->on_terminal && got > 0 && memchr(place, KEY_LEAVE, (size_t)got)) {
        print_error("left");
        machine->failure = KERNEL_STATUS_ERROR;
        return;
    }
    if (got <= 0) {
        place[machine->pending_bytes++] = KEY_END;
        machine->input_open = false;
    }
}

static void input_give(struct machine *machine) {
    const ssize_t written = write(machine->input, machine->pending, machine->pending_bytes);
    if (written < 0) {
        if (errno != EAGAIN && errno != EINTR) { /* the machine has gone; its other pipes will say so */
            machine->pending_bytes = 0;
            machine->input_open = false;
        }
        return;
    }
    machine->pending_bytes -= (size_t)written;
    memmove(machine->pending, machine->pending + written, machine->pending_bytes);
}

static struct termios terminal_before;

/* Every key goes to the machine at once; the terminal still shows what is typed and ends lines itself. */
static bool terminal_start(void) {
    if (tcgetattr(STDIN_FILENO, &terminal_before) != 0)
        return false;
    struct termios keys = terminal_before;
    keys.c_lflag &= ~(tcflag_t)(ICANON | ECHOCTL); /* ECHOCTL would show Enter as ^J */
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    return tcsetattr(STDIN_FILENO, TCSADRAIN, &keys) == 0;
}

static void terminal_restore(void) {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal_before);
}

/* ---- QEMU ---- */

static void machine_exec(const struct boot_options *options, const char *directory, const char *iso,
                         unsigned long memory_mib, int verdicts) {
    char memory[32], channel[64], drive[PATH_MAX + 64], gdb[64];
    snprintf(memory, sizeof memory, "%lu", memory_mib);
    snprintf(channel, sizeof channel, "file,id=verdicts,path=/dev/fd/%d", verdicts);
    snprintf(drive, sizeof drive, "if=pflash,format=raw,file=%s/vars.fd", directory);
    const char *arguments[40] = {QEMU,
                                 "-accel",
                                 "tcg",
                                 "-m",
                                 memory,
                                 "-nodefaults",
                                 "-display",
                                 "none",
                                 "-no-reboot",
                                 "-cdrom",
                                 iso,
                                 "-chardev",
                                 "stdio,id=console,signal=off",
                                 "-serial",
                                 "chardev:console",
                                 "-chardev",
                                 channel,
                                 "-device",
                                 "isa-debugcon,iobase=0xe9,chardev=verdicts",
                                 "-M",
                                 options->uefi ? "q35" : "pc"};
    size_t count = 0;
    while (arguments[count])
        count++;
    if (options->gdb_port) {
        snprintf(gdb, sizeof gdb, "tcp:127.0.0.1:%lu", options->gdb_port);
        arguments[count++] = "-S";
        arguments[count++] = "-gdb";
        arguments[count++] = gdb;
    }
    if (options->uefi) {
        arguments[count++] = "-drive";
        arguments[count++] = "if=pflash,format=raw,readonly=on,file=" OVMF_CODE;
        arguments[count++] = "-drive";
        arguments[count++] = drive;
    }
    execvp(QEMU, (char *const *)(uintptr_t)arguments);
}

/* QEMU must not outlive us, nor take its messages for ours: they go to a file that is shown on failure. */
[[noreturn]] static void machine_child(const struct boot_options *options, const char *directory,
                                       const char *iso, unsigned long memory_mib, const int pipes[3]) {
    char log[PATH_MAX];
    snprintf(log, sizeof log, "%s/qemu.log", directory);
    const int errors = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0); /* Ctrl-C is for us */
    if (errors >= 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
        sigprocmask(SIG_SETMASK, &none, nullptr) == 0 && dup2(pipes[0], 0) >= 0 && dup2(pipes[1], 1) >= 0 &&
        dup2(errors, 2) >= 0 && fcntl(pipes[2], F_SETFD, 0) == 0)
        machine_exec(options, directory, iso, memory_mib, pipes[2]);
    _exit(127);
}

static bool machine_start(struct machine *machine, const struct boot_options *options, const char *directory,
                          const char *iso, unsigned long memory_mib) {
    int in[2], out[2], verdicts[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(verdicts, O_CLOEXEC) != 0) {
        print_error("pipe: %s", strerror(errno));
        return false;
    }
    machine->pid = fork();
    if (machine->pid == 0)
        machine_child(options, directory, iso, memory_mib, (const int[3]){in[0], out[1], verdicts[1]});
    close(in[0]);
    close(out[1]);
    close(verdicts[1]);
    machine->input = in[1];
    machine->output = out[0];
    machine->verdicts = verdicts[0];
    if (machine->pid < 0 || fcntl(machine->input, F_SETFL, O_NONBLOCK) != 0) {
        print_error("%s: %s", QEMU, strerror(errno));
        return false;
    }
    return true;
}

static uint64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* Read what a pipe holds. At its end it is closed and `*pipe` becomes -1. */
static void pipe_take(struct machine *machine, int *pipe,
                      void (*take)(struct machine *, const char *, size_t)) {
    char bytes[16384];
    const ssize_t got = read(*pipe, bytes, sizeof bytes);
    if (got > 0) {
        take(machine, bytes, (size_t)got);
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        close(*pipe);
        *pipe = -1;
    }
}

enum { POLL_OUTPUT, POLL_VERDICTS, POLL_SIGNALS, POLL_INPUT, POLL_KEYS, POLL_COUNT };

/* One round of waiting and serving. `deadline_ms` 0: none. False: the deadline has passed. */
static bool machine_serve(struct machine *machine, int signals, uint64_t deadline_ms) {
    int wait_ms = -1;
    if (deadline_ms != 0) {
        const uint64_t now = now_ms();
        if (now >= deadline_ms)
            return false;
        wait_ms = deadline_ms - now > 3600000 ? 3600000 : (int)(deadline_ms - now);
    }
    const bool has_pending = machine->pending_bytes > 0;
    const bool wants_keys = machine->started && machine->input_open && !has_pending;
    struct pollfd files[POLL_COUNT] = {
        [POLL_OUTPUT] = {.fd = machine->output, .events = POLLIN},
        [POLL_VERDICTS] = {.fd = machine->verdicts, .events = POLLIN},
        [POLL_SIGNALS] = {.fd = signals, .events = POLLIN},
        [POLL_INPUT] = {.fd = has_pending ? machine->input : -1, .events = POLLOUT},
        [POLL_KEYS] = {.fd = wants_keys ? STDIN_FILENO : -1, .events = POLLIN},
    };
    if (poll(files, POLL_COUNT, wait_ms) <= 0)
        return true;
    if (files[POLL_OUTPUT].revents)
        pipe_take(machine, &machine->output, console_bytes);
    if (files[POLL_VERDICTS].revents)
        pipe_take(machine, &machine->verdicts, verdict_bytes);
    if (files[POLL_SIGNALS].revents) {
        struct signalfd_siginfo signal;
        if (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal)
            machine->failure = 128 + (int)signal.ssi_signo;
    }
    if (files[POLL_KEYS].revents)
        input_take(machine);
    if (files[POLL_INPUT].revents)
        input_give(machine);
    return true;
}

/* Serve the machine to its end, or end it. */
static void machine_run(struct machine *machine, int signals, unsigned long timeout_s) {
    const uint64_t limit_ms = timeout_s ? now_ms() + timeout_s * 1000 : 0;
    uint64_t off_ms = 0;
    while (machine->failure == 0 && (machine->output >= 0 || machine->verdicts >= 0)) {
        const bool over = machine->said.done || machine->said.panic[0];
        if (over && off_ms == 0)
            off_ms = now_ms() + POWER_OFF_MS;
        const uint64_t deadline_ms = off_ms != 0 ? off_ms : limit_ms;
        if (machine_serve(machine, signals, deadline_ms))
            continue;
        if (off_ms != 0) {
            print_error("the machine did not power off");
            machine->failure = KERNEL_STATUS_ERROR;
        } else {
            print_error("killed: time limit of %lu s reached", timeout_s);
            machine->failure = KERNEL_STATUS_TIME;
        }
    }
    if (machine->failure != 0)
        kill(machine->pid, SIGKILL);
}

static int machine_wait(struct machine *machine) {
    int status = 0;
    while (waitpid(machine->pid, &status, 0) < 0 && errno == EINTR) {
    }
    close(machine->input);
    return status;
}

/* ---- From what happened to an exit status ---- */

static void log_show(const char *directory) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/qemu.log", directory);
    struct file log;
    if (!file_read(path, &log))
        return;
    fwrite(log.bytes, 1, log.count, stderr);
    file_release(&log);
}

static int status_judge(const struct machine *machine, int wait_status, const char *directory) {
    const struct boot_verdicts *said = &machine->said;
    if (machine->failure != 0)
        return machine->failure;
    if (said->panic[0]) {
        print_error("the kernel panicked: %s", said->panic);
        return KERNEL_STATUS_ERROR;
    }
    if (!WIFEXITED(wait_status) || WEXITSTATUS(wait_status) != 0) {
        print_error("%s failed%s", QEMU, WIFSIGNALED(wait_status) ? ": killed by a signal" : "; it said:");
        log_show(directory);
        return KERNEL_STATUS_ERROR;
    }
    if (!said->done || said->ended != said->expected) {
        print_error("the machine stopped before the kernel was done");
        return KERNEL_STATUS_ERROR;
    }
    if (said->lost) {
        print_error("the console was lost: the output is not complete");
        return KERNEL_STATUS_ERROR;
    }
    if (machine->is_image && (said->expected != 1 || said->expect_rejected[0])) {
        if (said->status != 0)
            print_error("%s did not end as the image expects", said->unexpected);
        return said->status;
    }
    char reason[LINE_BYTES + 16];
    snprintf(reason, sizeof reason, "%s%s", said->last == ENDING_TRAP ? "killed: " : "", said->reason);
    if (said->last == ENDING_FAILED)
        print_error("%s: %s", said->name, said->reason);
    else if (said->last != ENDING_EXIT)
        print_reason(stderr, said->name, reason);
    print_backtrace(stderr, said->backtrace);
    return said->last_status & 0xff;
}

/* ---- The command ---- */

/* All of standard input, at most INPUT_BYTES_MAX. */
static bool input_read(struct file *input) {
    size_t room = 65536;
    *input = (struct file){malloc(room), 0};
    while (input->bytes) {
        const ssize_t got = read(STDIN_FILENO, (char *)input->bytes + input->count, room - input->count);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            print_error("standard input: %s", strerror(errno));
            return false;
        }
        input->count += (size_t)got;
        if (input->count > INPUT_BYTES_MAX) {
            print_error("standard input: larger than 256 MiB");
            return false;
        }
        if (input->count == room) {
            room *= 2;
            void *larger = realloc(input->bytes, room);
            if (!larger)
                break;
            input->bytes = larger;
        }
    }
    print_error("out of memory");
    return false;
}

/* Make the image of one program; its size in *bytes. */
static bool program_pack(struct boot_options *options, int argc, char **argv, const struct file *file,
                         const char *iso, size_t *bytes) {
    struct image_program *program = &options->programs[0];
    *program = (struct image_program){.name = argv[options->first],
                                      .file = *file,
                                      .arguments = argv + options->first,
                                      .argument_count = (size_t)(argc - options->first),
                                      .input_kind = KERNEL_INPUT_CONSOLE};
    if (!isatty(STDIN_FILENO)) {
        program->input_kind = KERNEL_INPUT_BYTES;
        if (!input_read(&program->input)) {
            file_release(&program->input);
            return false;
        }
    }
    const struct image_request request = {.programs = options->programs,
                                          .program_count = options->program_count,
                                          .files = options->files,
                                          .file_count = options->file_count,
                                          .quiet = true,
                                          .heap_stress = options->heap_stress};
    const bool done = image_build(&request, iso);
    *bytes = program->input.count;
    for (size_t i = 0; i < options->program_count; i++)
        *bytes += options->programs[i].file.count;
    file_release(&program->input);
    return done;
}

static bool variables_copy(const char *directory) {
    if (access(OVMF_CODE, R_OK) != 0 || access(OVMF_VARIABLES, R_OK) != 0) {
        print_error("%s is missing: apt-get install ovmf", OVMF_CODE);
        return false;
    }
    struct file variables;
    if (!file_read(OVMF_VARIABLES, &variables))
        return false;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/vars.fd", directory);
    FILE *copy = fopen(path, "we");
    const bool done =
        copy && fwrite(variables.bytes, 1, variables.count, copy) == variables.count && fflush(copy) == 0;
    if (!done)
        print_error("%s: %s", path, strerror(errno));
    if (copy)
        fclose(copy);
    file_release(&variables);
    return done;
}

static int machine_boot(struct machine *machine, const struct boot_options *options, const char *directory,
                        const char *iso, unsigned long memory_mib, int signals) {
    if (!machine_start(machine, options, directory, iso, memory_mib))
        return KERNEL_STATUS_ERROR;
    if (machine->on_terminal && !terminal_start())
        machine->on_terminal = machine->input_open = false;
    machine_run(machine, signals, options->timeout_s);
    const int wait_status = machine_wait(machine);
    if (machine->on_terminal)
        terminal_restore();
    return status_judge(machine, wait_status, directory);
}

/* Everything between the temporary directory's making and its removal. */
static int boot_in(const char *directory, struct boot_options *options, int argc, char **argv,
                   const struct file *file, bool is_image, int signals) {
    char iso[PATH_MAX];
    size_t bytes = file->count;
    if (is_image) {
        if (options->heap_stress) {
            print_error("boot: --heap-stress is for a program, not for an image");
            return KERNEL_STATUS_ERROR;
        }
        if (!realpath(argv[options->first], iso)) {
            print_error("%s: %s", argv[options->first], strerror(errno));
            return KERNEL_STATUS_ERROR;
        }
    } else {
        snprintf(iso, sizeof iso, "%s/boot.iso", directory);
        if (!program_pack(options, argc, argv, file, iso, &bytes))
            return KERNEL_STATUS_ERROR;
    }
    if (options->uefi && !variables_copy(directory))
        return KERNEL_STATUS_ERROR;
    const unsigned long memory_mib =
        options->memory_mib ? options->memory_mib : MEMORY_DEFAULT_MIB + 2 * (bytes >> 20);
    const bool on_terminal = isatty(STDIN_FILENO) != 0;
    static struct machine machine;
    machine = (struct machine){.is_image = is_image,
                               .verbose = options->verbose && !is_image,
                               .on_terminal = on_terminal,
                               .input_open = is_image || on_terminal};
    return machine_boot(&machine, options, directory, iso, memory_mib, signals);
}

static int boot(struct boot_options *options, int argc, char **argv) {
    struct file file;
    if (!tool_exists(QEMU, "qemu-system-x86") || !file_read(argv[options->first], &file))
        return KERNEL_STATUS_ERROR;
    /* An ISO 9660 image says so in its first volume descriptor; all else is a program, whatever it holds. */
    const bool is_image = file.count > 0x8006 && memcmp((const char *)file.bytes + 0x8001, "CD001", 5) == 0;
    int status = KERNEL_STATUS_ERROR;
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGHUP);
    char directory[PATH_MAX];
    if (is_image && (argc > options->first + 1 || options->file_count > 0)) {
        print_error("boot: an image takes no arguments and no files: give them to vouch image");
    } else if (directory_make(directory)) {
        signal(SIGPIPE, SIG_IGN);
        sigprocmask(SIG_BLOCK, &stops, nullptr);
        const int signals = signalfd(-1, &stops, SFD_CLOEXEC);
        status = boot_in(directory, options, argc, argv, &file, is_image, signals);
        close(signals);
        directory_remove(directory);
    }
    file_release(&file);
    return status;
}

static bool number_parse(const char *option, const char *text, unsigned long max, unsigned long *number) {
    char *end;
    errno = 0;
    *number = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || *number == 0 || *number > max) {
        print_error("boot: %s %s: not a number from 1 to %lu", option, text, max);
        return false;
    }
    return true;
}

static bool option_take(struct boot_options *options, const char *option, char *value) {
    if (strcmp(option, "--memory") == 0)
        return number_parse(option, value, MEMORY_MAX_MIB, &options->memory_mib);
    if (strcmp(option, "--timeout") == 0)
        return number_parse(option, value, 1000000000, &options->timeout_s);
    if (strcmp(option, "--gdb") == 0)
        return number_parse(option, value, UINT16_MAX, &options->gdb_port);
    if (strcmp(option, "--spawn") == 0)
        return image_spawn_add(options->programs, &options->program_count, BOOTLIST_PROGRAMS_MAX, value);
    if (options->file_count == FILES_MAX) {
        print_error("boot: more than %d files", FILES_MAX);
        return false;
    }
    options->files[options->file_count++] = image_file_parse(value);
    return true;
}

/* Options come before the program's name; what follows the name is the program's. */
static bool parse(struct boot_options *options, int argc, char **argv) {
    options->program_count = 1;
    int *i = &options->first;
    for (*i = 1; *i < argc && argv[*i][0] == '-'; ++*i) {
        const char *option = argv[*i];
        if (strcmp(option, "--") == 0) {
            ++*i;
            break;
        }
        if (strcmp(option, "-v") == 0) {
            options->verbose = true;
        } else if (strcmp(option, "--uefi") == 0) {
            options->uefi = true;
        } else if (strcmp(option, "--heap-stress") == 0) {
            options->heap_stress = true;
        } else if (strcmp(option, "--memory") == 0 || strcmp(option, "--timeout") == 0 ||
                   strcmp(option, "--file") == 0 || strcmp(option, "--gdb") == 0 ||
                   strcmp(option, "--spawn") == 0) {
            if (++*i == argc) {
                print_error("boot: %s needs a value", option);
                return false;
            }
            if (!option_take(options, option, argv[*i]))
                return false;
        } else {
            print_error("boot: unknown option %s (try vouch boot --help)", option);
            return false;
        }
    }
    if (*i >= argc) {
        print_error("boot: no program given (try vouch boot --help)");
        return false;
    }
    return true;
}

int command_boot(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    static struct boot_options options;
    if (!parse(&options, argc, argv))
        return KERNEL_STATUS_ERROR;
    const int status = boot(&options, argc, argv);
    if (status == 128 + SIGPIPE || status == 128 + SIGINT) { /* die of it, as whoever waits for us expects */
        fflush(stdout);
        signal(status - 128, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        raise(status - 128);
    }
    return status;
}
