/* Initialisers: braces, designators and brace elision (C23 6.7.11), flattened into (offset, value) items.
 *
 * Arrays, structures and unions are aggregates of parts: elements or members, by their index. */
#include "front_internal.h"

struct builder {
    struct initialiser *init;
    size_t capacity;
    bool must_be_constant;
    bool has_error;
    struct expr *pending; /* read already, but not yet given to an object */
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
    if (builder->must_be_constant && e->type->kind == TYPE_POINTER && !sema_is_error(e)) {
        struct expr *known = sema_static_pointer_value(f, e, type);
        e = known == nullptr ? e : known;
    }
    bool is_constant = e->kind == EXPR_INTEGER || e->kind == EXPR_FLOAT || e->kind == EXPR_NULL ||
                       e->kind == EXPR_FUNCTION || e->kind == EXPR_STATIC_ADDRESS;
    if (sema_is_error(e)) {
        builder->has_error = true;
    } else if (builder->must_be_constant && !is_constant) {
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

/* ---- arrays, structures and unions: what they are made of */

static bool is_aggregate(const struct type *type) {
    return type->kind == TYPE_ARRAY || type->kind == TYPE_RECORD;
}

/* How many parts initialisers without designators reach: of a union only its first member. */
static uint64_t part_count(const struct type *type) {
    if (type->kind == TYPE_ARRAY)
        return type->is_incomplete ? UINT64_MAX : type->length;
    return type->record->is_union && type->record->count > 1 ? 1 : type->record->count;
}

static const struct type *part_type(const struct type *type, uint64_t index) {
    return type->kind == TYPE_ARRAY ? type->element : type->record->members[index].type;
}

static uint64_t part_offset(const struct type *type, uint64_t index) {
    return type->kind == TYPE_ARRAY ? index * type->element->size : type->record->members[index].offset;
}

/* ---- designators */

/* `[constant]`; false after an error. */
static bool parse_index(struct front *f, struct builder *builder, const struct type *type, uint64_t *index) {
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

/* `.name`; false after an error. A member of an anonymous record is left to be read again inside that. */
static bool parse_member_name(struct front *f, struct builder *builder, const struct type *type,
                              uint64_t *index) {
    const struct token *dot = f->token;
    parse_advance(f);
    const struct token *token = f->token;
    uint64_t offset;
    size_t place = 0;
    const struct member *member = nullptr;
    if (!parse_expect(f, TOKEN_IDENTIFIER, "as the name of a member"))
        return false;
    member = type_find_member(type, token->name->text, &offset, &place);
    if (member == nullptr) {
        if (!type->record->is_broken)
            diag_error(f->diag, token->at, "'%s' has no member '%s'", sema_type_text(f, type),
                       token->name->text);
        builder->has_error = true;
        return false;
    }
    *index = place;
    if (member != &type->record->members[place])
        f->token = dot;
    return true;
}

static bool is_designator(const struct front *f) {
    return f->token->kind == TOKEN_LEFT_BRACKET || f->token->kind == TOKEN_DOT;
}

/* What designates a part of `type`; false after an error. */
static bool parse_designator(struct front *f, struct builder *builder, const struct type *type,
                             uint64_t *index) {
    bool is_index = f->token->kind == TOKEN_LEFT_BRACKET;
    if (is_index && type->kind == TYPE_ARRAY)
        return parse_index(f, builder, type, index);
    if (!is_index && type->kind == TYPE_RECORD)
        return parse_member_name(f, builder, type, index);
    if (type->kind == TYPE_ARRAY)
        parse_error(f, f->token->at, "an array has no members to designate");
    else
        parse_error(f, f->token->at, "'%s' has no elements to designate", sema_type_text(f, type));
    builder->has_error = true;
    return false;
}

/* After a wrong designator: skips the ones behind it and what they stand for. */
static void skip_designation(struct front *f) {
    while (is_designator(f) && !f->is_recovering) {
        if (f->token->kind == TOKEN_LEFT_BRACKET)
            parse_skip_group(f);
        else
            parse_advance(f);
        parse_accept(f, TOKEN_IDENTIFIER);
    }
    parse_accept(f, TOKEN_ASSIGN);
    if (f->token->kind == TOKEN_LEFT_BRACE)
        parse_skip_group(f);
    else if (!f->is_recovering)
        parse_assignment(f);
}

/* ---- lists */

/* Parts of the aggregate from `index` on, without braces: as many as fit, or until a designator belongs to
 * an outer one. The first part is at the current token, perhaps with more designators before it. */
static void init_elided(struct front *f, struct builder *builder, const struct type *type, uint64_t offset,
                        uint64_t index);

static void init_part(struct front *f, struct builder *builder, const struct type *part, uint64_t offset) {
    if (builder->pending == nullptr && is_designator(f) && is_aggregate(part)) {
        uint64_t inner = 0;
        if (parse_designator(f, builder, part, &inner))
            init_elided(f, builder, part, offset, inner);
        else
            skip_designation(f);
        return;
    }
    if (builder->pending == nullptr)
        parse_accept(f, TOKEN_ASSIGN); /* behind designators */
    const struct type *type = part;
    init_object(f, builder, &type, offset, false);
}

static void init_elided(struct front *f, struct builder *builder, const struct type *type, uint64_t offset,
                        uint64_t index) {
    do {
        init_part(f, builder, part_type(type, index), offset + part_offset(type, index));
        index++;
        const struct token *next = parse_peek(f, 1);
        bool has_more = f->token->kind == TOKEN_COMMA && next->kind != TOKEN_RIGHT_BRACE &&
                        next->kind != TOKEN_LEFT_BRACKET && next->kind != TOKEN_DOT;
        if (!has_more || index >= part_count(type) || f->is_recovering)
            return;
        parse_advance(f);
    } while (!f->is_recovering);
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

/* Whether the aggregate has a part `index`; reports. */
static bool check_room(struct front *f, struct builder *builder, const struct type *type, uint64_t index,
                       location at) {
    bool fits = index < part_count(type);
    if (type->kind == TYPE_ARRAY)
        fits = fits && type_array_fits(type->element, index + 1);
    if (fits)
        return true;
    if (type->kind == TYPE_ARRAY)
        diag_error(f->diag, at, "more initializers than the array has elements (%llu)",
                   (unsigned long long)type->length);
    else if (!type->record->is_broken)
        diag_error(f->diag, at, "more initializers than '%s' has members", sema_type_text(f, type));
    builder->has_error = true;
    f->is_recovering = true; /* one report is enough */
    return false;
}

/* { ... } for an aggregate. */
static void init_braced(struct front *f, struct builder *builder, const struct type **type, uint64_t offset) {
    uint64_t index = 0, length = 0;
    const struct type *whole = *type;
    parse_advance(f);
    while (!at_list_end(f)) {
        location at = f->token->at;
        bool is_designated = is_designator(f);
        if (is_designated && !parse_designator(f, builder, whole, &index)) {
            skip_designation(f);
            index = 0;
        } else if (!f->is_recovering) {
            if (!is_designated && !check_room(f, builder, whole, index, at))
                break;
            init_part(f, builder, part_type(whole, index), offset + part_offset(whole, index));
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
    if (whole->kind == TYPE_ARRAY && whole->is_incomplete) {
        if (length == 0 && !builder->has_error) {
            diag_error(f->diag, f->token->at, "an array of unknown length needs at least one initializer");
            builder->has_error = true;
        }
        *type = type_array(f->arena, whole->element, length == 0 ? 1 : length, false);
    }
}

/* The expression at the current token, or the one that was read already. */
static struct expr *take_expression(struct front *f, struct builder *builder) {
    struct expr *e = builder->pending;
    builder->pending = nullptr;
    return e == nullptr ? parse_assignment(f) : e;
}

static void init_scalar(struct front *f, struct builder *builder, const struct type *type, uint64_t offset) {
    if (builder->pending != nullptr || !parse_accept(f, TOKEN_LEFT_BRACE)) {
        add_value(f, builder, offset, type, take_expression(f, builder));
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

/* A record without braces: one expression of its type, or else values for its members. The expression must
 * be read to know; it then is the value of the first member, or of that one's first member, and so on. */
static void init_record(struct front *f, struct builder *builder, const struct type *type, uint64_t offset,
                        bool is_outermost) {
    if (builder->pending == nullptr && f->token->kind != TOKEN_STRING) {
        struct expr *e = parse_assignment(f);
        builder->pending = e;
        builder->has_error |= sema_is_error(e);
    }
    const struct expr *e = builder->pending;
    if (e != nullptr && (sema_is_error(e) || is_outermost || type_equal(e->type, type)))
        add_value(f, builder, offset, type, take_expression(f, builder));
    else if (is_outermost) /* a string */
        add_value(f, builder, offset, type, parse_assignment(f));
    else if (type->record->count == 0)
        builder->has_error = true; /* a broken one, reported */
    else
        init_elided(f, builder, type, offset, 0);
}

static void init_object(struct front *f, struct builder *builder, const struct type **type, uint64_t offset,
                        bool is_outermost) {
    if (!parse_enter(f)) {
        parse_leave(f);
        builder->has_error = true;
        return;
    }
    bool is_braced = builder->pending == nullptr && f->token->kind == TOKEN_LEFT_BRACE;
    if (builder->pending == nullptr && is_string_for(f, *type)) {
        init_string(f, builder, type, offset);
    } else if (!is_aggregate(*type)) {
        init_scalar(f, builder, *type, offset);
    } else if (is_braced) {
        init_braced(f, builder, type, offset);
    } else if ((*type)->kind == TYPE_RECORD) {
        init_record(f, builder, *type, offset, is_outermost);
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
        if (init->items[i].offset != end || init->items[i].type->bit_width != 0)
            return false;
        end += init->items[i].type->size;
    }
    return end == size;
}

static const struct expr *value_at(const struct initialiser *init, uint64_t offset) {
    const struct expr *value = nullptr; /* the last one counts */
    for (size_t i = 0; i < init->count; i++) {
        if (init->items[i].offset == offset)
            value = init->items[i].value;
    }
    return value;
}

/* Reports a pointer that has fewer elements than the count initialised next to it. */
static bool check_counts(struct front *f, const struct initialiser *init, const struct type *type) {
    bool is_fine = true;
    if (type->kind != TYPE_RECORD)
        return true;
    for (size_t i = 0; i < type->record->count; i++) {
        const struct member *member = &type->record->members[i];
        const struct expr *pointer = nullptr, *count = nullptr;
        if (member->count == nullptr)
            continue;
        pointer = value_at(init, member->offset);
        count = value_at(init, member->count->offset);
        if (pointer != nullptr && count != nullptr && count->kind == EXPR_INTEGER && f->unevaluated == 0)
            is_fine &= sema_check_counted_value(f, pointer, member->type, member->name, count->integer);
    }
    return is_fine;
}

struct initialiser *parse_initialiser(struct front *f, const struct type **type, bool must_be_constant) {
    struct builder builder = {.must_be_constant = must_be_constant};
    builder.init = arena_alloc(f->arena, sizeof *builder.init);
    bool is_unknown = (*type)->kind == TYPE_RECORD && (*type)->is_incomplete; /* its declaration reports */
    if (is_unknown || (*type)->kind == TYPE_ERROR || (*type)->kind == TYPE_VOID ||
        (*type)->kind == TYPE_FUNCTION) {
        if (f->token->kind == TOKEN_LEFT_BRACE)
            parse_skip_group(f);
        else
            parse_assignment(f);
        return nullptr;
    }
    init_object(f, &builder, type, 0, true);
    if (builder.has_error || f->is_recovering || f->is_stopped || !check_counts(f, builder.init, *type))
        return nullptr;
    builder.init->covers_all = covers_all(builder.init, (*type)->size);
    return builder.init;
}
