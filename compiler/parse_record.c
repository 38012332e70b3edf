/* Structures and unions: their definitions, and their layout by the System V ABI.
 *
 * A bit-field lies in an integer of its declared type that it shares with its neighbours. In a union only plain data
 * overlaps: a member with pointers gets a place of its own behind it, so that no pointer is ever seen as something
 * else. A definition with a mistake in it is completed nevertheless, marked as broken, so that its uses cause no
 * further messages. */
#include "front_internal.h"

#include <string.h>

struct counted_member {
    size_t index; /* of the pointer among the members */
    struct bounds bounds;
};

struct layout {
    struct record *record;
    size_t capacity;
    struct counted_member *counted;
    size_t counted_count, counted_capacity;
    uint64_t size;      /* so far, in bytes, the last one perhaps filled in part */
    unsigned free_bits; /* of that last byte */
    uint32_t align;
    bool is_packed;
    bool is_reported; /* that it is too large */
};

static uint64_t round_up(uint64_t size, uint32_t align) {
    return (size + align - 1) / align * align;
}

static bool check_size(struct front *f, struct layout *layout, location at, uint64_t size) {
    struct record *record = layout->record;
    if (size <= OBJECT_SIZE_MAX)
        return true;
    if (!layout->is_reported)
        diag_error(f->diag, at, "the %s is larger than any object can be",
                   record->is_union ? "union" : "structure");
    layout->is_reported = true;
    record->is_broken = true;
    return false;
}

/* Where the next bit-field of `width` bits goes: the bit in the record; takes the room. Width 0 ends an integer of
 * the type. */
static uint64_t place_bits(struct layout *layout, const struct type *type, unsigned width) {
    uint64_t unit = type->size * 8, bit = layout->record->is_union ? 0 : layout->size * 8 - layout->free_bits;
    if (width == 0 || bit / unit != (bit + width - 1) / unit)
        bit = (bit + unit - 1) / unit * unit;
    uint64_t end = bit + width, size = (end + 7) / 8;
    if (!layout->record->is_union || size > layout->size) {
        layout->size = size;
        layout->free_bits = (unsigned)(size * 8 - end);
    }
    return bit;
}

/* The type of a packed member; reports what cannot be one. */
static const struct type *pack(struct front *f, struct layout *layout, location at, const struct type *type) {
    const struct type *element = type;
    while (element->kind == TYPE_ARRAY)
        element = element->element;
    const char *mistake = nullptr;
    if (type->bit_width != 0)
        mistake = "bit-fields cannot be packed";
    else if (type_has_slots(type))
        mistake = "a packed member cannot hold pointers";
    else if (element->kind == TYPE_RECORD && element->align != 1)
        mistake = "a structure inside a packed one must be packed itself";
    if (mistake == nullptr)
        return type_aligned(f->arena, type, 1);
    diag_error(f->diag, at, "%s", mistake);
    diag_note(f->diag, LOCATION_NONE, "copy such data byte by byte, or with memcpy");
    layout->record->is_broken = true;
    return type;
}

/* The member added, or NULL if the record is too large for it. */
static struct member *add_member(struct front *f, struct layout *layout, location at, const char *name,
                                 const struct type *type, uint32_t align, bool is_packed) {
    struct record *record = layout->record;
    if (is_packed)
        type = pack(f, layout, at, type);
    if (align < type->align)
        align = type->align;
    uint64_t offset = record->is_union ? 0 : round_up(layout->size, align), end = offset + type->size;
    if (!check_size(f, layout, at, end))
        return nullptr;
    if (type->bit_width != 0) {
        uint64_t bit = place_bits(layout, type, type->bit_width), unit = type->size * 8;
        type = type_bit_field(f->arena, type, type->bit_width, (unsigned)(bit % unit));
        offset = bit / unit * type->size;
    } else if ((!record->is_union || !type_has_slots(type)) && end > layout->size) {
        layout->size = end;
        layout->free_bits = 0;
    }
    layout->align = align > layout->align ? align : layout->align;
    record->is_const |= (type->qualifiers & QUALIFIER_CONST) != 0;
    record->has_arrays |= type_has_arrays(type);
    record->has_slots |= type_has_slots(type);
    const struct type *element = type;
    while (element->kind == TYPE_ARRAY)
        element = element->element;
    if (element->kind == TYPE_RECORD)
        record->is_const |= element->record->is_const;
    struct member *member =
        arena_push(f->arena, (void **)&record->members, &record->count, &layout->capacity, sizeof *member);
    *member = (struct member){.name = name, .type = type, .offset = offset};
    return member;
}

