/* The metadata text that objects carry in .vouch.meta: one directive a line, from vcc's lowering or written
 * by hand. It names functions, imports and globals with their signatures, the entry, the program and its
 * stack. Signatures are spelled as in kernel/services.def; one parser, kernel/core/service_signature.c,
 * serves both. Directives for what the linker dropped are legal and unused; a name may be repeated only
 * alike. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

/* A piece of text that is consumed from the front. */
struct cursor {
    const char *at, *end;
};

/* The next word of a line, as a string of the model; null at the line's end. */
static char *take_word(struct model *model, struct cursor *line) {
    while (line->at < line->end && *line->at == ' ') {
        line->at++;
    }
    const char *start = line->at;
    while (line->at < line->end && *line->at != ' ') {
        line->at++;
    }
    if (line->at == start) {
        return nullptr;
    }
    size_t bytes = (size_t)(line->at - start);
    char *word = model_allocate(model, bytes + 1, 1);
    memcpy(word, start, bytes);
    return word;
}

struct collected {
    size_t function_capacity, import_capacity, global_capacity;
};

static void add_entry(struct model *model, struct meta_entry **entries, size_t *count, size_t *capacity,
                      const char *what, const char *name, const char *signature) {
    *entries = model_grow(model, *entries, *count, capacity, sizeof **entries);
    struct meta_entry *entry = &(*entries)[(*count)++];
    entry->name = name;
    if (!signature || !service_signature_parse(signature, &entry->signature)) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: %s '%s': bad signature '%s'", what, name,
                   signature ? signature : "");
    }
}

static void set_once(struct model *model, const char **field, const char *what, const char *value) {
    if (*field && strcmp(*field, value) != 0) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: two values for %s: '%s' and '%s'", what, *field,
                   value);
    }
    *field = value;
}

static void parse_line(struct model *model, struct cursor line, struct collected *collected) {
    struct meta *meta = &model->meta;
    const char *what = take_word(model, &line);
    if (!what) {
        return;
    }
    const char *name = take_word(model, &line);
    if (!name) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: '%s' without an operand", what);
    }
    if (strcmp(what, "function") == 0) {
        add_entry(model, &meta->functions, &meta->function_count, &collected->function_capacity, what, name,
                  take_word(model, &line));
    } else if (strcmp(what, "import") == 0) {
        if (strlen(name) >= VX_NAME_BYTES) {
            model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: import '%s': the name is too long", name);
        }
        add_entry(model, &meta->imports, &meta->import_count, &collected->import_capacity, what, name,
                  take_word(model, &line));
    } else if (strcmp(what, "global") == 0) {
        meta->globals = model_grow(model, meta->globals, meta->global_count, &collected->global_capacity,
                                   sizeof *meta->globals);
        meta->globals[meta->global_count++] = name;
    } else if (strcmp(what, "entry") == 0) {
        set_once(model, &meta->entry, what, name);
    } else if (strcmp(what, "program") == 0) {
        set_once(model, &meta->program, what, name);
    } else if (strcmp(what, "stack") == 0) {
        char *end;
        meta->stack_bytes = strtoull(name, &end, 10);
        if (*name < '0' || *name > '9' || *end != 0 || meta->stack_bytes > VX_STACK_BYTES_MAX) {
            model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: bad stack size '%s' (at most %u bytes)", name,
                       VX_STACK_BYTES_MAX);
        }
    } else {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: unknown directive '%s'", what);
    }
    if (take_word(model, &line)) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: too many operands after '%s %s'", what, name);
    }
}

static int compare_entries(const void *left, const void *right) {
    const struct meta_entry *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static int compare_names(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

bool meta_signatures_equal(const struct service_signature *a, const struct service_signature *b) {
    if (a->result_kind != b->result_kind || a->result_width != b->result_width ||
        a->parameter_count != b->parameter_count) {
        return false;
    }
    for (size_t i = 0; i < a->parameter_count; i++) {
        const struct vx_parameter *left = &a->parameters[i], *right = &b->parameters[i];
        if (left->kind != right->kind || left->width != right->width || left->flags != right->flags ||
            left->count != right->count || left->type != right->type) {
            return false;
        }
    }
    return true;
}

/* Sort and drop repetitions, which must be alike. */
static size_t sort_entries(struct model *model, struct meta_entry *entries, size_t count, const char *what) {
    if (count == 0) {
        return 0;
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        const struct meta_entry *previous = &entries[kept - 1];
        if (strcmp(previous->name, entries[i].name) != 0) {
            entries[kept++] = entries[i];
        } else if (!meta_signatures_equal(&previous->signature, &entries[i].signature)) {
            model_fail(model, IMAGE_BAD_INPUT, "%s '%s' is declared with two different signatures", what,
                       previous->name);
        }
    }
    return kept;
}

void model_parse_meta(struct model *model, const char *text, size_t bytes) {
    struct meta *meta = &model->meta;
    struct collected collected = {0};
    const char *end = text + bytes;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline ? newline : end;
        parse_line(model, (struct cursor){text, line_end}, &collected);
        text = newline ? newline + 1 : end;
    }
    meta->function_count = sort_entries(model, meta->functions, meta->function_count, "function");
    meta->import_count = sort_entries(model, meta->imports, meta->import_count, "import");
    if (meta->global_count > 0) {
        qsort(meta->globals, meta->global_count, sizeof *meta->globals, compare_names);
    }
}

const struct meta_entry *meta_find(const struct meta_entry *entries, size_t count, const char *name) {
    struct meta_entry key = {.name = name};
    return count ? bsearch(&key, entries, count, sizeof *entries, compare_entries) : nullptr;
}
