/* The metadata text that objects carry in .vouch.meta: one directive a line, from vcc's lowering or written
 * by hand. It names functions, imports and globals with their signatures and types, the entry, the program, its
 * stack and heap. Signatures are spelled as in kernel/services.def; one parser,
 * kernel/core/service_signature.c, serves both. Directives for what the linker dropped are legal and unused; a
 * name may be repeated only alike.
 *
 *   function NAME SIGNATURE          import NAME SIGNATURE
 *   type N SIZE ALIGN [SLOT ...]     SLOT: OFFSET[+STRIDExCOUNT]:KIND, KIND as a signature spells it
 *   signature N SIGNATURE            what KIND xN means
 *   global NAME                      plain data, as much as the symbol is large
 *   global NAME TYPE COUNT [header]  elements of a numbered type; with a header the symbol starts at it
 *   entry NAME   program NAME   stack BYTES   heap BYTES */
#include <inttypes.h>
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
    size_t function_capacity, import_capacity, global_capacity, type_capacity, signature_capacity;
};

static void parse_signature(struct model *model, const char *what, const char *name, const char *text,
                            struct service_signature *signature) {
    if (!text || !service_signature_parse(text, signature)) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: %s '%s': bad signature '%s'", what, name,
                   text ? text : "");
    }
}

static void add_entry(struct model *model, struct meta_entry **entries, size_t *count, size_t *capacity,
                      const char *what, const char *name, const char *signature) {
    *entries = model_grow(model, *entries, *count, capacity, sizeof **entries);
    struct meta_entry *entry = &(*entries)[(*count)++];
    entry->name = name;
    parse_signature(model, what, name, signature, &entry->signature);
}

static void set_once(struct model *model, const char **field, const char *what, const char *value) {
    if (*field && strcmp(*field, value) != 0) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: two values for %s: '%s' and '%s'", what, *field,
                   value);
    }
    *field = value;
}

/* A decimal number in [0, limit] at *text; moves *text behind it. False if there is none. */
static bool take_number(const char **text, uint64_t limit, uint64_t *number) {
    const char *at = *text;
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, (uint64_t)(*at - '0'), number) || *number > limit) {
            return false;
        }
    }
    bool any = at != *text;
    *text = at;
    return any;
}

/* A whole word as a number. */
static uint64_t parse_number(struct model *model, const char *what, const char *word, uint64_t limit) {
    uint64_t number = 0;
    const char *at = word;
    if (!word || !take_number(&at, limit, &number) || *at) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: bad %s '%s' (at most %" PRIu64 ")", what,
                   word ? word : "", limit);
    }
    return number;
}

/* "0+8x32:O#2": a run of slots. What a slot may be, a parameter of the same spelling is. */
static struct vx_slot parse_slot(struct model *model, const char *word) {
    uint64_t offset, stride = 8, count = 1;
    const char *at = word;
    struct service_signature signature;
    bool good = take_number(&at, VX_RECORD_SIZE_MAX, &offset);
    if (good && *at == '+') {
        at++;
        good = take_number(&at, VX_RECORD_SIZE_MAX, &stride) && *at++ == 'x' &&
               take_number(&at, VX_RECORD_SIZE_MAX, &count);
    }
    good = good && *at == ':' && service_signature_parse(model_format(model, "v%s", at), &signature) &&
           signature.parameter_count == 1;
    const struct vx_parameter *parameter = signature.parameters;
    good = good && (parameter->kind == VX_ONE || parameter->kind == VX_ARRAY || parameter->kind == VX_ANY ||
                    parameter->kind == VX_FUNCTION);
    if (!good || (parameter->flags & ~VX_WRITABLE)) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: bad pointer slot '%s'", word);
    }
    return (struct vx_slot){.offset = (uint32_t)offset,
                            .stride = (uint32_t)stride,
                            .count = (uint32_t)count,
                            .kind = parameter->kind,
                            .flags = parameter->flags,
                            .type = parameter->type};
}

static void parse_type(struct model *model, const char *number, struct cursor *line,
                       struct collected *collected) {
    struct meta *meta = &model->meta;
    size_t capacity = 0;
    meta->types =
        model_grow(model, meta->types, meta->type_count, &collected->type_capacity, sizeof *meta->types);
    struct meta_type *type = &meta->types[meta->type_count++];
    *type = (struct meta_type){
        .number = (uint32_t)parse_number(model, "type number", number, SIGNATURE_TYPE_NUMBER - 1)};
    type->size = parse_number(model, "size of a type", take_word(model, line), VX_OBJECT_SIZE_MAX);
    type->align = (uint32_t)parse_number(model, "alignment of a type", take_word(model, line), 16);
    for (const char *word; (word = take_word(model, line));) {
        type->slots = model_grow(model, type->slots, type->slot_count, &capacity, sizeof *type->slots);
        type->slots[type->slot_count++] = parse_slot(model, word);
    }
}

static void parse_global(struct model *model, const char *name, struct cursor *line,
                         struct collected *collected) {
    struct meta *meta = &model->meta;
    meta->globals = model_grow(model, meta->globals, meta->global_count, &collected->global_capacity,
                               sizeof *meta->globals);
    struct meta_global *global = &meta->globals[meta->global_count++];
    *global = (struct meta_global){.name = name, .type = META_PLAIN, .count = 1};
    const char *type = take_word(model, line);
    if (!type) {
        return;
    }
    global->type = (uint32_t)parse_number(model, "type number", type, SIGNATURE_TYPE_NUMBER - 1);
    global->count =
        (uint32_t)parse_number(model, "count of elements", take_word(model, line), VX_IMAGE_SIZE_MAX);
    const char *header = take_word(model, line);
    global->header = header != nullptr;
    if (header && strcmp(header, "header") != 0) {
        model_fail(model, IMAGE_BAD_INPUT, ".vouch.meta: global '%s': '%s' is not 'header'", name, header);
    }
}