/* Moves a union's members with pointers behind the plain ones. */
static void separate_pointers(struct front *f, struct layout *layout, location at) {
    struct record *record = layout->record;
    for (size_t i = 0; i < record->count; i++) {
        struct member *member = &record->members[i];
        if (!type_has_slots(member->type))
            continue;
        member->offset = round_up(layout->size, member->type->align);
        layout->size = member->offset + member->type->size;
        if (layout->size > OBJECT_SIZE_MAX && !layout->is_reported) {
            diag_error(f->diag, at, "the union is larger than any object can be");
            layout->is_reported = record->is_broken = true;
        }
    }
}

static void find_counts(struct front *f, const struct layout *layout) {
    struct record *record = layout->record;
    for (size_t i = 0; i < layout->counted_count; i++) {
        const struct counted_member *counted = &layout->counted[i];
        const struct member *count = nullptr;
        for (size_t j = 0; j < record->count && count == nullptr; j++) {
            const char *name = record->members[j].name;
            if (name != nullptr && strcmp(name, counted->bounds.count_name->text) == 0)
                count = &record->members[j];
        }
        if (count == nullptr && !record->is_broken) {
            diag_error(f->diag, counted->bounds.at, "the count '%s' is not a member next to the pointer",
                       counted->bounds.count_name->text);
            diag_note(f->diag, LOCATION_NONE, "declare it in the same structure: 'size_t %s;'",
                      counted->bounds.count_name->text);
        }
        if (count == nullptr || !sema_check_count_type(f, &counted->bounds, count->type))
            record->is_broken = true;
        else
            record->members[counted->index].count = count;
    }
}

/* Whether the name of a member is new; reports. */
static bool check_name(struct front *f, const struct layout *layout, location at, const char *name) {
    const struct type record = {.kind = TYPE_RECORD, .record = layout->record};
    uint64_t offset;
    if (type_find_member(&record, name, &offset, nullptr) == nullptr)
        return true;
    diag_error(f->diag, at, "two members are called '%s'", name);
    return false;
}

/* Whether a member can have the declarator's type; reports. */
static bool check_member_type(struct front *f, const struct declarator *declarator) {
    const struct type *type = declarator->type;
    const char *name = declarator->name->text;
    if (type->kind == TYPE_ERROR)
        return false;
    if (type->kind == TYPE_POINTER)
        return true;
    if (declarator->bounds.count_name != nullptr) {
        diag_error(f->diag, declarator->at, "the length of the member '%s' must be an integer constant",
                   name);
        return false;
    }
    if (type->kind == TYPE_ARRAY && type->is_incomplete) {
        diag_error(f->diag, declarator->at, "the member '%s' is an array of unknown length", name);
        diag_note(f->diag, LOCATION_NONE, "write a pointer with its count instead: 'T *__counted_by(n) %s;'",
                  name);
        return false;
    }
    return sema_check_object_type(f, type, declarator->at, "a member");
}

/* ':' width. The declarator's type becomes the bit-field's. False: reported, or there is no member to add. */
static bool parse_bit_field(struct front *f, struct layout *layout, struct declarator *declarator) {
    const struct type *type = declarator->type;
    location at = f->token->at;
    uint64_t width = 0;
    parse_advance(f);
    if (!parse_constant(f, "the width of a bit-field", nullptr, &width) || type->kind == TYPE_ERROR) {
        layout->record->is_broken = true;
        return false;
    }
    uint64_t most = type->kind == TYPE_BOOL ? 1 : type->size * 8;
    const char *mistake = !type_is_integer(type) ? "a bit-field must have an integer type"
                          : width > most         ? "a bit-field is not wider than its type"
                          : width == 0 && declarator->name != nullptr
                              ? "a bit-field with a name is at least one bit wide"
                              : nullptr;
    if (mistake != nullptr) {
        diag_error(f->diag, at, "%s", mistake);
        layout->record->is_broken = true;
        return false;
    }
    if (declarator->name == nullptr) {
        place_bits(layout, type, (unsigned)width);
        check_size(f, layout, at, layout->size);
        return false;
    }
    declarator->type = type_bit_field(f->arena, type, (unsigned)width, 0);
    return true;
}

