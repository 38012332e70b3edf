/* The last names become numbers: types, signatures, and the metadata of the object (see meta.c).
 *
 * A type is numbered when something that stays in the program needs it: a signature, a global, a frame object, a
 * test or an allocation, or a slot of such a type. A structure of which only the tag is known anywhere is one
 * byte of plain data, which nothing can be done with. */
#include "lower_meta.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

static void text_add_bytes(struct text *text, const char *bytes, size_t length) {
    if (text->capacity < text->length + length + 1) {
        size_t capacity = 2 * (text->length + length) + 64;
        char *data = memory_allocate(capacity);
        if (text->length != 0)
            memcpy(data, text->data, text->length);
        free(text->data);
        text->data = data;
        text->capacity = capacity;
    }
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

[[gnu::format(printf, 2, 3)]] static void text_add(struct text *text, const char *format, ...) {
    char bytes[256];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(bytes, sizeof bytes, format, args);
    va_end(args);
    assert(length >= 0 && (size_t)length < sizeof bytes);
    text_add_bytes(text, bytes, (size_t)length);
}

/* ---- types ---- */

static char *copy_string(LLVMValueRef string) {
    unsigned length = 0;
    const char *text = LLVMGetMDString(string, &length);
    return string_printf("%.*s", (int)length, text);
}

static struct named_type *find_exactly(struct numbering *numbering, const char *name, size_t length) {
    for (size_t i = 0; i < numbering->type_count; i++) {
        struct named_type *type = &numbering->types[i];
        if (strlen(type->name) == length && memcmp(type->name, name, length) == 0)
            return type;
    }
    return NULL;
}

static struct named_type *add_type(struct numbering *numbering, char *name, char *description) {
    if (numbering->type_count == numbering->type_capacity) {
        size_t capacity = numbering->type_capacity == 0 ? 64 : 2 * numbering->type_capacity;
        struct named_type *types = memory_allocate(capacity * sizeof *types);
        if (numbering->type_count != 0)
            memcpy(types, numbering->types, numbering->type_count * sizeof *types);
        free(numbering->types);
        numbering->types = types;
        numbering->type_capacity = capacity;
    }
    struct named_type *type = &numbering->types[numbering->type_count++];
    *type = (struct named_type){.name = name, .description = description, .number = -1};
    return type;
}

void numbering_start(struct numbering *numbering, struct lower_context *context, LLVMModuleRef module) {
    *numbering = (struct numbering){.context = context, .module = module};
    unsigned count = LLVMGetNamedMetadataNumOperands(module, METADATA_TYPES);
    LLVMValueRef *pairs = memory_allocate((count + 1) * sizeof *pairs);
    LLVMGetNamedMetadataOperands(module, METADATA_TYPES, pairs);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef parts[2];
        assert(LLVMGetMDNodeNumOperands(pairs[i]) == 2);
        LLVMGetMDNodeOperands(pairs[i], parts);
        char *name = copy_string(parts[0]);
        if (find_exactly(numbering, name, strlen(name)) == NULL)
            add_type(numbering, name, copy_string(parts[1]));
        else
            free(name);
    }
    free(pairs);
}

void numbering_end(struct numbering *numbering) {
    for (size_t i = 0; i < numbering->type_count; i++) {
        free(numbering->types[i].name);
        free(numbering->types[i].description);
    }
    for (size_t i = 0; i < numbering->signature_count; i++)
        free(numbering->signatures[i]);
    free(numbering->types);
    free(numbering->order);
    free(numbering->signatures);
    free(numbering->lines.data);
}

/* "struct.node.?" is whatever structure of that tag some other unit has seen the members of. */
static struct named_type *find_type(struct numbering *numbering, const char *name, size_t length) {
    struct named_type *found = find_exactly(numbering, name, length);
    if (found != NULL)
        return found;
    assert(length > 1 && name[length - 1] == '?');
    for (size_t i = 0; i < numbering->type_count; i++) {
        const char *other = numbering->types[i].name;
        if (strncmp(other, name, length - 1) == 0 && strchr(other + length - 1, '.') == NULL)
            return &numbering->types[i];
    }
    return add_type(numbering, string_printf("%.*s", (int)length, name), string_printf("1 1"));
}

