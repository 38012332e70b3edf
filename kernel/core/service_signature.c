/* Signature text to a list of parameters, and from services.def to the table that the verifier compares
 * imports with. Used by the kernel at load and by the host tools (vcc, fuzzers), so it depends on nothing
 * but the verifier's headers.
 *
 * The table is filled at its first use. A malformed line of services.def is a bug of ours and stops that
 * first use. */
#include "service_signature.h"

static bool parse_scalar(char letter, uint8_t *kind, uint8_t *width) {
    switch (letter) {
    case 'b':
        *kind = VX_INTEGER, *width = 1;
        return true;
    case 'h':
        *kind = VX_INTEGER, *width = 2;
        return true;
    case 'i':
        *kind = VX_INTEGER, *width = 4;
        return true;
    case 'l':
        *kind = VX_INTEGER, *width = 8;
        return true;
    case 'f':
        *kind = VX_FLOAT, *width = 4;
        return true;
    case 'd':
        *kind = VX_FLOAT, *width = 8;
        return true;
    }
    return false;
}

/* A decimal number in [0, limit] at **text; moves *text behind it. */
static bool parse_number(const char **text, uint32_t limit, uint32_t *number) {
    uint64_t value = 0;
    const char *at = *text;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (uint64_t)(*at - '0');
        if (value > limit)
            return false;
    }
    if (at == *text)
        return false;
    *text = at;
    *number = (uint32_t)value;
    return true;
}

static bool take(const char **text, char letter) {
    if (**text != letter)
        return false;
    ++*text;
    return true;
}

/* A type at **text; moves *text behind it. */
static bool parse_type(const char **text, uint32_t *type) {
    if (take(text, '#')) {
        if (!parse_number(text, SIGNATURE_TYPE_NUMBER - 1, type))
            return false;
        *type |= SIGNATURE_TYPE_NUMBER;
        return true;
    }
    return parse_number(text, SIGNATURE_TYPE_NUMBER - 1, type) && *type > 0;
}

/* The number of a type operand behind 't', or a type. */
static bool parse_operand_or_type(const char **text, struct vx_parameter *parameter) {
    if (!take(text, 't'))
        return parse_type(text, &parameter->type);
    parameter->flags |= VX_OF_OPERAND;
    return parse_number(text, VX_PARAMETERS_MAX - 1, &parameter->type);
}

/* What parameters and results have in common. `letter` stood in front of *text. */
static bool parse_common(char letter, const char **text, struct vx_parameter *parameter) {
    if (parse_scalar(letter, &parameter->kind, &parameter->width))
        return true;
    if (letter == 'O' || letter == 'A' || letter == 'P')
        parameter->flags = VX_WRITABLE;
    switch (letter) {
    case 'o':
    case 'O':
        parameter->kind = VX_ONE;
        return parse_operand_or_type(text, parameter);
    case 'a':
    case 'A':
        parameter->kind = VX_ARRAY;
        return parse_operand_or_type(text, parameter);
    case 'p':
    case 'P':
        parameter->kind = VX_ANY;
        return true;
    case 'x':
        parameter->kind = VX_FUNCTION;
        return parse_number(text, SIGNATURE_TYPE_NUMBER - 1, &parameter->type);
    }
    return false;
}

/* One parameter at **text; moves *text behind it. Whether the count exists is checked when all are known. */
static bool parse_parameter(const char **text, struct vx_parameter *parameter) {
    *parameter = (struct vx_parameter){.type = 0};
    char letter = *(*text)++;
    if (letter == 'r' || letter == 'w') {
        uint32_t number;
        if (!parse_number(text, VX_PARAMETERS_MAX - 1, &number))
            return false;
        parameter->kind = VX_COUNTED;
        parameter->flags = letter == 'w' ? VX_WRITABLE : 0;
        parameter->count = (uint8_t)number;
        parameter->type = 1;
        if (take(text, '*') && !parse_type(text, &parameter->type))
            return false;
    } else if (letter == 't') {
        parameter->kind = VX_TYPE;
        return true;
    } else if (!parse_common(letter, text, parameter)) {
        return false;
    }
    if (parameter->kind == VX_INTEGER || parameter->kind == VX_FLOAT || parameter->kind == VX_FUNCTION)
        return true;
    if (take(text, '!'))
        parameter->flags |= VX_STORABLE;
    if (take(text, '^'))
        parameter->flags |= VX_RETURNED;
    return true;
}

