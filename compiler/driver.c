/* vcc's command line: which steps to run on which files.
 *
 *   .c -> clang-19 -E -> front end -> lowering -> bitcode (-c) | assembly (-S) | link -> .vx
 *   .s .S -> clang-19 -c -> link       .o (bitcode or ELF), .a -> link
 * Options are those of a C compiler, so that `make CC=vcc` works; an unknown one is an error. */
#include "front.h"
#include "link.h"
#include "lower.h"
#include "process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <vouch/format.h>

enum mode { MODE_LINK, MODE_COMPILE, MODE_ASSEMBLY, MODE_PREPROCESS, MODE_SYNTAX, MODE_DEPENDENCIES };

struct options {
    enum mode mode;
    bool emit_llvm, verbose, debug, no_library, keep_rejected;
    int level; /* -1: not given */
    uint64_t stack_bytes;
    uint64_t heap_bytes;
    const char *output;
    const char *standard;
    struct string_list inputs;
    struct string_list preprocessor; /* options passed on: -I -D -U -include -M... */
    struct string_list library_directories;
    bool writes_dependencies, has_dependency_file, has_dependency_target;
    bool warnings_are_errors, suppress_warnings, warn_all;
    int colour; /* -1: if standard error is a terminal */
    unsigned error_limit;
    bool has_error_limit;
};

static const char usage[] =
    "usage: vcc [options] file...\n"
    "\n"
    "Compiles Safe C (.c), assembles (.s .S) and links (.o .a) into a verified executable (.vx).\n"
    "\n"
    "  -o FILE           write to FILE (default: a.vx, or the input's name with -c and -S)\n"
    "  -c                compile only, to LLVM bitcode (.o); llvm-ar-19 makes archives of them\n"
    "  -S                compile to assembly (.s), with -emit-llvm to LLVM assembly (.ll)\n"
    "  -E                preprocess only, to standard output\n"
    "  -fsyntax-only     check for errors only\n"
    "  -O0 -O1 -O2 -O3   optimise (default: -O0; when only linking: as the objects were compiled)\n"
    "  -g                describe variables too, keep debug information in the .vx\n"
    "  -I DIR, -isystem DIR, -iquote DIR, -include FILE, -D NAME[=VALUE], -U NAME, -std=STANDARD\n"
    "  -M -MM -MD -MMD -MF FILE -MT TARGET -MQ TARGET -MP   dependencies for make\n"
    "  -Wall -Wextra -W... -Werror -w                       warnings\n"
    "  -ferror-limit=N   stop after N errors (0: never; default 20)\n"
    "  -f[no-]color-diagnostics\n"
    "  -l NAME, -L DIR   link libNAME.a, looked for in DIR\n"
    "  -nostdlib         do not link libc.a\n"
    "  --stack=BYTES     the program's stack (default 1048576)\n"
    "  --heap=BYTES      the limit of the program's heap (default 268435456)\n"
    "  --keep-rejected   write the .vx even if the verifier rejects it, compile nothing again (for tests)\n"
    "  -v                say what is done, count checks and functions\n"
    "  --help, --version\n"
    "\n"
    "examples:\n"
    "  vcc -O2 -o hello.vx hello.c && vouch run hello.vx\n"
    "  vcc -O2 -c a.c && vcc -O2 -c b.c && vcc -o ab.vx a.o b.o\n";

/* The option's value: the rest of the argument or the next one. Null, after a message, if there is none. */
static const char *option_value(char **argv, int *index, const char *option) {
    const char *rest = argv[*index] + strlen(option);
    if (*rest != '\0')
        return rest;
    if (argv[*index + 1] == NULL) {
        driver_error("option '%s' needs a value", option);
        return NULL;
    }
    return argv[++*index];
}

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words != NULL; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