static void parse_member_declarator(struct front *f, struct layout *layout,
                                    const struct specifiers *specifiers) {
    struct declarator declarator = {.at = f->token->at, .type = specifiers->type};
    if (f->token->kind != TOKEN_COLON)
        parse_declarator(f, specifiers->type, &declarator);
    if (f->is_recovering)
        return;
    if (f->token->kind == TOKEN_COLON) {
        if (!parse_bit_field(f, layout, &declarator))
            return;
    } else if (declarator.name == nullptr) {
        parse_error(f, declarator.at, "expected the name of a member, but found %s",
                    token_describe(f->token->kind));
        return;
    }
    bool is_fine =
        check_member_type(f, &declarator) && check_name(f, layout, declarator.at, declarator.name->text);
    uint64_t fixed_count = 0;
    if (is_fine && declarator.type->kind == TYPE_POINTER) {
        enum pointer_kind kind = POINTER_SINGLE;
        is_fine = sema_pointer_kind(f, declarator.type, &declarator.bounds, &kind, &fixed_count);
        declarator.type = type_of_kind(f->arena, declarator.type, kind);
    }
    if (!is_fine) {
        layout->record->is_broken = true;
        return;
    }
    struct member *member =
        add_member(f, layout, declarator.at, declarator.name->text, declarator.type,
                   specifiers->align > declarator.align ? specifiers->align : declarator.align,
                   layout->is_packed || declarator.is_packed || specifiers->is_packed);
    if (member == nullptr)
        return;
    member->fixed_count = fixed_count;
    if (declarator.type->kind != TYPE_POINTER || declarator.bounds.count_name == nullptr)
        return;
    struct counted_member *counted = arena_push(f->arena, (void **)&layout->counted, &layout->counted_count,
                                                &layout->counted_capacity, sizeof *counted);
    *counted = (struct counted_member){.index = layout->record->count - 1, .bounds = declarator.bounds};
}

/* A record without a name: what it has must not be called as something that is there. */
static void add_anonymous(struct front *f, struct layout *layout, const struct specifiers *specifiers) {
    const struct type *type = specifiers->type;
    bool is_anonymous = type->kind == TYPE_RECORD && type->record->tag == nullptr && !type->is_incomplete;
    if (!is_anonymous) {
        if (type->kind != TYPE_ERROR)
            diag_error(f->diag, specifiers->at, "this declares no member: give it a name");
        layout->record->is_broken = true;
        return;
    }
    for (size_t i = 0; i < type->record->count; i++) {
        const char *name = type->record->members[i].name;
        if (name != nullptr && !check_name(f, layout, specifiers->at, name)) {
            layout->record->is_broken = true;
            return;
        }
    }
    layout->record->is_broken |= type->record->is_broken;
    add_member(f, layout, specifiers->at, nullptr, type, specifiers->align, layout->is_packed);
}

/* One declaration of members, with its ';'. */
static void parse_members(struct front *f, struct layout *layout) {
    struct specifiers specifiers = {0};
    if (f->token->kind == TOKEN_STATIC_ASSERT) {
        parse_static_assert(f);
        return;
    }
    if (parse_accept(f, TOKEN_SEMICOLON))
        return;
    if (!parse_specifiers(f, &specifiers) || specifiers.type == nullptr) {
        if (f->token->kind == TOKEN_IDENTIFIER)
            parse_error(f, f->token->at, "unknown type '%s'", f->token->name->text);
        else
            parse_error(f, f->token->at, "expected a member's type, but found %s",
                        token_describe(f->token->kind));
        return;
    }
    if (specifiers.is_typedef || specifiers.is_static || specifiers.is_extern || specifiers.is_register ||
        specifiers.is_constexpr || specifiers.is_auto || specifiers.is_inline || specifiers.is_noreturn)
        diag_error(f->diag, specifiers.at, "a member is declared by its type alone");
    if (f->token->kind == TOKEN_SEMICOLON && !f->is_recovering) {
        add_anonymous(f, layout, &specifiers);
    } else {
        do {
            if (f->is_recovering)
                return;
            parse_member_declarator(f, layout, &specifiers);
        } while (parse_accept(f, TOKEN_COMMA));
    }
    if (!f->is_recovering)
        parse_expect(f, TOKEN_SEMICOLON, "after the member");
}