static bool parse_result(const char **text, struct vx_parameter *result) {
    *result = (struct vx_parameter){.kind = VX_VOID};
    char letter = *(*text)++;
    if (letter == 'v')
        return true;
    if (letter == 'c' || letter == 'C') {
        result->kind = VX_COUNTED;
        result->flags = letter == 'C' ? VX_WRITABLE : 0;
        if (!parse_type(text, &result->type))
            return false;
    } else if (!parse_common(letter, text, result)) {
        return false;
    }
    if (result->kind == VX_INTEGER || result->kind == VX_FLOAT || result->kind == VX_FUNCTION)
        return true;
    if (take(text, '~'))
        result->flags |= VX_INHERITS;
    if (result->kind == VX_ARRAY && take(text, '+'))
        result->flags |= VX_INDEXED;
    return true;
}

static bool operand_exists(const struct service_signature *signature, const struct vx_parameter *user) {
    return !(user->flags & VX_OF_OPERAND) ||
           (user->type < signature->parameter_count && signature->parameters[user->type].kind == VX_TYPE);
}

/* Do the parameters that others name exist, and are they what they must be? */
static bool operands_exist(const struct service_signature *signature) {
    for (uint8_t i = 0; i < signature->parameter_count; i++) {
        const struct vx_parameter *parameter = &signature->parameters[i];
        if (!operand_exists(signature, parameter))
            return false;
        if (parameter->kind != VX_COUNTED)
            continue;
        if (parameter->count >= signature->parameter_count)
            return false;
        const struct vx_parameter *count = &signature->parameters[parameter->count];
        if (count->kind != VX_INTEGER || count->width < 4)
            return false;
    }
    return operand_exists(signature, &signature->result);
}

bool service_signature_parse(const char *text, struct service_signature *signature) {
    signature->parameter_count = 0;
    if (!parse_result(&text, &signature->result) || !take(&text, ':'))
        return false;
    if (text[0] == 'v' && text[1] == '\0')
        return operands_exist(signature);

    for (;;) {
        if (signature->parameter_count == VX_PARAMETERS_MAX)
            return false;
        if (!parse_parameter(&text, &signature->parameters[signature->parameter_count]))
            return false;
        signature->parameter_count++;
        if (*text == '\0')
            return operands_exist(signature);
        if (!take(&text, ','))
            return false;
    }
}

static const struct {
    const char *name, *signature;
} declared[] = {
#define SERVICE(name, class, signature, why) {#name, signature},
#include "../services.def"
#undef SERVICE
};

enum {
    SERVICE_COUNT = sizeof declared / sizeof *declared,
    /* A service runs on the kernel's stack, so its arguments must all be in registers. */
    SERVICE_PARAMETERS_MAX = 6,
};

static struct verifier_service services[SERVICE_COUNT];
static const struct verifier_services table = {services, SERVICE_COUNT};

const struct verifier_services *service_table(void) {
    if (services[0].name)
        return &table;
    for (unsigned i = 0; i < SERVICE_COUNT; i++) {
        struct service_signature signature;
        if (!service_signature_parse(declared[i].signature, &signature) ||
            signature.parameter_count > SERVICE_PARAMETERS_MAX)
            __builtin_trap();
        services[i].name = declared[i].name;
        services[i].result = signature.result;
        services[i].parameter_count = signature.parameter_count;
        for (uint8_t k = 0; k < signature.parameter_count; k++)
            services[i].parameters[k] = signature.parameters[k];
    }
    return &table;
}