/* Options with a value that only the preprocessor reads. 1: taken, 0: none of these, -1: failed. */
static int parse_preprocessor_option(struct options *options, char **argv, int *index) {
    static const char *const with_value[] = {"-isystem", "-iquote", "-idirafter", "-include",
                                             "-imacros", "-MF",     "-MT",        "-MQ",
                                             "-I",       "-D",      "-U",         NULL};
    static const char *const plain[] = {"-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-undef", "-C", "-P", NULL};
    const char *argument = argv[*index];
    if (is_one_of(argument, plain)) {
        if (strcmp(argument, "-MD") == 0 || strcmp(argument, "-MMD") == 0)
            options->writes_dependencies = true;
        if (strcmp(argument, "-M") == 0 || strcmp(argument, "-MM") == 0)
            options->mode = MODE_DEPENDENCIES;
        string_list_add(&options->preprocessor, argument);
        return 1;
    }
    for (size_t i = 0; with_value[i] != NULL; i++) {
        if (!starts_with(argument, with_value[i]))
            continue;
        const char *value = option_value(argv, index, with_value[i]);
        if (value == NULL)
            return -1;
        options->has_dependency_file |= strcmp(with_value[i], "-MF") == 0;
        options->has_dependency_target |=
            starts_with(with_value[i], "-MT") || starts_with(with_value[i], "-MQ");
        string_list_add(&options->preprocessor, with_value[i]);
        string_list_add(&options->preprocessor, value);
        return 1;
    }
    return 0;
}

static bool parse_number(const char *text, uint64_t limit, const char *option, uint64_t *number) {
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 0);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value > limit) {
        driver_error("'%s': expected a number up to %llu", option, (unsigned long long)limit);
        return false;
    }
    *number = value;
    return true;
}

static bool parse_stack(struct options *options, const char *text) {
    if (!parse_number(text, VX_STACK_BYTES_MAX, "--stack", &options->stack_bytes))
        return false;
    if (options->stack_bytes >= VX_STACK_BYTES_MIN && options->stack_bytes % VX_PAGE_SIZE == 0)
        return true;
    driver_error("'--stack': expected a multiple of %u, at least %u", VX_PAGE_SIZE, VX_STACK_BYTES_MIN);
    return false;
}

static bool parse_heap(struct options *options, const char *text) {
    if (!parse_number(text, VX_HEAP_BYTES_MAX, "--heap", &options->heap_bytes))
        return false;
    if (options->heap_bytes > 0 && options->heap_bytes % VX_PAGE_SIZE == 0)
        return true;
    driver_error("'--heap': expected a multiple of %u", VX_PAGE_SIZE);
    return false;
}

static bool parse_level(struct options *options, const char *text) {
    static const struct {
        const char *text;
        int level;
    } levels[] = {{"", 1}, {"0", 0}, {"1", 1}, {"2", 2}, {"3", 3}, {"s", 2}, {"z", 2}, {"g", 1}};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (strcmp(text, levels[i].text) == 0) {
            options->level = levels[i].level;
            return true;
        }
    driver_error("unknown optimisation level '-O%s'", text);
    return false;
}

static void parse_warning(struct options *options, const char *argument) {
    if (strcmp(argument, "-Werror") == 0)
        options->warnings_are_errors = true;
    else if (strcmp(argument, "-Wno-error") == 0)
        options->warnings_are_errors = false;
    else if (strcmp(argument, "-Wall") == 0 || strcmp(argument, "-Wextra") == 0)
        options->warn_all = true;
}

/* Options that are a word of their own and set something. False if `argument` is none of them. */
static bool parse_flag(struct options *options, const char *argument) {
    static const struct {
        const char *argument;
        enum mode mode;
    } modes[] = {
        {"-c", MODE_COMPILE}, {"-S", MODE_ASSEMBLY}, {"-E", MODE_PREPROCESS}, {"-fsyntax-only", MODE_SYNTAX}};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcmp(argument, modes[i].argument) == 0) {
            options->mode = modes[i].mode;
            return true;
        }
    const struct {
        const char *argument;
        bool *flag;
        bool value;
    } flags[] = {
        {"-emit-llvm", &options->emit_llvm, true}, {"-v", &options->verbose, true},
        {"--verbose", &options->verbose, true},    {"-g", &options->debug, true},
        {"-g0", &options->debug, false},           {"-w", &options->suppress_warnings, true},
        {"-nostdlib", &options->no_library, true}, {"--keep-rejected", &options->keep_rejected, true}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (strcmp(argument, flags[i].argument) == 0) {
            *flags[i].flag = flags[i].value;
            return true;
        }
    static const char *const colours[] = {"-fno-color-diagnostics", "-fcolor-diagnostics",
                                          "-fno-diagnostics-color", "-fdiagnostics-color"};
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
        if (strcmp(argument, colours[i]) == 0) {
            options->colour = i % 2;
            return true;
        }
    /* What always holds, or says nothing that vcc could follow. */
    static const char *const ignored[] = {"-pipe", "-pedantic", "-ansi", "-ffreestanding", "-fwrapv",
                                          "-fPIC", "-fPIE",     "-pie",  "-ggdb",          NULL};
    return is_one_of(argument, ignored);
}

