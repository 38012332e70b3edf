/* The link step.
 *
 * All bitcode, with the archive members that it needs, becomes one module, goes through one pipeline and
 * becomes one object, so that the library inlines. ld.lld joins it with native objects (from assembly) and
 * the image writer makes the .vx and lets the verifier judge it. Optimised code that the verifier cannot
 * follow is no fault of the user: such a function is compiled again without optimisation, if need be all. */
#include "link.h"

#include "archive.h"
#include "image.h"
#include "lower.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After so many functions by themselves, everything is compiled without optimisation; after so many rounds of putting
 * checks back, all stay. */
enum { PLAIN_FUNCTIONS_MAX = 12, RESTORING_ROUNDS_MAX = 6, MEMBERS_MAX = 4096 };

/* Generated code calls these whether or not the program does; _start calls main. */
static const char *const required[] = {"_start", "memcpy", "memmove", "memset", "memcmp"};
enum { REQUIRED_COUNT = sizeof required / sizeof required[0] };

struct symbol {
    char *name, *where;
    bool is_defined;
};

struct symbol_table {
    struct symbol *items;
    size_t count, capacity;
};

static struct symbol *find_symbol(const struct symbol_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->items[i].name, name) == 0)
            return &table->items[i];
    return NULL;
}

static void note_symbol(void *state, const char *name, bool is_defined, const char *where) {
    struct symbol_table *table = state;
    struct symbol *symbol = find_symbol(table, name);
    if (symbol != NULL) {
        symbol->is_defined |= is_defined;
        return;
    }
    if (table->count == table->capacity) {
        size_t capacity = table->capacity == 0 ? 256 : 2 * table->capacity;
        struct symbol *items = memory_allocate(capacity * sizeof *items);
        if (table->count != 0)
            memcpy(items, table->items, table->count * sizeof *items);
        free(table->items);
        table->items = items;
        table->capacity = capacity;
    }
    table->items[table->count++] = (struct symbol){
        .name = string_printf("%s", name), .where = string_printf("%s", where), .is_defined = is_defined};
}

static void free_symbols(struct symbol_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        free(table->items[i].name);
        free(table->items[i].where);
    }
    free(table->items);
    *table = (struct symbol_table){0};
}

/* The section header at `index`, if it and the bytes it names lie inside the file. */
static const Elf64_Shdr *elf_section(const struct bytes *file, const Elf64_Ehdr *header, size_t index) {
    if (index >= header->e_shnum || header->e_shentsize != sizeof(Elf64_Shdr) ||
        header->e_shoff > file->size || (file->size - header->e_shoff) / sizeof(Elf64_Shdr) <= index ||
        header->e_shoff % _Alignof(Elf64_Shdr) != 0)
        return NULL;
    const Elf64_Shdr *section = (const Elf64_Shdr *)(const void *)(file->data + header->e_shoff) + index;
    if (section->sh_type != SHT_NOBITS &&
        (section->sh_offset > file->size || section->sh_size > file->size - section->sh_offset))
        return NULL;
    return section;
}

/* Notes an object's global symbols. What is malformed is left to the linker to complain about. */
static void note_elf_symbols(const struct bytes *file, struct symbol_table *table) {
    if (file->size < sizeof(Elf64_Ehdr))
        return;
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)(const void *)file->data;
    for (size_t i = 0; i < header->e_shnum; i++) {
        const Elf64_Shdr *section = elf_section(file, header, i);
        if (section == NULL || section->sh_type != SHT_SYMTAB)
            continue;
        const Elf64_Shdr *strings = elf_section(file, header, section->sh_link);
        if (strings == NULL || strings->sh_size == 0 || section->sh_offset % _Alignof(Elf64_Sym) != 0 ||
            file->data[strings->sh_offset + strings->sh_size - 1] != '\0')
            return;
        const Elf64_Sym *symbol = (const Elf64_Sym *)(const void *)(file->data + section->sh_offset);
        for (size_t left = section->sh_size / sizeof *symbol; left > 0; left--, symbol++)
            if (ELF64_ST_BIND(symbol->st_info) != STB_LOCAL && symbol->st_name < strings->sh_size)
                note_symbol(table, file->data + strings->sh_offset + symbol->st_name,
                            symbol->st_shndx != SHN_UNDEF, "");
    }
}

bool link_add_module(struct link_inputs *inputs, const char *name, struct lower_module *module) {
    if (inputs->program == NULL) {
        inputs->program = module;
        return true;
    }
    char *message = lower_module_link(inputs->program, module);
    bool ok = message == NULL;
    if (!ok)
        driver_error("%s: %s", name, message);
    free(message);
    return ok;
}

