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

/* One parameter at **text; moves *text behind it. Whether the count exists is checked when all are known. */
static bool parse_parameter(const char **text, struct vx_parameter *parameter) {
    *parameter = (struct vx_parameter){.type = 0};
    char letter = *(*text)++;
    if (parse_scalar(letter, &parameter->kind, &parameter->width))
        return true;

    uint32_t number;
    switch (letter) {
    case 'w':
        parameter->flags = VX_PARAMETER_WRITABLE;
        [[fallthrough]];
    case 'r':
        if (!parse_number(text, VX_PARAMETERS_MAX - 1, &number))
            return false;
        parameter->kind = VX_COUNTED;
        parameter->count = (uint8_t)number;
        parameter->type = 1;
        if (**text != '*')
            return true;
        ++*text;
        break;
    case 'O':
        parameter->flags = VX_PARAMETER_WRITABLE;
        [[fallthrough]];
    case 'o':
        parameter->kind = VX_ONE;
        break;
    default:
        return false;
    }
    return parse_number(text, UINT32_MAX, &parameter->type) && parameter->type > 0;
}

static bool counts_are_integers(const struct service_signature *signature) {
    for (uint8_t i = 0; i < signature->parameter_count; i++) {
        const struct vx_parameter *parameter = &signature->parameters[i];
        if (parameter->kind != VX_COUNTED)
            continue;
        if (parameter->count >= signature->parameter_count)
            return false;
        const struct vx_parameter *count = &signature->parameters[parameter->count];
        if (count->kind != VX_INTEGER || count->width < 4)
            return false;
    }
    return true;
}

bool service_signature_parse(const char *text, struct service_signature *signature) {
    signature->parameter_count = 0;
    if (*text == 'v')
        signature->result_kind = VX_VOID, signature->result_width = 0;
    else if (!parse_scalar(*text, &signature->result_kind, &signature->result_width))
        return false;
    if (text[1] != ':')
        return false;
    text += 2;
    if (text[0] == 'v' && text[1] == '\0')
        return true;

    for (;;) {
        if (signature->parameter_count == VX_PARAMETERS_MAX)
            return false;
        if (!parse_parameter(&text, &signature->parameters[signature->parameter_count]))
            return false;
        signature->parameter_count++;
        if (*text == '\0')
            return counts_are_integers(signature);
        if (*text++ != ',')
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
        services[i].result_kind = signature.result_kind;
        services[i].result_width = signature.result_width;
        services[i].parameter_count = signature.parameter_count;
        for (uint8_t k = 0; k < signature.parameter_count; k++)
            services[i].parameters[k] = signature.parameters[k];
    }
    return &table;
}