static bool parse_option(struct options *options, char **argv, int *index) {
    const char *argument = argv[*index];
    int taken = parse_preprocessor_option(options, argv, index);
    if (taken != 0)
        return taken > 0;
    uint64_t number;
    const char *value;
    if (parse_flag(options, argument))
        return true;
    if (starts_with(argument, "-o"))
        return (options->output = option_value(argv, index, "-o")) != NULL;
    if (starts_with(argument, "-O"))
        return parse_level(options, argument + 2);
    if (starts_with(argument, "-std=")) {
        options->standard = argument;
        return true;
    }
    if (starts_with(argument, "-W") && argument[2] != 'l' && argument[2] != 'p' &&
        strchr(argument, ',') == NULL) {
        parse_warning(options, argument);
        return true;
    }
    if (starts_with(argument, "-L")) {
        if ((value = option_value(argv, index, "-L")) != NULL)
            string_list_add(&options->library_directories, value);
        return value != NULL;
    }
    if (starts_with(argument, "-l")) {
        if ((value = option_value(argv, index, "-l")) != NULL)
            string_list_add(&options->inputs, string_printf("-l%s", value));
        return value != NULL;
    }
    if (starts_with(argument, "-ferror-limit=")) {
        options->has_error_limit = parse_number(argument + 14, UINT32_MAX, "-ferror-limit", &number);
        options->error_limit = options->has_error_limit ? (unsigned)number : 0;
        return options->has_error_limit;
    }
    if (starts_with(argument, "--stack="))
        return parse_stack(options, argument + 8);
    if (starts_with(argument, "--heap="))
        return parse_heap(options, argument + 7);
    driver_error("unknown option '%s' (see vcc --help)", argument);
    return false;
}

static bool parse_options(struct options *options, char **argv) {
    *options = (struct options){.level = -1, .colour = -1, .standard = "-std=c23"};
    for (int i = 1; argv[i] != NULL; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (strcmp(argv[i], "--version") == 0) {
            printf("vcc (Vouch) %s, file format %u, LLVM 19\n", VOUCH_VERSION, VX_FORMAT_VERSION);
            exit(0);
        }
        if (argv[i][0] != '-' || argv[i][1] == '\0')
            string_list_add(&options->inputs, argv[i]);
        else if (!parse_option(options, argv, &i))
            return false;
    }
    if (options->inputs.count == 0) {
        driver_error("no input files (see vcc --help)");
        return false;
    }
    if (options->output != NULL && options->mode != MODE_LINK && options->inputs.count > 1) {
        driver_error("-o with -c, -S or -E takes one input file");
        return false;
    }
    return true;
}

/* "dir/name.c" and ".o" give "name.o"; with a directory kept, "dir/name.o". Free it. */
static char *replace_suffix(const char *path, const char *suffix, bool keep_directory) {
    const char *slash = strrchr(path, '/');
    const char *start = slash == NULL || keep_directory ? path : slash + 1;
    const char *dot = strrchr(slash == NULL ? path : slash + 1, '.');
    int length = dot == NULL ? (int)strlen(start) : (int)(dot - start);
    return string_printf("%.*s%s", length, start, suffix);
}

static bool has_suffix(const char *path, const char *suffix) {
    size_t length = strlen(path), suffix_length = strlen(suffix);
    return length > suffix_length && strcmp(path + length - suffix_length, suffix) == 0;
}

/* Runs Clang's preprocessor; its output goes to `text`, or is not collected if that is null. */
static bool preprocess(const struct options *options, const char *path, const char *object,
                       struct bytes *text) {
    char *include = library_path("include");
    struct string_list argv = {0};
    const char *const fixed[] = {"clang-19",       "-E",          "--target=x86_64-unknown-linux-gnu",
                                 "-nostdinc",      "-D__VOUCH__", "-Wno-unused-command-line-argument",
                                 options->standard};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        string_list_add(&argv, fixed[i]);
    for (size_t i = 0; i < options->preprocessor.count; i++)
        string_list_add(&argv, options->preprocessor.items[i]);
    string_list_add(&argv, "-isystem");
    string_list_add(&argv, include);
    char *dependencies = replace_suffix(object, ".d", true);
    if (options->writes_dependencies && !options->has_dependency_file) {
        string_list_add(&argv, "-MF");
        string_list_add(&argv, dependencies);
    }
    if (options->writes_dependencies && !options->has_dependency_target) {
        string_list_add(&argv, "-MT");
        string_list_add(&argv, object);
    }
    if (text == NULL && options->output != NULL) {
        string_list_add(&argv, "-o");
        string_list_add(&argv, options->output);
    }
    string_list_add(&argv, "-x");
    string_list_add(&argv, has_suffix(path, ".S") ? "assembler-with-cpp" : "c");
    string_list_add(&argv, path);
    int status = tool_run(argv.items, "clang-19", text);
    free(argv.items);
    free(include);
    free(dependencies);
    if (status != 0 && status != -1 && text != NULL)
        free(text->data);
    return status == 0;
}

