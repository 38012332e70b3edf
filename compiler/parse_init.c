/* Initialisers: braces, designators and brace elision (C23 6.7.11), flattened into (offset, value) items. */
#include "front_internal.h"

struct builder {
    struct initialiser *init;
    size_t capacity;
    bool must_be_constant;
    bool has_error;
};

static void add_item(struct front *f, struct builder *builder, uint64_t offset, const struct type *type,
                     struct expr *value) {
    struct initialiser_item *item = arena_push(f->arena, (void **)&builder->init->items,
                                               &builder->init->count, &builder->capacity, sizeof *item);
    *item = (struct initialiser_item){.offset = offset, .type = type, .value = value};
}

static void add_value(struct front *f, struct builder *builder, uint64_t offset, const struct type *type,
                      struct expr *e) {
    location at = e->at;
    e = sema_assignable(f, e, type, "initializing");
    if (sema_is_error(e)) {
        builder->has_error = true;
    } else if (builder->must_be_constant && e->kind != EXPR_INTEGER && e->kind != EXPR_FLOAT) {
        diag_error(f->diag, at, "this initializer must be a constant");
        diag_note(f->diag, LOCATION_NONE,
                  "static objects have their value before the program starts; assign to it in a function");
        builder->has_error = true;
    } else {
        add_item(f, builder, offset, type_unqualified(f->arena, type), e);
    }
}

static bool is_string_for(const struct front *f, const struct type *type) {
    const struct token *token = f->token;
    if (token->kind == TOKEN_LEFT_BRACE && parse_peek(f, 1)->kind == TOKEN_STRING)
        token = parse_peek(f, 1);
    else if (token->kind == TOKEN_LEFT_PAREN)
        return false;
    return token->kind == TOKEN_STRING && type->kind == TYPE_ARRAY && type_is_integer(type->element) &&
           type->element->kind != TYPE_BOOL;
}

/* "text" or {"text"} for an array of characters; completes an unknown length. */
static void init_string(struct front *f, struct builder *builder, const struct type **type, uint64_t offset) {
    bool is_braced = parse_accept(f, TOKEN_LEFT_BRACE);
    struct expr *string = literal_strings(f);
    if (is_braced) {
        parse_accept(f, TOKEN_COMMA);
        parse_expect(f, TOKEN_RIGHT_BRACE, "after the string");
    }
    if (sema_is_error(string)) {
        builder->has_error = true;
        return;
    }
    const struct type *element = (*type)->element;
    if (element->size != string->string->element->size) {
        diag_error(f->diag, string->at, "an array of '%s' cannot be initialized with this kind of string",
                   sema_type_text(f, element));
        builder->has_error = true;
        return;
    }
    if ((*type)->is_incomplete)
        *type = type_array(f->arena, element, string->string->length, false);
    else if (string->string->length - 1 > (*type)->length) {
        diag_error(f->diag, string->at, "the string is longer than its array of %llu",
                   (unsigned long long)(*type)->length);
        builder->has_error = true;
    }
    add_item(f, builder, offset, *type, string);
}

static void init_object(struct front *f, struct builder *builder, const struct type **type, uint64_t offset,
                        bool is_outermost);

static bool at_list_end(const struct front *f) {
    return f->token->kind == TOKEN_RIGHT_BRACE || f->token->kind == TOKEN_END || f->is_recovering;
}

/* `[constant]`; false after an error. */
static bool parse_designator(struct front *f, struct builder *builder, const struct type *type,
                             uint64_t *index) {
    location at = f->token->at;
    parse_advance(f);
    bool is_fine = parse_constant(f, "a designator", nullptr, index);
    if (f->token->kind == TOKEN_ELLIPSIS) {
        parse_error(f, f->token->at, "designator ranges '[a ... b]' are not supported");
        diag_note(f->diag, LOCATION_NONE, "fill the elements in a loop");
    }
    parse_expect(f, TOKEN_RIGHT_BRACKET, "to end the designator");
    if (is_fine && !type->is_incomplete && *index >= type->length) {
        diag_error(f->diag, at, "index %lld is out of bounds for length %llu", (long long)*index,
                   (unsigned long long)type->length);
        is_fine = false;
    }
    if (is_fine && !type_array_fits(type->element, *index < UINT64_MAX ? *index + 1 : *index)) {
        diag_error(f->diag, at, "the array is larger than any object can be");
        is_fine = false;
    }
    builder->has_error |= !is_fine;
    return is_fine && !f->is_recovering;
}

/* Elements of the array from `index` on, without braces: as many as fit, or until a designator belongs to
 * an outer array. The first element is at the current token, perhaps with more designators before it. */
static void init_elided(struct front *f, struct builder *builder, const struct type *type, uint64_t offset,
                        uint64_t index);

static void init_element(struct front *f, struct builder *builder, const struct type *element,
                         uint64_t offset) {
    if (f->token->kind == TOKEN_LEFT_BRACKET && element->kind == TYPE_ARRAY) {
        uint64_t inner = 0;
        if (parse_designator(f, builder, element, &inner))
            init_elided(f, builder, element, offset, inner);
        return;
    }
    parse_accept(f, TOKEN_ASSIGN); /* behind designators */
    const struct type *type = element;
    init_object(f, builder, &type, offset, false);
}