bool link_add_object(struct link_inputs *inputs, const char *path, const struct bytes *contents) {
    bool is_elf = contents->size >= SELFMAG && memcmp(contents->data, ELFMAG, SELFMAG) == 0;
    bool is_bitcode = contents->size >= 4 && memcmp(contents->data, "BC\xC0\xDE", 4) == 0;
    if (is_elf) {
        string_list_add(&inputs->objects, path);
        return true;
    }
    if (!is_bitcode) {
        driver_error("'%s' is not an object file", path);
        return false;
    }
    char *message = NULL;
    struct lower_module *module =
        lower_module_read(inputs->context, contents->data, contents->size, path, &message);
    if (module == NULL) {
        driver_error("'%s': %s", path, message);
        free(message);
        return false;
    }
    return link_add_module(inputs, path, module);
}

static bool add_member(struct link_inputs *inputs, const struct archive *archive,
                       const struct archive_member *member) {
    struct bytes copy = {.data = memory_allocate(member->size + 1), .size = member->size};
    memcpy(copy.data, member->data, member->size);
    copy.data[member->size] = '\0';
    bool is_elf = copy.size >= SELFMAG && memcmp(copy.data, ELFMAG, SELFMAG) == 0;
    const char *path = archive->path;
    bool ok = true;
    if (is_elf) { /* the linker wants a file */
        path = temporary_path(".o");
        ok = file_write(path, copy.data, copy.size);
    }
    ok = ok && link_add_object(inputs, path, &copy);
    free(copy.data);
    return ok;
}

static bool collect_symbols(const struct link_inputs *inputs, struct symbol_table *table) {
    free_symbols(table);
    if (inputs->program != NULL)
        lower_module_visit_symbols(inputs->program, note_symbol, table);
    for (size_t i = 0; i < inputs->objects.count; i++) {
        struct bytes contents;
        if (!file_read(inputs->objects.items[i], &contents))
            return false;
        note_elf_symbols(&contents, table);
        free(contents.data);
    }
    size_t count = inputs->program == NULL ? 1 : REQUIRED_COUNT; /* assembly calls what it says, no more */
    for (size_t i = 0; i < count; i++)
        note_symbol(table, required[i], false, "");
    return true;
}

/* One round: adds the members of `archive` that define what is undefined. False on failure. */
static bool add_needed_members(struct link_inputs *inputs, const struct archive *archive,
                               const struct symbol_table *table, uint32_t *added, size_t *added_count) {
    for (size_t i = 0; i < table->count; i++) {
        struct archive_member member;
        if (table->items[i].is_defined || !archive_find(archive, table->items[i].name, &member))
            continue;
        bool is_new = true;
        for (size_t j = 0; j < *added_count; j++)
            is_new = is_new && added[j] != member.offset;
        if (!is_new)
            continue;
        if (*added_count == MEMBERS_MAX) {
            driver_error("'%s': more than %d members are needed", archive->path, (int)MEMBERS_MAX);
            return false;
        }
        added[(*added_count)++] = member.offset;
        if (!add_member(inputs, archive, &member))
            return false;
    }
    return true;
}

static bool resolve_archive(struct link_inputs *inputs, const char *path, struct symbol_table *table) {
    struct archive archive;
    if (!archive_open(&archive, path))
        return false;
    uint32_t *added = memory_allocate(MEMBERS_MAX * sizeof *added);
    size_t count = 0, before;
    bool ok = true;
    do {
        before = count;
        ok = collect_symbols(inputs, table) && add_needed_members(inputs, &archive, table, added, &count);
    } while (ok && count > before);
    free(added);
    archive_close(&archive);
    return ok;
}

/* Without a library the program may do without the functions that only generated code would call; if it
 * cannot, the linker says so. */
static bool is_optional(const struct symbol *symbol) {
    for (size_t i = 1; i < REQUIRED_COUNT; i++)
        if (symbol->where[0] == '\0' && strcmp(symbol->name, required[i]) == 0)
            return true;
    return strncmp(symbol->name, "__import_", 9) == 0;
}

static bool report_undefined(const struct symbol_table *table) {
    bool ok = true;
    for (size_t i = 0; i < table->count; i++) {
        const struct symbol *symbol = &table->items[i];
        if (symbol->is_defined || is_optional(symbol))
            continue;
        if (strcmp(symbol->name, MAIN_WITH_ARGUMENTS) == 0)
            driver_error("the program has no function 'main'");
        else if (symbol->where[0] != '\0')
            fprintf(stderr, "%s: error: undefined function '%s'\n", symbol->where, symbol->name);
        else
            driver_error("undefined symbol '%s'", symbol->name);
        ok = false;
    }
    return ok;
}