unsigned numbering_type(struct numbering *numbering, const char *name, size_t length) {
    struct named_type *type = find_type(numbering, name, length);
    if (type->number < 0) {
        size_t *order = memory_allocate((numbering->ordered + 1) * sizeof *order);
        if (numbering->ordered != 0)
            memcpy(order, numbering->order, numbering->ordered * sizeof *order);
        free(numbering->order);
        numbering->order = order;
        type->number = (int)numbering->ordered;
        order[numbering->ordered++] = (size_t)(type - numbering->types);
    }
    return (unsigned)type->number;
}

/* ---- signatures ---- */

static unsigned number_signature(struct numbering *numbering, const char *text, size_t length) {
    char *numbered = numbering_text(numbering, text, length);
    for (size_t i = 0; i < numbering->signature_count; i++)
        if (strcmp(numbering->signatures[i], numbered) == 0) {
            free(numbered);
            return (unsigned)i;
        }
    char **signatures = memory_allocate((numbering->signature_count + 1) * sizeof *signatures);
    if (numbering->signature_count != 0)
        memcpy(signatures, numbering->signatures, numbering->signature_count * sizeof *signatures);
    free(numbering->signatures);
    numbering->signatures = signatures;
    signatures[numbering->signature_count] = numbered;
    return (unsigned)numbering->signature_count++;
}

