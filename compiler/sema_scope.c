/* Scopes and what names mean in them.
 *
 * A name points straight to its innermost symbol, which remembers the one it shadows, so look-up costs
 * nothing; the end of a scope restores what its symbols shadowed. */
#include "front_internal.h"

void sema_push_scope(struct front *f, struct scope *scope) {
    *scope = (struct scope){.outer = f->scope};
    f->scope = scope;
}

static void warn_unused(struct front *f, const struct symbol *symbol) {
    if (!f->diag->warn_all || symbol->kind != SYMBOL_VARIABLE || symbol->may_be_unused)
        return;
    const struct variable *variable = symbol->variable;
    if (variable->type->kind != TYPE_ERROR && !variable->is_used && !variable->is_parameter &&
        !variable->is_global && variable->name[0] != '\0')
        diag_warning(f->diag, variable->at, "unused-variable", "unused variable '%s'", variable->name);
}

void sema_pop_scope(struct front *f) {
    /* Symbols are chained newest first; warnings come in source order. */
    struct symbol *ordered = nullptr;
    for (struct symbol *symbol = f->scope->symbols, *next; symbol != nullptr; symbol = next) {
        next = symbol->next;
        if (symbol->kind == SYMBOL_TAG)
            symbol->name->tag = symbol->shadowed;
        else
            symbol->name->symbol = symbol->shadowed;
        symbol->next = ordered;
        ordered = symbol;
    }
    for (const struct symbol *symbol = ordered; symbol != nullptr; symbol = symbol->next)
        warn_unused(f, symbol);
    f->scope = f->scope->outer;
}

struct symbol *sema_declare(struct front *f, enum symbol_kind kind, struct name *name, location at) {
    struct symbol **meaning = kind == SYMBOL_TAG ? &name->tag : &name->symbol;
    struct symbol *symbol = arena_alloc(f->arena, sizeof *symbol);
    *symbol = (struct symbol){.kind = kind,
                              .name = name,
                              .shadowed = *meaning,
                              .next = f->scope->symbols,
                              .scope = f->scope,
                              .at = at};
    f->scope->symbols = symbol;
    *meaning = symbol;
    return symbol;
}

struct symbol *sema_find_here(const struct front *f, const struct name *name) {
    return name->symbol != nullptr && name->symbol->scope == f->scope ? name->symbol : nullptr;
}

struct variable *sema_add_local(struct front *f, const char *name, location at, const struct type *type) {
    struct variable *variable = arena_alloc(f->arena, sizeof *variable);
    *variable = (struct variable){.name = name, .at = at, .type = type, .align = type->align};
    variable->address_taken = type->kind == TYPE_ARRAY || type->kind == TYPE_RECORD;
    struct function *function = f->function;
    *(struct variable **)arena_push(f->arena, (void **)&function->locals, &function->local_count,
                                    &f->local_capacity, sizeof variable) = variable;
    return variable;
}

void sema_count_frame(struct front *f, location at, uint64_t bytes) {
    uint64_t before = f->frame_bytes;
    f->frame_bytes += bytes;
    if (f->frame_bytes > FRAME_BYTES_MAX && before <= FRAME_BYTES_MAX) {
        diag_error(f->diag, at, "the variables of '%s' need more than %u bytes of stack", f->function->name,
                   FRAME_BYTES_MAX);
        diag_note(f->diag, LOCATION_NONE, "make large arrays static");
    }
}

struct label *sema_label(struct front *f, const struct name *name, location at) {
    struct function *function = f->function;
    for (size_t i = 0; i < function->label_count; i++) {
        if (function->labels[i]->name == name->text)
            return function->labels[i];
    }
    struct label *label = arena_alloc(f->arena, sizeof *label);
    *label = (struct label){.name = name->text, .at = at};
    *(struct label **)arena_push(f->arena, (void **)&function->labels, &function->label_count,
                                 &f->label_capacity, sizeof label) = label;
    return label;
}
