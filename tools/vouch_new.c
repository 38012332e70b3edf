/* vouch new: a folder with a first program and what builds it, from the templates in tools/new. */
#include "vouch.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vouch/format.h>

static const char help[] =
    "usage: vouch new NAME\n"
    "\n"
    "Make a folder NAME with a program in Safe C, a Makefile and a CMakeLists.txt that\n"
    "build it with vcc, and a README.md. NAME may be a path to a folder that does not\n"
    "exist yet; its last part is the program's name.\n"
    "\n"
    "Exit status: 0, or 2 if the name is no program's name, the folder exists already or\n"
    "cannot be written.\n"
    "\n"
    "example:\n"
    "  vouch new greet && cd greet && make && vouch run greet.vx\n";

static const char main_c[] = {
#embed "new/main.c"
    , '\0'};
static const char makefile[] = {
#embed "new/Makefile"
    , '\0'};
static const char cmake_lists[] = {
#embed "new/CMakeLists.txt"
    , '\0'};
static const char readme[] = {
#embed "new/README.md"
    , '\0'};
static const char ignore[] = {
#embed "new/gitignore"
    , '\0'};

static const struct {
    const char *name, *text;
} templates[] = {
    {"main.c", main_c},    {"Makefile", makefile}, {"CMakeLists.txt", cmake_lists},
    {"README.md", readme}, {".gitignore", ignore},
};

enum { TEMPLATE_COUNT = sizeof templates / sizeof *templates };
#define PLACEHOLDER "@NAME@"

/* A name that is good in a Makefile, in CMake, in C and for the kernel. */
static bool is_program_name(const char *name) {
    size_t length = 0;
    for (; name[length]; length++) {
        const unsigned char c = (unsigned char)name[length];
        if (!(isalpha(c) || (length > 0 && (isdigit(c) || c == '_' || c == '-'))))
            return false;
    }
    return length > 0 && length < VX_NAME_BYTES;
}

/* The template with each placeholder replaced. False with errno set. */
static bool write_template(const char *path, const char *text, const char *name) {
    FILE *stream = fopen(path, "wxe");
    if (!stream)
        return false;
    for (const char *mark; (mark = strstr(text, PLACEHOLDER)); text = mark + strlen(PLACEHOLDER))
        fprintf(stream, "%.*s%s", (int)(mark - text), text, name);
    fputs(text, stream);
    const bool failed = ferror(stream);
    return fclose(stream) == 0 && !failed;
}

/* Takes back what write_all has made: the folder is ours, it did not exist before. */
static void remove_all(const char *folder, size_t count) {
    char path[PATH_MAX];
    for (size_t i = 0; i < count; i++)
        if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, templates[i].name) < sizeof path)
            unlink(path);
    rmdir(folder);
}

static bool write_all(const char *folder, const char *name) {
    char path[PATH_MAX];
    for (size_t i = 0; i < TEMPLATE_COUNT; i++) {
        const bool fits =
            (size_t)snprintf(path, sizeof path, "%s/%s", folder, templates[i].name) < sizeof path;
        errno = fits ? 0 : ENAMETOOLONG;
        if (!fits || !write_template(path, templates[i].text, name)) {
            print_error("new: %s/%s: %s", folder, templates[i].name, strerror(errno));
            remove_all(folder, i + 1);
            return false;
        }
    }
    return true;
}

int command_new(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    if (argc != 2) {
        print_error("new: one name, please (try vouch new --help)");
        return VOUCH_USAGE;
    }
    if (argv[1][0] == '-') {
        print_error("new: unknown option %s (try vouch new --help)", argv[1]);
        return VOUCH_USAGE;
    }
    const char *folder = argv[1], *slash = strrchr(folder, '/');
    const char *name = slash ? slash + 1 : folder;
    if (!is_program_name(name)) {
        print_error("new: '%s' is no name for a program: a letter, then letters, digits, _ or -, at most %u",
                    name, VX_NAME_BYTES - 1);
        return VOUCH_USAGE;
    }
    if (mkdir(folder, 0777) != 0) {
        print_error("new: %s: %s%s", folder, strerror(errno),
                    errno == EEXIST ? " (choose another name, or remove it first)" : "");
        return VOUCH_USAGE;
    }
    if (!write_all(folder, name))
        return VOUCH_USAGE;
    printf("%s: made. Now: cd %s && make && vouch run %s.vx\n", folder, folder, name);
    return VOUCH_OK;
}