/* { ... }: completes the type. */
static void parse_definition(struct front *f, struct type *type, struct specifiers *attributes) {
    struct layout layout = {.record = type->record, .align = 1};
    const struct token *open = f->token;
    location at = open->at;
    parse_skip_group(f);
    const struct token *end = f->token;
    if (f->is_stopped || end[-1].kind != TOKEN_RIGHT_BRACE) {
        if (!f->is_stopped)
            parse_error(f, end->at, "expected '}' to end the members");
        type->record->is_broken = true;
        return;
    }
    parse_attributes(f, attributes); /* those behind it hold for the members, too */
    const struct token *behind = f->token;
    if (f->is_stopped || f->is_recovering)
        return;
    layout.is_packed = attributes->is_packed;
    f->token = open + 1;
    bool may_nest = parse_enter(f);
    while (may_nest && f->token < end - 1 && !f->is_recovering && f->token->kind != TOKEN_END)
        parse_members(f, &layout);
    parse_leave(f);
    if (f->is_stopped)
        return;
    if (f->is_recovering) { /* the rest of the declaration is fine */
        layout.record->is_broken = true;
        f->is_recovering = false;
    }
    f->token = behind;
    layout.align = attributes->align > layout.align ? attributes->align : layout.align;
    if (layout.record->count == 0 && !layout.record->is_broken) {
        diag_error(f->diag, at, "a %s needs at least one member",
                   layout.record->is_union ? "union" : "structure");
        layout.record->is_broken = true;
    }
    find_counts(f, &layout);
    if (layout.record->is_union)
        separate_pointers(f, &layout, at);
    layout.size = layout.size == 0 ? 1 : layout.size;
    type_complete(type, round_up(layout.size, layout.align), layout.align);
}

/* The record that the tag means already, or NULL; a tag of another kind is reported. */
static struct type *find_record(struct front *f, const struct name *tag, location at, bool is_union) {
    const struct type *known = tag->tag->type;
    if (known->kind == TYPE_RECORD && known->record->is_union == is_union)
        return known->record->first;
    diag_error(f->diag, at, "'%s' is declared as another kind of type", tag->text);
    diag_note(f->diag, tag->tag->at, "it was declared here");
    return nullptr;
}

const struct type *parse_record(struct front *f) {
    bool is_union = f->token->kind == TOKEN_UNION;
    const char *word = is_union ? "union" : "struct";
    struct specifiers attributes = {0};
    parse_advance(f);
    parse_attributes(f, &attributes);
    struct name *tag = f->token->kind == TOKEN_IDENTIFIER ? f->token->name : nullptr;
    location tag_at = f->token->at;
    if (tag != nullptr)
        parse_advance(f);
    bool is_definition = f->token->kind == TOKEN_LEFT_BRACE;
    if (tag == nullptr && !is_definition) {
        parse_error(f, f->token->at, "expected a tag or '{' after '%s'", word);
        return type_basic(TYPE_ERROR);
    }
    bool is_own = is_definition || f->token->kind == TOKEN_SEMICOLON; /* no outer tag is meant */
    struct type *type = nullptr;
    if (tag != nullptr && tag->tag != nullptr && (tag->tag->scope == f->scope || !is_own)) {
        type = find_record(f, tag, tag_at, is_union);
        if (type != nullptr && is_definition && (!type->is_incomplete || type->record->count != 0)) {
            diag_error(f->diag, tag_at, "redefinition of '%s %s'", word, tag->text);
            diag_note(f->diag, tag->tag->at, "it was first declared here");
            type = nullptr;
        }
        if (type == nullptr && !is_definition)
            return type_basic(TYPE_ERROR);
    }
    if (type == nullptr) {
        type = type_record(f->arena, is_union, tag == nullptr ? nullptr : tag->text);
        if (tag != nullptr)
            sema_declare(f, SYMBOL_TAG, tag, tag_at)->type = type;
    }
    if (is_definition)
        parse_definition(f, type, &attributes);
    return type;
}