static bool is_name_character(char c) {
    return c == '.' || c == '_' || c == '?' || c == '$' || (c & 0x80) != 0 || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of what stands in parentheses, from the opening one on. */
static size_t enclosed(const char *text, size_t length) {
    size_t depth = 0;
    for (size_t i = 0; i < length; i++) {
        depth += text[i] == '(';
        if (text[i] == ')' && --depth == 0)
            return i + 1;
    }
    abort(); /* lower_name.c closes what it opens */
}

char *numbering_text(struct numbering *numbering, const char *text, size_t length) {
    struct text result = {0};
    text_add_bytes(&result, "", 0);
    for (size_t i = 0; i < length;) {
        if (text[i] == '#') {
            size_t end = ++i;
            while (end < length && is_name_character(text[end]))
                end++;
            text_add(&result, "#%u", numbering_type(numbering, text + i, end - i));
            i = end;
        } else if (text[i] == '(') {
            size_t whole = enclosed(text + i, length - i);
            text_add(&result, "%u", number_signature(numbering, text + i + 1, whole - 2));
            i += whole;
        } else {
            text_add_bytes(&result, text + i++, 1);
        }
    }
    return result.data;
}

static bool has_note(LLVMValueRef function, unsigned parameter, const char *name) {
    return LLVMGetStringAttributeAtIndex(function, parameter + 1, name, (unsigned)strlen(name)) != NULL;
}

/* Where the piece that starts at `start` ends: at `mark`, outside of parentheses. */
static size_t piece_end(const char *text, size_t start, size_t length, char mark) {
    size_t i = start;
    while (i < length && text[i] != mark)
        i += text[i] == '(' ? enclosed(text + i, length - i) : 1;
    return i;
}

static bool is_reference(char letter) {
    return letter != '\0' && strchr("rwoOaApP", letter) != NULL;
}

/* Writable if the arguments are that it may be: where one of them is read-only, as the caller's are. */
static void add_result(struct text *result, const char *text, size_t length, bool inherits) {
    bool is_writable = length > 0 && strchr("OACP", text[0]) != NULL;
    if (!is_writable || !inherits) {
        text_add_bytes(result, text, length);
        return;
    }
    char letter = (char)(text[0] - 'A' + 'a');
    bool is_indexed = text[length - 1] == '+';
    text_add_bytes(result, &letter, 1);
    text_add_bytes(result, text + 1, length - 1 - is_indexed);
    text_add(result, "~%s", is_indexed ? "+" : "");
}

char *numbering_signature(struct numbering *numbering, LLVMValueRef function) {
    unsigned length = 0, count = LLVMCountParams(function), index = 0;
    const char *text = lower_string_attribute(function, ATTRIBUTE_SIGNATURE, &length);
    size_t colon = piece_end(text, 0, length, ':');
    struct text parameters = {0}, whole = {0};
    bool inherits = false;
    for (size_t start = colon + 1; start < length; index++) {
        size_t end = piece_end(text, start, length, ',');
        text_add_bytes(&parameters, text + start, end - start);
        bool may_be_noted = index < count && is_reference(text[start]) &&
                            memchr(text + start, '!', end - start) == NULL &&
                            memchr(text + start, '^', end - start) == NULL;
        bool is_returned = may_be_noted && has_note(function, index, ATTRIBUTE_RETURNED);
        if (may_be_noted && has_note(function, index, ATTRIBUTE_STORABLE))
            text_add(&parameters, "!");
        if (is_returned)
            text_add(&parameters, "^");
        inherits |= is_returned && strchr("roap", text[start]) != NULL;
        if (end < length)
            text_add(&parameters, ",");
        start = end + 1;
    }
    add_result(&whole, text, colon, inherits);
    text_add(&whole, ":");
    text_add_bytes(&whole, parameters.data, parameters.length);
    char *numbered = numbering_text(numbering, whole.data, whole.length);
    free(parameters.data);
    free(whole.data);
    return numbered;
}

/* ---- notes of objects ---- */

static bool read_note(LLVMValueRef node, struct object_note *note) {
    LLVMValueRef parts[2];
    if (node == NULL || LLVMGetMDNodeNumOperands(node) != 2)
        return false;
    LLVMGetMDNodeOperands(node, parts);
    note->name = LLVMGetMDString(parts[0], &note->name_length);
    note->count = LLVMConstIntGetZExtValue(parts[1]);
    return true;
}

bool lower_read_object(struct lower_context *context, LLVMValueRef object, struct object_note *note) {
    unsigned kind = LLVMGetMDKindIDInContext(context->llvm, METADATA_OBJECT, sizeof METADATA_OBJECT - 1);
    if (LLVMIsAGlobalVariable(object) == NULL)
        return read_note(LLVMGetMetadata(object, kind), note);
    size_t count;
    bool is_noted = false;
    LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(object, &count);
    for (unsigned i = 0; i < count && !is_noted; i++)
        if (LLVMValueMetadataEntriesGetKind(entries, i) == kind) {
            LLVMMetadataRef node = LLVMValueMetadataEntriesGetMetadata(entries, i);
            is_noted = read_note(LLVMMetadataAsValue(context->llvm, node), note);
        }
    LLVMDisposeValueMetadataEntries(entries);
    return is_noted;
}

const char *numbering_description(struct numbering *numbering, const struct object_note *note) {
    return find_type(numbering, note->name, note->name_length)->description;
}

const char *slot_run_next(const char *text, struct slot_run *run) {
    text = strchr(text, ' ');
    if (text == NULL)
        return NULL;
    char *end;
    *run = (struct slot_run){.offset = strtoull(text + 1, &end, 10), .stride = 8, .count = 1};
    if (*end == '+') {
        run->stride = strtoull(end + 1, &end, 10);
        run->count = strtoull(end + 1, &end, 10);
    }
    return end;
}

const char *slot_run_first(const char *description, struct slot_run *run) {
    return slot_run_next(strchr(description, ' ') + 1, run);
}

uint64_t numbering_slots(struct numbering *numbering, const struct object_note *note) {
    const char *description = numbering_description(numbering, note);
    uint64_t count = 0;
    struct slot_run run;
    for (const char *text = slot_run_first(description, &run); text != NULL; text = slot_run_next(text, &run))
        count += run.count;
    return count * note->count;
}

/* ---- what the object says ---- */

/* A line of the metadata section. */
[[gnu::format(printf, 2, 3)]] static void add_line(struct numbering *numbering, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *line = NULL;
    int length = vasprintf(&line, format, args);
    va_end(args);
    assert(length >= 0);
    text_add_bytes(&numbering->lines, ".ascii \"", 8);
    text_add_bytes(&numbering->lines, line, (size_t)length);
    text_add_bytes(&numbering->lines, "\\n\"\n", 4);
    free(line);
}

static void append_asm(struct numbering *numbering, const char *text, size_t length) {
    LLVMAppendModuleInlineAsm(numbering->module, text, length);
}

/* What the kernel calls the services' signatures. */
static const char *service_signature(const char *name) {
    static const struct {
        const char *name, *signature;
    } services[] = {
#define SERVICE(name, class, signature, why) {#name, signature},
#include "../kernel/services.def"
#undef SERVICE
    };
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
        if (strcmp(services[i].name, name) == 0)
            return services[i].signature;
    return NULL;
}

static void append_function(struct numbering *numbering, LLVMValueRef function, const char *body) {
    size_t length;
    const char *name = LLVMGetValueName2(function, &length);
    char *signature = numbering_signature(numbering, function);
    char *code = string_printf(
        ".section \".text.%s\",\"ax\",@progbits\n.p2align 4, 0x90\n.globl \"%s\"\n.hidden \"%s\"\n"
        ".type \"%s\",@function\n\"%s\":\n%s\tretq\n.size \"%s\", .-\"%s\"\n",
        name, name, name, name, name, body, name, name);
    append_asm(numbering, code, strlen(code));
    add_line(numbering, "function %s %s", name, signature);
    free(code);
    free(signature);
}

/* A service is called through the import table. The call sits in a stub of its own, since LLVM would load the
 * entry into a register ahead of a loop, and only calls through the table itself are allowed. `set_up` sets the
 * service's own arguments. */
static void append_stub(struct numbering *numbering, LLVMValueRef function, const char *service,
                        const char *set_up) {
    const char *expected = service_signature(service);
    char *signature = numbering_signature(numbering, function);
    char *body =
        string_printf("%s\tsubq $8, %%rsp\n\tcallq *__import_%s(%%rip)\n\taddq $8, %%rsp\n", set_up, service);
    append_function(numbering, function, body);
    add_line(numbering, "import %s %s", service, expected == NULL ? signature : expected);
    free(body);
    free(signature);
}

/* The functions that only the linked program gets. */
static void append_stubs(struct numbering *numbering, LLVMValueRef function) {
    static const struct {
        const char *prefix, *service;
    } typed[] = {{ALLOCATE_PREFIX, "allocate"},
                 {LOCATE_PREFIX, "locate"},
                 {LOCATE_CONST_PREFIX, "locate"},
                 {START_PREFIX, "start"},
                 {START_CONST_PREFIX, "start"}};
    size_t length;
    const char *name = LLVMGetValueName2(function, &length);
    if (LLVMGetFirstUse(function) == NULL)
        return;
    if (strncmp(name, SERVICE_PREFIX, sizeof SERVICE_PREFIX - 1) == 0)
        append_stub(numbering, function, name + sizeof SERVICE_PREFIX - 1, "");
    if (strncmp(name, ELEMENT_PREFIX, sizeof ELEMENT_PREFIX - 1) == 0 ||
        strncmp(name, ELEMENT_CONST_PREFIX, sizeof ELEMENT_CONST_PREFIX - 1) == 0)
        append_function(numbering, function, "\tmovq %rdi, %rax\n");
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        size_t prefix = strlen(typed[i].prefix);
        if (strncmp(name, typed[i].prefix, prefix) != 0)
            continue;
        unsigned number = numbering_type(numbering, name + prefix, length - prefix);
        char *set_up = string_printf("\tmovq %%rdi, %%rsi\n\tmovl $%u, %%edi\n", number);
        append_stub(numbering, function, typed[i].service, set_up);
        free(set_up);
    }
}