/* A directive of one operand. False if `what` is none. */
static bool parse_simple(struct model *model, const char *what, const char *operand) {
    struct meta *meta = &model->meta;
    if (strcmp(what, "entry") == 0) {
        set_once(model, &meta->entry, what, operand);
    } else if (strcmp(what, "program") == 0) {
        set_once(model, &meta->program, what, operand);
    } else if (strcmp(what, "stack") == 0) {
        meta->stack_bytes = parse_number(model, "stack size", operand, VX_STACK_BYTES_MAX);
    } else if (strcmp(what, "heap") == 0) {
        meta->heap_bytes = parse_number(model, "heap size", operand, VX_HEAP_BYTES_MAX);
        meta->heap_given = true;
    } else {
        return false;
    }
    return true;
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
    } else if (strcmp(what, "type") == 0) {
        parse_type(model, name, &line, collected);
    } else if (strcmp(what, "signature") == 0) {
        meta->signatures = model_grow(model, meta->signatures, meta->signature_count,
                                      &collected->signature_capacity, sizeof *meta->signatures);
        struct meta_signature *signature = &meta->signatures[meta->signature_count++];
        *signature = (struct meta_signature){
            .number = (uint32_t)parse_number(model, "signature number", name, SIGNATURE_TYPE_NUMBER - 1)};
        parse_signature(model, what, name, take_word(model, &line), &signature->signature);
    } else if (strcmp(what, "global") == 0) {
        parse_global(model, name, &line, collected);
    } else if (!parse_simple(model, what, name)) {
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

static int compare_globals(const void *left, const void *right) {
    const struct meta_global *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static int compare_types(const void *left, const void *right) {
    const struct meta_type *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_signatures(const void *left, const void *right) {
    const struct meta_signature *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

bool meta_signatures_equal(const struct service_signature *a, const struct service_signature *b) {
    if (memcmp(&a->result, &b->result, sizeof a->result) != 0 || a->parameter_count != b->parameter_count) {
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

static void sort_globals(struct model *model) {
    struct meta *meta = &model->meta;
    if (meta->global_count == 0) {
        return;
    }
    qsort(meta->globals, meta->global_count, sizeof *meta->globals, compare_globals);
    size_t kept = 1;
    for (size_t i = 1; i < meta->global_count; i++) {
        const struct meta_global *previous = &meta->globals[kept - 1], *global = &meta->globals[i];
        if (strcmp(previous->name, global->name) != 0) {
            meta->globals[kept++] = *global;
        } else if (previous->type != global->type || previous->count != global->count ||
                   previous->header != global->header) {
            model_fail(model, IMAGE_BAD_INPUT, "global '%s' is declared with two different types",
                       global->name);
        }
    }
    meta->global_count = kept;
}

static bool types_equal(const struct meta_type *a, const struct meta_type *b) {
    return a->align == b->align && a->size == b->size && a->slot_count == b->slot_count &&
           (a->slot_count == 0 || memcmp(a->slots, b->slots, a->slot_count * sizeof *a->slots) == 0);
}

/* Sort, drop repetitions, which must be alike, and see that no number is missing. */
static void sort_types(struct model *model) {
    struct meta *meta = &model->meta;
    size_t kept = 0;
    if (meta->type_count > 0) {
        qsort(meta->types, meta->type_count, sizeof *meta->types, compare_types);
    }
    for (size_t i = 0; i < meta->type_count; i++) {
        const struct meta_type *type = &meta->types[i];
        if (kept > 0 && meta->types[kept - 1].number == type->number) {
            if (!types_equal(&meta->types[kept - 1], type)) {
                model_fail(model, IMAGE_BAD_INPUT, "type %" PRIu32 " is declared in two ways", type->number);
            }
        } else if (type->number != kept) {
            model_fail(model, IMAGE_BAD_INPUT, "type %zu is missing: the numbers of types are dense", kept);
        } else {
            meta->types[kept++] = *type;
        }
    }
    meta->type_count = kept;
}

static void sort_signatures(struct model *model) {
    struct meta *meta = &model->meta;
    size_t kept = 0;
    if (meta->signature_count > 0) {
        qsort(meta->signatures, meta->signature_count, sizeof *meta->signatures, compare_signatures);
    }
    for (size_t i = 0; i < meta->signature_count; i++) {
        const struct meta_signature *signature = &meta->signatures[i];
        if (kept > 0 && meta->signatures[kept - 1].number == signature->number) {
            if (!meta_signatures_equal(&meta->signatures[kept - 1].signature, &signature->signature)) {
                model_fail(model, IMAGE_BAD_INPUT, "signature %" PRIu32 " is declared in two ways",
                           signature->number);
            }
        } else if (signature->number != kept) {
            model_fail(model, IMAGE_BAD_INPUT,
                       "signature %zu is missing: the numbers of signatures are dense", kept);
        } else {
            meta->signatures[kept++] = *signature;
        }
    }
    meta->signature_count = kept;
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
    sort_globals(model);
    sort_types(model);
    sort_signatures(model);
}

const struct meta_entry *meta_find(const struct meta_entry *entries, size_t count, const char *name) {
    struct meta_entry key = {.name = name};
    return count ? bsearch(&key, entries, count, sizeof *entries, compare_entries) : nullptr;
}

const struct meta_global *meta_find_global(const struct meta *meta, const char *name) {
    struct meta_global key = {.name = name};
    return meta->global_count
               ? bsearch(&key, meta->globals, meta->global_count, sizeof *meta->globals, compare_globals)
               : nullptr;
}