static void init_elided(struct front *f, struct builder *builder, const struct type *type, uint64_t offset,
                        uint64_t index) {
    for (; index < type->length; index++) {
        init_element(f, builder, type->element, offset + index * type->element->size);
        bool has_more = f->token->kind == TOKEN_COMMA && parse_peek(f, 1)->kind != TOKEN_RIGHT_BRACE &&
                        parse_peek(f, 1)->kind != TOKEN_LEFT_BRACKET;
        if (!has_more || index + 1 == type->length || f->is_recovering)
            return;
        parse_advance(f);
    }
}

/* After a mistake: skips to the brace that ends the list. */
static void skip_list(struct front *f) {
    while (f->token->kind != TOKEN_END && f->token->kind != TOKEN_RIGHT_BRACE &&
           f->token->kind != TOKEN_SEMICOLON) {
        if (f->token->kind == TOKEN_LEFT_BRACE)
            parse_skip_group(f);
        else
            parse_advance(f);
    }
    f->is_recovering = f->token->kind != TOKEN_RIGHT_BRACE;
}

/* { ... } for an array. */
static void init_braced(struct front *f, struct builder *builder, const struct type **type, uint64_t offset) {
    uint64_t index = 0, length = 0;
    const struct type *array = *type;
    parse_advance(f);
    while (!at_list_end(f)) {
        location at = f->token->at;
        bool is_designated = f->token->kind == TOKEN_LEFT_BRACKET;
        if (f->token->kind == TOKEN_DOT)
            parse_error(f, at, "an array has no members to designate");
        if (is_designated && !parse_designator(f, builder, array, &index)) {
            parse_accept(f, TOKEN_ASSIGN);
            parse_assignment(f);
            index = 0;
        } else if (!f->is_recovering) {
            if ((!array->is_incomplete && index >= array->length) ||
                !type_array_fits(array->element, index + 1)) {
                diag_error(f->diag, at, "more initializers than the array has elements (%llu)",
                           (unsigned long long)array->length);
                builder->has_error = true;
                f->is_recovering = true; /* one report is enough */
                break;
            }
            init_element(f, builder, array->element, offset + index * array->element->size);
            index++;
        }
        length = index > length ? index : length;
        if (!parse_accept(f, TOKEN_COMMA))
            break;
    }
    if (f->is_recovering) {
        builder->has_error = true;
        skip_list(f);
    }
    parse_expect(f, TOKEN_RIGHT_BRACE, "to end the initializer");
    if (array->is_incomplete) {
        if (length == 0 && !builder->has_error) {
            diag_error(f->diag, f->token->at, "an array of unknown length needs at least one initializer");
            builder->has_error = true;
        }
        *type = type_array(f->arena, array->element, length == 0 ? 1 : length, false);
    }
}

static void init_scalar(struct front *f, struct builder *builder, const struct type *type, uint64_t offset) {
    if (!parse_accept(f, TOKEN_LEFT_BRACE)) {
        add_value(f, builder, offset, type, parse_assignment(f));
        return;
    }
    if (f->token->kind == TOKEN_RIGHT_BRACE)
        add_value(f, builder, offset, type, sema_integer(f, f->token->at, type_basic(TYPE_INT), 0));
    else
        init_object(f, builder, &type, offset, false);
    parse_accept(f, TOKEN_COMMA);
    if (!at_list_end(f)) {
        parse_error(f, f->token->at, "more than one initializer for one '%s'", sema_type_text(f, type));
        builder->has_error = true;
        skip_list(f);
    }
    parse_expect(f, TOKEN_RIGHT_BRACE, "to end the initializer");
}

static void init_object(struct front *f, struct builder *builder, const struct type **type, uint64_t offset,
                        bool is_outermost) {
    if (!parse_enter(f)) {
        parse_leave(f);
        builder->has_error = true;
        return;
    }
    if (is_string_for(f, *type)) {
        init_string(f, builder, type, offset);
    } else if ((*type)->kind != TYPE_ARRAY) {
        init_scalar(f, builder, *type, offset);
    } else if (f->token->kind == TOKEN_LEFT_BRACE) {
        init_braced(f, builder, type, offset);
    } else if (is_outermost) {
        diag_error(f->diag, f->token->at, "an array is initialized with braces or a string");
        parse_assignment(f);
        builder->has_error = true;
    } else {
        init_elided(f, builder, *type, offset, 0);
    }
    parse_leave(f);
}

static bool covers_all(const struct initialiser *init, uint64_t size) {
    uint64_t end = 0;
    for (size_t i = 0; i < init->count; i++) {
        if (init->items[i].offset != end)
            return false;
        end += init->items[i].type->size;
    }
    return end == size;
}

struct initialiser *parse_initialiser(struct front *f, const struct type **type, bool must_be_constant) {
    struct builder builder = {.must_be_constant = must_be_constant};
    builder.init = arena_alloc(f->arena, sizeof *builder.init);
    if ((*type)->kind == TYPE_ERROR || (*type)->kind == TYPE_VOID || (*type)->kind == TYPE_FUNCTION) {
        if (f->token->kind == TOKEN_LEFT_BRACE)
            parse_skip_group(f);
        else
            parse_assignment(f);
        return nullptr;
    }
    init_object(f, &builder, type, 0, true);
    if (builder.has_error || f->is_recovering || f->is_stopped)
        return nullptr;
    builder.init->covers_all = covers_all(builder.init, (*type)->size);
    return builder.init;
}
