/* Runs vcc's front end on preprocessed sources, without driver and back end.
 *
 *   front_check FILE...                    checks each; status 1 if there was an error
 *   front_check --mutate SEED COUNT FILE...  checks COUNT damaged versions of them: it passes if it ends
 *
 * The mutations are seeded; the seed of the one at work is printed when it crashes or takes too long, and
 * COUNT 1 repeats it. Built with the sanitizers, so that a stray access is a crash.
 */
#include "front.h"

#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT_SECONDS 20
#define MUTATIONS_MAX 8

struct file {
    char *text;
    size_t length;
};

static char current[64]; /* names the mutation at work */

[[noreturn]] static void fail(const char *what, const char *name) {
    fprintf(stderr, "front_check: %s %s\n", what, name);
    exit(2);
}

static struct file read_file(const char *name) {
    FILE *stream = fopen(name, "rb");
    if (stream == nullptr || fseek(stream, 0, SEEK_END) != 0)
        fail("cannot read", name);
    long size = ftell(stream);
    rewind(stream);
    struct file file = {.text = malloc((size_t)size + 1), .length = (size_t)size};
    if (size < 0 || file.text == nullptr || fread(file.text, 1, file.length, stream) != file.length)
        fail("cannot read", name);
    fclose(stream);
    return file;
}

static bool check(const char *name, const char *text, size_t length, FILE *out) {
    struct arena arena;
    struct source source;
    struct diag diag;
    struct translation_unit *unit = nullptr;
    arena_init(&arena);
    diag_init(&diag, out);
    diag.warn_all = true;
    if (!source_init(&source, &arena, name, text, length))
        fail("too large:", name);
    bool is_fine = front_compile(&source, &diag, &arena, &unit);
    diag_print_summary(&diag);
    arena_free(&arena);
    return is_fine;
}

static uint64_t next_random(uint64_t *state) {
    *state += 0x9e3779b97f4a7c15u;
    uint64_t value = *state;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

/* Replaces [at, at + removed) by `added` bytes; the buffer is large enough. */
static void splice(struct file *file, size_t at, size_t removed, const char *with, size_t added) {
    memmove(file->text + at + added, file->text + at + removed, file->length - at - removed);
    memcpy(file->text + at, with, added);
    file->length += added - removed;
}

static void mutate(struct file *file, const struct file *donor, uint64_t *random) {
    static const char *const pieces[] = {"(",
                                         ")",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         ";",
                                         ",",
                                         "*",
                                         "&",
                                         "int",
                                         "char",
                                         "const",
                                         "=",
                                         "0",
                                         "1",
                                         "\"x\"",
                                         "'",
                                         "\"",
                                         "case",
                                         "if(",
                                         "else",
                                         "for(;;)",
                                         "enum",
                                         "typedef",
                                         "__counted_by(n)",
                                         "...",
                                         "?",
                                         ":",
                                         "sizeof",
                                         "99999999999999999999",
                                         "1e999",
                                         "static",
                                         "((((((((",
                                         "[[",
                                         "]]",
                                         "struct",
                                         "return",
                                         "\\",
                                         "\x80",
                                         "_Generic(",
                                         "auto",
                                         "-",
                                         "--",
                                         "%",
                                         "/0",
                                         "[-1]",
                                         "printf(\"%d\")",
                                         "goto x;",
                                         "x:",
                                         "# 7 \"f\"\n"};
    size_t at = file->length == 0 ? 0 : next_random(random) % file->length, left = file->length - at;
    size_t amount = next_random(random) % 64;
    amount = amount < left ? amount : left;
    const char *piece = pieces[next_random(random) % (sizeof pieces / sizeof *pieces)];
    switch (next_random(random) % 5) {
    case 0:
        splice(file, at, amount, "", 0);
        break;
    case 1:
        splice(file, at, 0, piece, strlen(piece));
        break;
    case 2:
        splice(file, at, amount % 4, piece, strlen(piece));
        break;
    case 3: {
        size_t from = donor->length == 0 ? 0 : next_random(random) % donor->length;
        size_t length = next_random(random) % 200;
        length = length < donor->length - from ? length : donor->length - from;
        splice(file, at, 0, donor->text + from, length);
        break;
    }
    default:
        if (left != 0)
            file->text[at] = (char)next_random(random);
        break;
    }
}

static void name_mutation(void) {
    ssize_t ignored = write(STDERR_FILENO, current, strlen(current));
    (void)ignored;
}

static void on_alarm(int number) {
    (void)number;
    name_mutation();
    _exit(2);
}

static void run_mutations(uint64_t seed, unsigned long count, char **names, size_t name_count) {
    FILE *null = fopen("/dev/null", "w");
    if (null == nullptr)
        fail("cannot open", "/dev/null");
    signal(SIGALRM, on_alarm);
    signal(SIGABRT, on_alarm); /* a failed assertion */
    __sanitizer_set_death_callback(name_mutation);
    unsigned long accepted = 0;
    for (unsigned long i = 0; i < count; i++) {
        uint64_t random = seed + i;
        snprintf(current, sizeof current, "front_check: at seed %llu\n", (unsigned long long)random);
        alarm(TIME_LIMIT_SECONDS);
        struct file file = read_file(names[next_random(&random) % name_count]);
        struct file donor = read_file(names[next_random(&random) % name_count]);
        file.text = realloc(file.text, file.length + MUTATIONS_MAX * 256);
        if (file.text == nullptr)
            fail("out of memory for", "a mutation");
        for (uint64_t rounds = 1 + next_random(&random) % MUTATIONS_MAX; rounds != 0; rounds--)
            mutate(&file, &donor, &random);
        accepted += check("mutated.c", file.text, file.length, null);
        free(file.text);
        free(donor.text);
    }
    alarm(0);
    fclose(null);
    printf("%lu mutations from seed %llu: %lu accepted, %lu refused\n", count, (unsigned long long)seed,
           accepted, count - accepted);
}

int main(int argc, char **argv) {
    if (argc > 4 && strcmp(argv[1], "--mutate") == 0) {
        run_mutations(strtoull(argv[2], nullptr, 10), strtoul(argv[3], nullptr, 10), argv + 4,
                      (size_t)argc - 4);
        return 0;
    }
    bool is_fine = argc > 1;
    for (int i = 1; i < argc; i++) {
        struct file file = read_file(argv[i]);
        is_fine &= check(argv[i], file.text, file.length, stderr);
        free(file.text);
    }
    return is_fine ? 0 : 1;
}
