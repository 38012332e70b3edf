/* Running tools, whole files, temporary files: see process.h.
 *
 * Temporary files live in one directory made on first use. It is removed by an exit handler and by a
 * handler of the usual deadly signals, so nothing is left in /tmp whatever happens short of SIGKILL. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { TEMPORARY_FILES_MAX = 64, TEMPORARY_PATH_MAX = 256 };

/* Fixed storage: the signal handler may only unlink and rmdir. */
static char temporary_directory[TEMPORARY_PATH_MAX];
static char temporary_files[TEMPORARY_FILES_MAX][TEMPORARY_PATH_MAX + 64];
static volatile sig_atomic_t temporary_count;

void driver_error(const char *format, ...) {
    bool colour = isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL;
    fputs(colour ? "\033[1mvcc: \033[1;31merror: \033[0m" : "vcc: error: ", stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

void *memory_allocate(size_t size) {
    void *memory = malloc(size == 0 ? 1 : size);
    if (memory == NULL) {
        driver_error("out of memory");
        exit(1);
    }
    return memory;
}

char *string_printf(const char *format, ...) {
    char *string = NULL;
    va_list args;
    va_start(args, format);
    int length = vasprintf(&string, format, args);
    va_end(args);
    if (length < 0) {
        driver_error("out of memory");
        exit(1);
    }
    return string;
}

void string_list_add(struct string_list *list, const char *string) {
    if (list->count + 2 > list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        const char **items = memory_allocate(capacity * sizeof *items);
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        free(list->items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = string;
    list->items[list->count] = NULL;
}

/* Collects everything that a descriptor gives. False with errno set on a read error. */
static bool read_all(int fd, struct bytes *contents) {
    size_t capacity = 64 * 1024, size = 0;
    char *data = memory_allocate(capacity + 1);
    for (;;) {
        if (size == capacity) {
            char *larger = memory_allocate(2 * capacity + 1);
            memcpy(larger, data, size);
            free(data);
            data = larger;
            capacity *= 2;
        }
        ssize_t got = read(fd, data + size, capacity - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(data);
            return false;
        }
        if (got == 0)
            break;
        size += (size_t)got;
    }
    data[size] = '\0';
    *contents = (struct bytes){.data = data, .size = size};
    return true;
}

bool file_read(const char *path, struct bytes *contents) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && read_all(fd, contents);
    if (!ok)
        driver_error("cannot read '%s': %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

bool file_write(const char *path, const void *data, size_t size) {
    /* A device or pipe (-o /dev/stdout) is written in place: renaming over it would replace it. */
    struct stat status;
    bool is_stdout = strcmp(path, "-") == 0;
    bool in_place = is_stdout || (stat(path, &status) == 0 && !S_ISREG(status.st_mode));
    char *name = in_place ? string_printf("%s", path) : string_printf("%s.tmp%ld", path, (long)getpid());
    int fd = is_stdout ? dup(STDOUT_FILENO) : open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0;
    for (size_t done = 0; ok && done < size;) {
        ssize_t put = write(fd, (const char *)data + done, size - done);
        if (put < 0 && errno == EINTR)
            continue;
        ok = put >= 0;
        if (ok)
            done += (size_t)put;
    }
    if (fd >= 0 && close(fd) != 0)
        ok = false;
    if (ok && !in_place)
        ok = rename(name, path) == 0;
    if (!ok) {
        driver_error("cannot write '%s': %s", path, strerror(errno));
        if (!in_place)
            unlink(name);
    }
    free(name);
    return ok;
}

int tool_run(const char *const *argv, const char *package, struct bytes *output) {
    int ends[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0 || (output != NULL && pipe2(ends, O_CLOEXEC) != 0)) {
        driver_error("cannot run '%s': %s", argv[0], strerror(errno));
        return -1;
    }
    if (output != NULL)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    pid_t child;
    int failure = posix_spawnp(&child, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (output != NULL)
        close(ends[1]);
    if (failure != 0) {
        driver_error("cannot run '%s': %s (Debian package %s)", argv[0], strerror(failure), package);
        if (output != NULL)
            close(ends[0]);
        return -1;
    }
    bool collected = output == NULL || read_all(ends[0], output);
    if (output != NULL)
        close(ends[0]);
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            driver_error("cannot wait for '%s': %s", argv[0], strerror(errno));
            return -1;
        }
    }
    if (!collected || !WIFEXITED(status)) {
        driver_error(collected ? "'%s' was killed by a signal" : "cannot read the output of '%s'", argv[0]);
        return -1;
    }
    return WEXITSTATUS(status);
}

static void remove_temporaries(void) {
    for (int i = 0; i < temporary_count; i++)
        unlink(temporary_files[i]);
    if (temporary_directory[0] != '\0')
        rmdir(temporary_directory);
}

static void remove_and_die(int number) {
    remove_temporaries();
    signal(number, SIG_DFL);
    raise(number);
}

static void make_temporary_directory(void) {
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || parent[0] != '/')
        parent = "/tmp";
    int length = snprintf(temporary_directory, sizeof temporary_directory, "%s/vcc-XXXXXX", parent);
    if (length < 0 || (size_t)length >= sizeof temporary_directory || mkdtemp(temporary_directory) == NULL) {
        driver_error("cannot make a temporary directory in '%s': %s", parent, strerror(errno));
        temporary_directory[0] = '\0';
        exit(1);
    }
    atexit(remove_temporaries);
    static const int deadly[] = {SIGHUP,  SIGINT, SIGQUIT, SIGTERM, SIGPIPE,
                                 SIGABRT, SIGBUS, SIGFPE,  SIGILL,  SIGSEGV};
    for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++)
        signal(deadly[i], remove_and_die);
}

char *temporary_path(const char *suffix) {
    if (temporary_directory[0] == '\0')
        make_temporary_directory();
    if (temporary_count == TEMPORARY_FILES_MAX) {
        driver_error("more than %d temporary files", (int)TEMPORARY_FILES_MAX);
        exit(1);
    }
    int slot = temporary_count;
    snprintf(temporary_files[slot], sizeof temporary_files[slot], "%s/%d%s", temporary_directory, slot,
             suffix);
    temporary_count = slot + 1;
    return string_printf("%s", temporary_files[slot]);
}

char *library_path(const char *name) {
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0) {
        driver_error("cannot find vcc's own place: %s", strerror(errno));
        exit(1);
    }
    self[length] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(self, '/');
        if (slash != NULL)
            *slash = '\0';
    }
    return string_printf("%s/lib/vouch/%s", self, name);
}
