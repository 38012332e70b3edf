/* <stdlib.h>: integers from text: the strtol and the atol families. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <inttypes.h>
#include <stdlib.h>

/* What is at the start of a text. */
struct number {
    unsigned long long magnitude;
    size_t length; /* of all that was read; 0: there is no number */
    bool negative;
    bool too_large; /* for an unsigned long long */
};

static unsigned digit_value(char character) {
    if (isdigit(character))
        return (unsigned)(character - '0');
    if (isalpha(character))
        return (unsigned)(tolower(character) - 'a' + 10);
    return UINT_MAX;
}

static bool is_base_prefix(const char *text, size_t at, char small, unsigned base) {
    return text[at] == '0' && tolower(text[at + 1]) == small && digit_value(text[at + 2]) < base;
}

static void scan(struct number *number, const char *text, int base) {
    *number = (struct number){0};
    size_t i = 0;
    while (isspace(text[i]))
        i++;
    number->negative = text[i] == '-';
    if (text[i] == '-' || text[i] == '+')
        i++;
    if ((base == 0 || base == 16) && is_base_prefix(text, i, 'x', 16)) {
        base = 16;
        i += 2;
    } else if ((base == 0 || base == 2) && is_base_prefix(text, i, 'b', 2)) {
        base = 2;
        i += 2;
    } else if (base == 0) {
        base = text[i] == '0' ? 8 : 10;
    }
    unsigned radix = (unsigned)base;
    size_t first = i;
    for (; digit_value(text[i]) < radix; i++) {
        unsigned digit = digit_value(text[i]);
        if (number->magnitude > (ULLONG_MAX - digit) / radix)
            number->too_large = true;
        else
            number->magnitude = number->magnitude * radix + digit;
    }
    if (i != first)
        number->length = i;
}

static bool is_base(int base) {
    if (base == 0 || (base >= 2 && base <= 36))
        return true;
    errno = EINVAL;
    return false;
}

long long strtoll(const char *restrict text, const char **restrict end, int base) {
    struct number number = {0};
    if (is_base(base))
        scan(&number, text, base);
    if (end != nullptr)
        *end = text + number.length;
    unsigned long long limit = number.negative ? 1ULL << 63 : LLONG_MAX;
    if (number.too_large || number.magnitude > limit) {
        errno = ERANGE;
        return number.negative ? LLONG_MIN : LLONG_MAX;
    }
    return (long long)(number.negative ? 0 - number.magnitude : number.magnitude);
}

unsigned long long strtoull(const char *restrict text, const char **restrict end, int base) {
    struct number number = {0};
    if (is_base(base))
        scan(&number, text, base);
    if (end != nullptr)
        *end = text + number.length;
    if (number.too_large) {
        errno = ERANGE;
        return ULLONG_MAX;
    }
    return number.negative ? 0 - number.magnitude : number.magnitude;
}

long strtol(const char *restrict text, const char **restrict end, int base) {
    return (long)strtoll(text, end, base);
}

unsigned long strtoul(const char *restrict text, const char **restrict end, int base) {
    return (unsigned long)strtoull(text, end, base);
}

intmax_t strtoimax(const char *restrict text, const char **restrict end, int base) {
    return strtoll(text, end, base);
}

uintmax_t strtoumax(const char *restrict text, const char **restrict end, int base) {
    return strtoull(text, end, base);
}

long long atoll(const char *text) {
    return strtoll(text, nullptr, 10);
}

long atol(const char *text) {
    return strtoll(text, nullptr, 10);
}

int atoi(const char *text) {
    return (int)strtoll(text, nullptr, 10);
}