/* Types that the slots of numbered types refer to get numbers on the way. */
static void add_types(struct numbering *numbering) {
    for (size_t i = 0; i < numbering->ordered; i++) {
        const char *description = numbering->types[numbering->order[i]].description;
        char *numbered = numbering_text(numbering, description, strlen(description));
        add_line(numbering, "type %zu %s", i, numbered);
        free(numbered);
    }
    for (size_t i = 0; i < numbering->signature_count; i++)
        add_line(numbering, "signature %zu %s", i, numbering->signatures[i]);
}

/* Puts a header in front of a global, of zeroes, which the loader fills: from here on the global's name is that
 * of a place inside. */
static void add_header(struct numbering *numbering, LLVMValueRef global, const struct object_note *note) {
    struct lower_context *context = numbering->context;
    size_t length;
    char *name = string_printf("%s", LLVMGetValueName2(global, &length));
    char *header_name = string_printf("%s.header", name);
    unsigned type = numbering_type(numbering, note->name, note->name_length);
    add_line(numbering, "global %s %u %" PRIu64 " header", header_name, type, note->count);
    LLVMValueRef zero = lower_i64(context, 0), distance = lower_i64(context, 2 * sizeof(uint64_t));
    LLVMValueRef parts[] = {zero, zero, LLVMGetInitializer(global)};
    LLVMValueRef constant = LLVMConstStructInContext(context->llvm, parts, 3, true);
    LLVMValueRef whole = LLVMAddGlobal(numbering->module, LLVMTypeOf(constant), header_name);
    LLVMSetInitializer(whole, constant);
    LLVMSetGlobalConstant(whole, LLVMIsGlobalConstant(global));
    LLVMSetVisibility(whole, LLVMHiddenVisibility);
    lower_debug_keep_global(context, global, whole, 2 * sizeof(uint64_t));
    LLVMSetAlignment(whole, LLVMGetAlignment(global) < 8 ? 8 : LLVMGetAlignment(global));
    LLVMValueRef alias = LLVMAddAlias2(numbering->module, LLVMGlobalGetValueType(global), 0,
                                       LLVMConstGEP2(context->i8, whole, &distance, 1), "");
    /* Weak, so that LLVM knows nothing of its alignment, by which it would read more than a small object has. */
    LLVMSetLinkage(alias, LLVMWeakAnyLinkage);
    LLVMSetVisibility(alias, LLVMHiddenVisibility);
    LLVMReplaceAllUsesWith(global, alias);
    LLVMDeleteGlobal(global);
    LLVMSetValueName2(alias, name, length);
    free(name);
    free(header_name);
}