struct run {
    const struct options *options;
    struct diag diag;
    struct lower_context *context;
    struct link_inputs link;
    unsigned level;
};

/* -S and -c: one module to one file. */
static bool write_module(struct run *run, struct lower_module *module, const char *path) {
    const struct options *options = run->options;
    char *message = NULL;
    bool ok = true;
    if (options->mode == MODE_ASSEMBLY) {
        struct lower_counts counts;
        struct lower_places places;
        char *temporary = temporary_path(options->emit_llvm ? ".ll" : ".s");
        struct bytes contents = {0};
        message = lower_module_optimise(module, run->level, NULL, 0, true, &places);
        if (message == NULL)
            message = options->emit_llvm ? lower_module_print(module, temporary)
                                         : lower_module_emit(module, temporary, true, &counts);
        ok = message == NULL && file_read(temporary, &contents) &&
             file_write(path, contents.data, contents.size);
        free(contents.data);
        free(temporary);
        free(places.moved);
    } else {
        struct bytes bitcode = {0};
        message = lower_module_write_bitcode(module, &bitcode);
        ok = message == NULL && file_write(path, bitcode.data, bitcode.size);
        free(bitcode.data);
    }
    if (message != NULL)
        driver_error("%s: %s", path, message);
    free(message);
    return ok;
}

/* Front end and lowering of preprocessed text; null after messages. */
static struct lower_module *translate(struct run *run, const char *path, const struct bytes *text) {
    struct arena arena;
    struct source source;
    struct translation_unit *unit = NULL;
    struct lower_module *module = NULL;
    arena_init(&arena);
    if (!source_init(&source, &arena, path, text->data, text->size)) {
        driver_error("'%s' is too large", path);
        run->diag.errors++;
    } else {
        run->diag.source = &source;
        bool ok = front_compile(&source, &run->diag, &arena, &unit);
        if (ok && run->options->mode != MODE_SYNTAX)
            module = lower_unit(run->context, unit, &run->diag, run->level, run->options->debug);
        run->diag.source = NULL;
    }
    arena_free(&arena);
    return module;
}

static bool compile_file(struct run *run, const char *path) {
    const struct options *options = run->options;
    static const char *const suffixes[] = {[MODE_COMPILE] = ".o", [MODE_ASSEMBLY] = ".s"};
    const char *suffix =
        options->emit_llvm && options->mode == MODE_ASSEMBLY ? ".ll" : suffixes[options->mode];
    char *output = options->output != NULL && options->mode != MODE_LINK
                       ? string_printf("%s", options->output)
                       : replace_suffix(path, suffix == NULL ? ".o" : suffix, false);
    struct bytes text = {0};
    bool ok;
    if (options->mode == MODE_PREPROCESS || options->mode == MODE_DEPENDENCIES) {
        ok = preprocess(options, path, output, NULL);
    } else if (has_suffix(path, ".i") ? !file_read(path, &text) : !preprocess(options, path, output, &text)) {
        ok = false;
    } else {
        unsigned errors = run->diag.errors;
        struct lower_module *module = translate(run, path, &text);
        free(text.data);
        ok = run->diag.errors == errors;
        if (ok && options->mode == MODE_LINK) {
            ok = link_add_module(&run->link, path, module);
        } else if (ok && options->mode != MODE_SYNTAX) {
            ok = write_module(run, module, output);
            lower_module_destroy(module);
        }
    }
    free(output);
    return ok;
}

