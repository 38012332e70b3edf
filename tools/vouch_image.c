/* vouch image: a bootable ISO image of the kernel, programs and files, for BIOS and UEFI.
 *
 * A directory is laid out as GRUB's configuration wants it (kernel, boot list, programs, files.tar) and
 * handed to grub-mkrescue. No name from the outside reaches GRUB's configuration: programs are called
 * program-0, program-1 ... there, and the boot list says what they are. */
#include "vouch_image.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../kernel/core/tar.h"

enum { FILES_MAX = 1024, LOG_TAIL_BYTES = 2000 };

#define GRUB_DIRECTORY "/usr/lib/grub/"
#define GRUB_MODULES "--install-modules=multiboot2 serial terminal normal part_gpt part_msdos iso9660 fat"

static const char help[] =
    "usage: vouch image [OPTIONS] PROGRAM.vx... -o IMAGE.iso\n"
    "       vouch image [OPTIONS] -o IMAGE.iso -- PROGRAM.vx [ARGUMENTS]\n"
    "\n"
    "Make an ISO image that boots the kernel (BIOS and UEFI), runs the programs one after another, in\n"
    "the order given, and powers off. The kernel verifies each program when it loads it.\n"
    "\n"
    "  -o IMAGE.iso         where the image goes\n"
    "  --program \"P.vx A B\" a program with arguments; blanks part them, '...' and \"...\" keep them "
    "together\n"
    "  --rejected P.vx      a program that the verifier must refuse: `vouch boot IMAGE.iso` fails if it "
    "runs\n"
    "  --spawn NAME=P.vx    a program that does not run, but that others may spawn as NAME; they may spawn\n"
    "                       those that run too, by the names of their files\n"
    "  --input FILE         standard input of the program before it (default: the console)\n"
    "  --file PATH[=NAME]   a file that programs can open as NAME (default: PATH); may be repeated\n"
    "  --help               this text\n"
    "\n"
    "Exit status: 0; 2 usage, missing tools or files.\n"
    "\n"
    "examples:\n"
    "  vouch image hello.vx -o hello.iso\n"
    "  vouch image --program \"wc.vx -l GPL-3\" --file /usr/share/common-licenses/GPL-3=GPL-3 -o wc.iso\n"
    "  vouch image hello.vx --rejected hostile.vx rot13.vx --input letter.txt -o demo.iso\n"
    "  vouch image -o life.iso -- life.vx 40 20\n"
    "  vouch boot demo.iso\n";

static const char grub_head[] = "set timeout=0\n"
                                "set default=0\n"
                                "multiboot2 /boot/kernel.elf\n";

/* ---- Directories and files of the host ---- */