static bool resolve(struct link_inputs *inputs, const struct link_options *options) {
    struct symbol_table table = {0};
    bool ok = true;
    if (!options->no_library)
        string_list_add(&inputs->archives, library_path("libc.a"));
    for (size_t i = 0; ok && i < inputs->archives.count; i++)
        ok = resolve_archive(inputs, inputs->archives.items[i], &table);
    ok = ok && collect_symbols(inputs, &table) && report_undefined(&table);
    free_symbols(&table);
    return ok;
}

static bool run_linker(const struct link_inputs *inputs, const char *object, const char *output, bool debug) {
    struct string_list argv = {0};
    char *script = library_path("vouch.ld"), *imports = library_path("imports.o");
    const char *const fixed[] = {"ld.lld-19",
                                 "-T",
                                 script,
                                 "-pie",
                                 "--no-dynamic-linker",
                                 "--gc-sections",
                                 "-z",
                                 "norelro",
                                 "--build-id=none",
                                 "-z",
                                 "dead-reloc-in-nonalloc=.vouch.frame=0",
                                 "-e",
                                 "_start",
                                 "-o",
                                 output};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        string_list_add(&argv, fixed[i]);
    if (debug)
        string_list_add(&argv, "--emit-relocs"); /* where in the DWARF the addresses are */
    if (object != NULL)
        string_list_add(&argv, object);
    for (size_t i = 0; i < inputs->objects.count; i++)
        string_list_add(&argv, inputs->objects.items[i]);
    string_list_add(&argv, imports);
    int status = tool_run(argv.items, "lld-19", NULL);
    free(argv.items);
    free(script);
    free(imports);
    return status == 0;
}

struct attempt {
    unsigned level;
    unsigned rounds;                /* of rejections that put checks back */
    struct string_list plain;       /* functions to leave unoptimised */
    struct lower_module *optimised; /* with all checks; null if `plain` or the level has changed */
    struct lower_proof proof;       /* of its checks */
    struct lower_counts counts;
    struct lower_places places;
    struct image_counts image;
};

static void drop_optimised(struct attempt *attempt) {
    lower_module_destroy(attempt->optimised);
    attempt->optimised = NULL;
    free(attempt->proof.checks);
    attempt->proof = (struct lower_proof){0};
}

static char *optimise(const struct link_inputs *inputs, struct attempt *attempt) {
    attempt->optimised = lower_module_clone(inputs->program);
    for (size_t i = 0; i < attempt->plain.count; i++)
        lower_module_mark_plain(attempt->optimised, attempt->plain.items[i]);
    free(attempt->places.moved);
    char *message = lower_module_optimise(attempt->optimised, attempt->level, required, REQUIRED_COUNT,
                                          inputs->objects.count != 0, &attempt->places);
    if (message == NULL && attempt->level != 0)
        message = lower_module_probe(attempt->optimised, &attempt->proof);
    return message;
}

/* Compiles a copy of the program as the attempt says, into `object`. */
static bool compile(const struct link_inputs *inputs, struct attempt *attempt, const char *object) {
    struct lower_module *copy = NULL;
    char *message = attempt->optimised == NULL ? optimise(inputs, attempt) : NULL;
    if (message == NULL) {
        copy = lower_module_clone(attempt->optimised);
        message = lower_module_discharge(copy, &attempt->proof, &attempt->counts);
    }
    if (message == NULL)
        message = lower_module_emit(copy, object, false, &attempt->counts);
    bool ok = message == NULL;
    if (!ok)
        driver_error("code generation failed: %s", message);
    lower_module_destroy(copy);
    free(message);
    return ok;
}

/* Puts checks back into the functions to blame; into all functions after many rounds. False if none was left out. */
static bool restore_checks(struct attempt *attempt, const struct image_failure *failure) {
    bool is_last = attempt->rounds++ >= RESTORING_ROUNDS_MAX, has_restored = false;
    for (size_t i = 0; is_last && i < attempt->proof.count; i++) {
        struct lower_check *check = &attempt->proof.checks[i];
        has_restored |= check->holds && !check->is_restored;
        check->is_restored = check->holds;
    }
    if (is_last)
        return has_restored;
    has_restored = lower_proof_restore(&attempt->proof, failure->function, failure->line);
    char name[256];
    for (const char *text = failure->others; *text != '\0'; text += strcspn(text, "\n") + 1) {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "\n"), text);
        has_restored |= lower_proof_restore(&attempt->proof, name, 0);
    }
    return has_restored;
}