static void resolve_type(struct numbering *numbering, LLVMValueRef global, const char *name, size_t length) {
    LLVMValueRef number = lower_i64(numbering->context, numbering_type(numbering, name, length));
    LLVMReplaceAllUsesWith(global, LLVMConstIntToPtr(number, numbering->context->ptr));
    LLVMDeleteGlobal(global);
}

void numbering_resolve(struct numbering *numbering) {
    const size_t prefix = sizeof TYPE_PREFIX - 1;
    LLVMValueRef last = LLVMGetLastGlobal(numbering->module), next;
    for (LLVMValueRef g = LLVMGetFirstGlobal(numbering->module); g != NULL; g = next) {
        struct object_note note;
        size_t length;
        const char *name = LLVMGetValueName2(g, &length);
        next = g == last ? NULL : LLVMGetNextGlobal(g); /* what is added stands behind */
        if (strncmp(name, TYPE_PREFIX, prefix) == 0)
            resolve_type(numbering, g, name + prefix, length - prefix);
        else if (LLVMIsDeclaration(g))
            continue;
        else if (lower_read_object(numbering->context, g, &note))
            add_header(numbering, g, &note);
        else
            add_line(numbering, "global %s", name);
    }
}

unsigned numbering_append(struct numbering *numbering) {
    unsigned functions = 0;
    for (LLVMValueRef f = LLVMGetFirstFunction(numbering->module); f != NULL; f = LLVMGetNextFunction(f)) {
        size_t name_length;
        unsigned length = 0;
        const char *name = LLVMGetValueName2(f, &name_length);
        if (lower_string_attribute(f, ATTRIBUTE_SIGNATURE, &length) == NULL)
            continue;
        if (LLVMIsDeclaration(f)) {
            append_stubs(numbering, f);
            continue;
        }
        char *signature = numbering_signature(numbering, f);
        add_line(numbering, "function %s %s", name, signature);
        free(signature);
        functions++;
        if (strcmp(name, "_start") == 0)
            add_line(numbering, "entry _start");
    }
    add_types(numbering);
    static const char section[] = ".section .vouch.meta,\"\",@progbits\n", text[] = ".text\n";
    append_asm(numbering, section, sizeof section - 1);
    append_asm(numbering, numbering->lines.data, numbering->lines.length);
    append_asm(numbering, text, sizeof text - 1);
    return functions;
}