bool directory_make(char *path) {
    const char *base = getenv("TMPDIR");
    if (!base || !*base)
        base = "/tmp";
    if (snprintf(path, PATH_MAX, "%s/vouch-XXXXXX", base) >= PATH_MAX - 64 || !mkdtemp(path)) {
        print_error("%s: cannot make a temporary directory: %s", base, strerror(errno));
        return false;
    }
    return true;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

void directory_remove(const char *path) {
    if (nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        print_error("%s: cannot remove it: %s", path, strerror(errno));
}

bool tool_exists(const char *tool, const char *package) {
    const char *directories = getenv("PATH");
    for (const char *at = directories ? directories : ""; *at;) {
        const size_t length = strcspn(at, ":");
        char path[PATH_MAX];
        if ((size_t)snprintf(path, sizeof path, "%.*s/%s", (int)length, at, tool) < sizeof path &&
            access(path, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    print_error("%s is missing: apt-get install %s", tool, package);
    return false;
}

static bool write_all(int descriptor, const void *bytes, size_t count) {
    const char *at = bytes;
    while (count > 0) {
        const ssize_t written = write(descriptor, at, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        at += written;
        count -= (size_t)written;
    }
    return true;
}

static bool file_write(const char *path, const void *bytes, size_t count) {
    const int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool done = descriptor >= 0 && write_all(descriptor, bytes, count);
    if (descriptor >= 0 && close(descriptor) != 0)
        done = false;
    if (!done)
        print_error("%s: %s", path, strerror(errno));
    return done;
}

/* ---- What the image holds ---- */

/* The kernel stands at a fixed place relative to the vouch command, in the build tree and installed. */
static bool kernel_copy(const char *directory) {
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        print_error("/proc/self/exe: %s", strerror(errno));
        return false;
    }
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    const size_t room = sizeof path - (size_t)(slash - path);
    if ((size_t)snprintf(slash, room, "/../lib/vouch/kernel.elf") >= room) {
        print_error("%s: the path is too long", path);
        return false;
    }
    struct file kernel;
    if (!file_read(path, &kernel))
        return false;
    char target[PATH_MAX];
    snprintf(target, sizeof target, "%s/boot/kernel.elf", directory);
    const bool done = file_write(target, kernel.bytes, kernel.count);
    file_release(&kernel);
    return done;
}

static void bootlist_write(struct bootlist_writer *writer, const struct image_request *request) {
    const uint32_t flags =
        (request->quiet ? BOOTLIST_QUIET : 0) | (request->heap_stress ? BOOTLIST_HEAP_STRESS : 0);
    bootlist_write_head(writer, flags, (uint32_t)request->program_count);
    for (size_t i = 0; i < request->program_count; i++) {
        const struct image_program *program = &request->programs[i];
        char module[32];
        snprintf(module, sizeof module, "program-%zu", i);
        const struct bootlist_program entry = {
            .module = module,
            .name = program->name,
            .expectation = program->expectation,
            .input_kind = program->input_kind,
            .input = program->input.bytes,
            .input_bytes = program->input.count,
            .argument_count = (uint32_t)program->argument_count,
        };
        bootlist_write_program(writer, &entry);
        for (size_t j = 0; j < program->argument_count; j++)
            bootlist_write_argument(writer, program->arguments[j]);
    }
    bootlist_write_end(writer);
}

static bool bootlist_make(const char *directory, const struct image_request *request) {
    struct bootlist_writer writer = {0};
    bootlist_write(&writer, request);
    const size_t count = writer.at;
    writer = (struct bootlist_writer){.bytes = malloc(count), .capacity = count};
    if (!writer.bytes) {
        print_error("out of memory");
        return false;
    }
    bootlist_write(&writer, request);
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/boot/bootlist", directory);
    const bool done = file_write(path, writer.bytes, count);
    free(writer.bytes);
    return done;
}

static bool programs_make(const char *directory, const struct image_request *request) {
    for (size_t i = 0; i < request->program_count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/boot/program-%zu", directory, i);
        const struct file *file = &request->programs[i].file;
        if (!file_write(path, file->bytes, file->count))
            return false;
    }
    return true;
}

static bool archive_add(int archive, const struct image_file *entry) {
    static const uint8_t zeros[TAR_BLOCK_BYTES];
    struct file file;
    if (!file_read(entry->path, &file))
        return false;
    uint8_t header[TAR_BLOCK_BYTES];
    bool done = false;
    if (!tar_write_header(header, entry->name, file.count))
        print_error("%s: not a name that an image's file can have", entry->name);
    else if (!write_all(archive, header, sizeof header) || !write_all(archive, file.bytes, file.count) ||
             !write_all(archive, zeros, (TAR_BLOCK_BYTES - file.count % TAR_BLOCK_BYTES) % TAR_BLOCK_BYTES))
        print_error("files.tar: %s", strerror(errno));
    else
        done = true;
    file_release(&file);
    return done;
}

static bool archive_make(const char *directory, const struct image_request *request) {
    static const uint8_t end[2 * TAR_BLOCK_BYTES];
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/boot/files.tar", directory);
    const int archive = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (archive < 0) {
        print_error("%s: %s", path, strerror(errno));
        return false;
    }
    bool done = true;
    for (size_t i = 0; done && i < request->file_count; i++)
        done = archive_add(archive, &request->files[i]);
    if (done && !write_all(archive, end, sizeof end)) {
        print_error("%s: %s", path, strerror(errno));
        done = false;
    }
    close(archive);
    return done;
}

static bool configuration_make(const char *directory, const struct image_request *request) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/boot/grub/grub.cfg", directory);
    FILE *file = fopen(path, "we");
    if (!file) {
        print_error("%s: %s", path, strerror(errno));
        return false;
    }
    fputs(grub_head, file);
    fputs("module2 /boot/bootlist " BOOTLIST_MODULE "\n", file);
    if (request->file_count > 0)
        fputs("module2 /boot/files.tar " BOOTLIST_FILES_MODULE "\n", file);
    for (size_t i = 0; i < request->program_count; i++)
        fprintf(file, "module2 /boot/program-%zu program-%zu\n", i, i);
    fputs("boot\n", file);
    if (fclose(file) != 0) {
        print_error("%s: %s", path, strerror(errno));
        return false;
    }
    return true;
}

static bool tree_make(const char *directory, const struct image_request *request) {
    static const char *const folders[] = {"", "/boot", "/boot/grub"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s%s", directory, folders[i]);
        if (mkdir(path, 0777) != 0) {
            print_error("%s: %s", path, strerror(errno));
            return false;
        }
    }
    return kernel_copy(directory) && bootlist_make(directory, request) && programs_make(directory, request) &&
           (request->file_count == 0 || archive_make(directory, request)) &&
           configuration_make(directory, request);
}

/* ---- grub-mkrescue ---- */

static bool tools_exist(void) {
    static const struct {
        const char *platform, *package;
    } parts[] = {{"i386-pc", "grub-pc-bin"}, {"x86_64-efi", "grub-efi-amd64-bin"}};
    if (!tool_exists("grub-mkrescue", "grub-common") || !tool_exists("xorriso", "xorriso") ||
        !tool_exists("mformat", "mtools"))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, GRUB_DIRECTORY "%s", parts[i].platform);
        if (access(path, R_OK) != 0) {
            print_error("%s is missing: apt-get install %s", path, parts[i].package);
            return false;
        }
    }
    return true;
}

static void log_show(const char *path) {
    struct file log;
    if (!file_read(path, &log))
        return;
    const size_t skip = log.count > LOG_TAIL_BYTES ? log.count - LOG_TAIL_BYTES : 0;
    fwrite((const char *)log.bytes + skip, 1, log.count - skip, stderr);
    file_release(&log);
}

static bool image_pack(const char *directory, const char *tree, const char *image) {
    char log[PATH_MAX];
    snprintf(log, sizeof log, "%s/grub-mkrescue.log", directory);
    const pid_t child = fork();
    if (child == 0) {
        const int output = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        const int input = open("/dev/null", O_RDONLY);
        if (output < 0 || input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
            _exit(127);
        execlp("grub-mkrescue", "grub-mkrescue", GRUB_MODULES, "--locales=", "--fonts=", "--themes=", "-o",
               image, tree, (char *)nullptr);
        _exit(127);
    }
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || access(image, R_OK) != 0) {
        print_error("grub-mkrescue failed; it said:");
        log_show(log);
        return false;
    }
    return true;
}

static bool image_build_in(const char *directory, const struct image_request *request, const char *output) {
    char tree[PATH_MAX], image[PATH_MAX];
    snprintf(tree, sizeof tree, "%.*s/tree", PATH_MAX - 16, directory);
    snprintf(image, sizeof image, "%.*s/image.iso", PATH_MAX - 16, directory);
    struct file iso;
    if (!tree_make(tree, request) || !image_pack(directory, tree, image) || !file_read(image, &iso))
        return false;
    const bool done = file_write(output, iso.bytes, iso.count);
    file_release(&iso);
    return done;
}

bool image_build(const struct image_request *request, const char *output) {
    size_t arguments = 0;
    for (size_t i = 0; i < request->program_count; i++)
        arguments += request->programs[i].argument_count;
    if (request->program_count > BOOTLIST_PROGRAMS_MAX || arguments > BOOTLIST_ARGUMENTS_MAX) {
        print_error("an image holds at most %u programs with %u arguments", BOOTLIST_PROGRAMS_MAX,
                    BOOTLIST_ARGUMENTS_MAX);
        return false;
    }
    char directory[PATH_MAX];
    if (!tools_exist())
        return false;
    /* A signal waits until the directory is gone; the work takes a fraction of a second. */
    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, &before);
    bool done = directory_make(directory);
    if (done) {
        done = image_build_in(directory, request, output);
        directory_remove(directory);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return done;
}

/* ---- The command ---- */

struct image_file image_file_parse(char *text) {
    char *equals = strrchr(text, '=');
    if (!equals)
        return (struct image_file){.path = text, .name = text};
    *equals = '\0';
    return (struct image_file){.path = text, .name = equals + 1};
}

bool image_spawn_add(struct image_program *programs, size_t *count, size_t room, char *text) {
    char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        print_error("--spawn %s: not NAME=FILE", text);
        return false;
    }
    if (*count == room) {
        print_error("an image holds at most %u programs", BOOTLIST_PROGRAMS_MAX);
        return false;
    }
    *equals = '\0';
    struct image_program *program = &programs[*count];
    *program = (struct image_program){
        .name = text, .expectation = BOOTLIST_EXPECT_SPAWN, .input_kind = KERNEL_INPUT_NONE};
    if (!file_read(equals + 1, &program->file))
        return false;
    ++*count;
    return true;
}

struct image_command {
    struct image_program programs[BOOTLIST_PROGRAMS_MAX];
    struct image_file files[FILES_MAX];
    size_t program_count, file_count;
    const char *output;
};

/* Add a program whose name and arguments are `words`. */
static bool program_add(struct image_command *command, char **words, size_t count,
                        enum bootlist_expectation expectation) {
    if (command->program_count == BOOTLIST_PROGRAMS_MAX) {
        print_error("image: more than %u programs", BOOTLIST_PROGRAMS_MAX);
        return false;
    }
    struct image_program *program = &command->programs[command->program_count];
    const char *slash = strrchr(words[0], '/');
    *program = (struct image_program){.name = slash ? slash + 1 : words[0],
                                      .arguments = words,
                                      .argument_count = count,
                                      .expectation = expectation,
                                      .input_kind = KERNEL_INPUT_CONSOLE};
    if (!file_read(words[0], &program->file))
        return false;
    command->program_count++;
    return true;
}

/* Cut `text` into words in place. The list lives as long as the command. Null: a quote has no end. */
static char **words_cut(char *text, size_t *count) {
    char **words = calloc(strlen(text) / 2 + 2, sizeof *words);
    *count = 0;
    for (char *from = text; words;) {
        from += strspn(from, " \t\n");
        if (!*from)
            return words;
        char *to = words[(*count)++] = from;
        char quote = 0;
        for (; *from && (quote || !strchr(" \t\n", *from)); from++) {
            if (quote ? *from == quote : *from == '"' || *from == '\'')
                quote = quote ? 0 : *from;
            else
                *to++ = *from;
        }
        const bool more = *from != '\0';
        *to = '\0';
        if (quote)
            break;
        from += more;
    }
    free(words);
    return nullptr;
}

static bool program_line_add(struct image_command *command, char *line) {
    size_t count;
    char **words = words_cut(line, &count);
    if (!words || count == 0) {
        print_error("image: --program: %s", words ? "no program given" : "a quote has no end");
        return false;
    }
    return program_add(command, words, count, BOOTLIST_EXPECT_EXIT);
}

static bool input_set(struct image_command *command, const char *path) {
    if (command->program_count == 0) {
        print_error("image: --input %s comes before any program", path);
        return false;
    }
    struct image_program *program = &command->programs[command->program_count - 1];
    file_release(&program->input);
    program->input_kind = KERNEL_INPUT_BYTES;
    return file_read(path, &program->input);
}

static bool option_take(struct image_command *command, const char *option, char **value) {
    if (strcmp(option, "-o") == 0) {
        command->output = *value;
        return true;
    }
    if (strcmp(option, "--program") == 0)
        return program_line_add(command, *value);
    if (strcmp(option, "--rejected") == 0)
        return program_add(command, value, 1, BOOTLIST_EXPECT_REJECTED);
    if (strcmp(option, "--spawn") == 0)
        return image_spawn_add(command->programs, &command->program_count, BOOTLIST_PROGRAMS_MAX, *value);
    if (strcmp(option, "--input") == 0)
        return input_set(command, *value);
    if (strcmp(option, "--file") == 0) {
        if (command->file_count == FILES_MAX) {
            print_error("image: more than %d files", FILES_MAX);
            return false;
        }
        command->files[command->file_count++] = image_file_parse(*value);
        return true;
    }
    print_error("image: unknown option %s", option);
    return false;
}

static bool parse(struct image_command *command, int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            if (i + 1 < argc &&
                !program_add(command, &argv[i + 1], (size_t)(argc - i - 1), BOOTLIST_EXPECT_EXIT))
                return false;
            break;
        }
        if (argv[i][0] != '-') {
            if (!program_add(command, &argv[i], 1, BOOTLIST_EXPECT_EXIT))
                return false;
            continue;
        }
        if (i + 1 == argc) {
            print_error("image: %s: unknown option, or its value is missing (try vouch image --help)",
                        argv[i]);
            return false;
        }
        if (!option_take(command, argv[i], &argv[i + 1]))
            return false;
        i++;
    }
    if (command->program_count == 0 || !command->output) {
        print_error("image: %s (try vouch image --help)",
                    command->output ? "no program given" : "no output given: -o IMAGE.iso");
        return false;
    }
    return true;
}

int command_image(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    static struct image_command command;
    if (!parse(&command, argc, argv))
        return VOUCH_USAGE;
    const struct image_request request = {.programs = command.programs,
                                          .program_count = command.program_count,
                                          .files = command.files,
                                          .file_count = command.file_count};
    return image_build(&request, command.output) ? VOUCH_OK : VOUCH_USAGE;
}