/* What to try after a rejection: first with more checks, then without optimising the function to blame. False if
 * there is nothing left. */
static bool plan_fallback(const struct link_inputs *inputs, struct attempt *attempt,
                          const struct image_failure *failure) {
    if (inputs->program == NULL || attempt->level == 0)
        return false;
    if (restore_checks(attempt, failure))
        return true;
    drop_optimised(attempt);
    bool is_known = failure->function[0] == '\0';
    for (size_t i = 0; i < attempt->plain.count; i++)
        is_known = is_known || strcmp(attempt->plain.items[i], failure->function) == 0;
    if (is_known || attempt->plain.count == PLAIN_FUNCTIONS_MAX) {
        attempt->level = 0;
        lower_context_set_level(inputs->context, 0);
    } else {
        string_list_add(&attempt->plain, string_printf("%s", failure->function));
    }
    return true;
}

/* One line, which tests read. */
static void print_places(const struct lower_places *places) {
    fprintf(stderr, "vcc: %u locals with their address taken, %u on the stack (%u%%)%s%s\n", places->taken,
            places->kept, places->taken == 0 ? 100 : 100 * places->kept / places->taken,
            places->moved == NULL ? "" : "; on the heap: ", places->moved == NULL ? "" : places->moved);
}

static void print_counts(const struct attempt *attempt, const struct link_options *options) {
    fprintf(stderr, "vcc: %u functions, %u checks, %u removed, %u restored, %u frame objects",
            attempt->counts.functions, attempt->counts.checks, attempt->counts.removed,
            attempt->counts.restored, attempt->counts.objects);
    if (attempt->level != options->level)
        fprintf(stderr, "; all compiled without optimisation to be verifiable");
    else
        fprintf(stderr, "; %zu compiled without optimisation to be verifiable", attempt->plain.count);
    for (size_t i = 0; attempt->level == options->level && i < attempt->plain.count; i++)
        fprintf(stderr, "%s%s", i == 0 ? ": " : ", ", attempt->plain.items[i]);
    fprintf(stderr, "\n");
    fprintf(stderr, "vcc: %s: text %llu bytes, hints %llu, file %llu\n", options->output,
            (unsigned long long)attempt->image.text_bytes, (unsigned long long)attempt->image.hint_bytes,
            (unsigned long long)attempt->image.file_bytes);
}

static bool report_image_failure(enum image_status status, const struct image_failure *failure,
                                 const struct link_options *options) {
    switch (status) {
    case IMAGE_REJECTED:
        driver_error("%s: %s", options->output, failure->message);
        break;
    case IMAGE_UNWRITABLE:
    case IMAGE_BAD_INPUT:
    case IMAGE_OUT_OF_MEMORY:
    case IMAGE_WRITTEN:
        driver_error("%s", failure->message);
        break;
    }
    return false;
}

bool link_program(struct link_inputs *inputs, const struct link_options *options) {
    if (!resolve(inputs, options))
        return false;
    char *object = inputs->program == NULL ? NULL : temporary_path(".o"), *linked = temporary_path(".elf");
    struct attempt attempt = {.level = options->level};
    struct image_options image = {.input = linked,
                                  .output = options->output,
                                  .stack_bytes = options->stack_bytes,
                                  .heap_bytes = options->heap_bytes,
                                  .keep_rejected = options->keep_rejected,
                                  .debug_information = options->debug};
    struct image_failure failure;
    enum image_status status;
    bool can_retry = true, is_first = true;
    do {
        if (object != NULL && !compile(inputs, &attempt, object))
            return false;
        if (options->verbose && object != NULL && is_first)
            print_places(&attempt.places);
        is_first = false;
        if (!run_linker(inputs, object, linked, options->debug))
            return false;
        status = image_write(&image, &failure, &attempt.image);
        if (status == IMAGE_REJECTED && options->keep_rejected)
            return true; /* as it is: whoever wants to see a rejection does not want a way around it */
        if (status == IMAGE_REJECTED) {
            if (options->verbose)
                fprintf(stderr, "vcc: '%s' at -O%u: %s\n", failure.function, attempt.level, failure.message);
            can_retry = plan_fallback(inputs, &attempt, &failure);
        }
    } while (status == IMAGE_REJECTED && can_retry);
    if (status != IMAGE_WRITTEN)
        return report_image_failure(status, &failure, options);
    if (options->verbose)
        print_counts(&attempt, options);
    drop_optimised(&attempt);
    free(attempt.places.moved);
    free(object);
    free(linked);
    return true;
}