static bool assemble_file(struct run *run, const char *path) {
    const struct options *options = run->options;
    char *include = library_path("include");
    bool keeps_object = options->mode == MODE_COMPILE;
    char *object = !keeps_object             ? temporary_path(".o")
                   : options->output != NULL ? string_printf("%s", options->output)
                                             : replace_suffix(path, ".o", false);
    struct string_list argv = {0};
    const char *const fixed[] = {"clang-19",  "-c",          "--target=x86_64-unknown-linux-gnu",
                                 "-nostdinc", "-D__VOUCH__", "-Wno-unused-command-line-argument",
                                 "-isystem",  include,       "-o",
                                 object};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        string_list_add(&argv, fixed[i]);
    for (size_t i = 0; i < options->preprocessor.count; i++)
        string_list_add(&argv, options->preprocessor.items[i]);
    string_list_add(&argv, path);
    bool ok = tool_run(argv.items, "clang-19", NULL) == 0;
    free(argv.items);
    free(include);
    if (ok && options->mode == MODE_LINK)
        string_list_add(&run->link.objects, object); /* which keeps the path */
    else
        free(object);
    return ok;
}

static bool add_library(struct run *run, const char *name) {
    /* libc.a holds all of the standard library. */
    if (strcmp(name, "c") == 0 || strcmp(name, "m") == 0)
        return true;
    for (size_t i = 0; i < run->options->library_directories.count; i++) {
        char *path = string_printf("%s/lib%s.a", run->options->library_directories.items[i], name);
        if (access(path, R_OK) == 0) {
            string_list_add(&run->link.archives, path);
            return true;
        }
        free(path);
    }
    driver_error("cannot find library 'lib%s.a'", name);
    return false;
}

static bool add_object(struct run *run, const char *path) {
    struct bytes contents;
    if (!file_read(path, &contents))
        return false;
    bool ok = link_add_object(&run->link, path, &contents);
    free(contents.data);
    return ok;
}

static bool process_input(struct run *run, const char *path) {
    bool is_link = run->options->mode == MODE_LINK;
    if (path[0] != '-' && access(path, R_OK) != 0) {
        driver_error("cannot read '%s': %s", path, strerror(errno));
        return false;
    }
    if (has_suffix(path, ".c") || has_suffix(path, ".i"))
        return compile_file(run, path);
    if (has_suffix(path, ".s") || has_suffix(path, ".S"))
        return run->options->mode == MODE_PREPROCESS ? preprocess(run->options, path, path, NULL)
                                                     : assemble_file(run, path);
    bool is_object = has_suffix(path, ".o") || has_suffix(path, ".obj") || has_suffix(path, ".bc");
    if (!is_link && (starts_with(path, "-l") || is_object || has_suffix(path, ".a")))
        return true; /* for the linker, which does not run */
    if (starts_with(path, "-l"))
        return add_library(run, path + 2);
    if (has_suffix(path, ".a")) {
        string_list_add(&run->link.archives, path);
        return true;
    }
    if (is_object)
        return add_object(run, path);
    driver_error("'%s': unknown kind of file (expected .c .i .s .S .o .bc or .a)", path);
    return false;
}

static bool link_all(struct run *run) {
    const struct options *options = run->options;
    unsigned level = run->level;
    if (options->level < 0 && run->link.program != NULL) {
        level = lower_module_level(run->link.program);
        lower_context_set_level(run->context, level);
    }
    struct link_options link = {.output = options->output == NULL ? "a.vx" : options->output,
                                .level = level,
                                .debug = options->debug,
                                .verbose = options->verbose,
                                .no_library = options->no_library,
                                .keep_rejected = options->keep_rejected,
                                .stack_bytes = options->stack_bytes,
                                .heap_bytes = options->heap_bytes};
    return link_program(&run->link, &link);
}

int main(int argc, char **argv) {
    (void)argc;
    struct options options;
    if (!parse_options(&options, argv))
        return 1;
    struct run run = {.options = &options, .level = options.level < 0 ? 0 : (unsigned)options.level};
    diag_init(&run.diag, stderr);
    run.diag.warnings_are_errors = options.warnings_are_errors;
    run.diag.suppress_warnings = options.suppress_warnings;
    run.diag.warn_all = options.warn_all;
    if (options.colour >= 0)
        run.diag.use_colour = options.colour == 1;
    if (options.has_error_limit)
        run.diag.error_limit = options.error_limit;
    run.context = run.link.context = lower_context_create(run.level);
    bool ok = true;
    for (size_t i = 0; i < options.inputs.count; i++)
        ok = process_input(&run, options.inputs.items[i]) && ok;
    diag_print_summary(&run.diag);
    if (ok && options.mode == MODE_LINK)
        ok = link_all(&run);
    lower_module_destroy(run.link.program);
    lower_context_destroy(run.context);
    return ok ? 0 : 1;
}
