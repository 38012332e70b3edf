/* The floating conversions of scanf: collects what may be a number, as glibc does, and leaves its value to strtod. Digits
 * behind the first thousand or so do not count. */
#include "scan.h"

#include <ctype.h>
#include <stdlib.h>

/* The longest exact double has 767 digits, which an exponent and leading zeros may follow or precede. */
#define TEXT_MAX 1100

struct number {
    int length;
    long left; /* bytes that may still be taken */
    char text[TEXT_MAX];
};

/* Takes the byte. */
static void take(FILE *stream, struct __scan *state, struct number *number, int byte) {
    if (number->length < TEXT_MAX - 1) {
        number->text[number->length] = (char)byte;
        number->length += 1;
    }
    number->left -= 1;
    __scan_step(stream, state);
}

static int next(FILE *stream, const char *text, struct __scan *state, const struct number *number) {
    return number->left > 0 ? __scan_peek(stream, text, state) : EOF;
}

/* The rest of a word whose beginning the caller has seen, in whatever case. */
static bool take_word(FILE *stream, const char *text, struct __scan *state, struct number *number,
                      const char *word) {
    for (size_t i = 0; word[i] != '\0'; i++) {
        int byte = next(stream, text, state, number);
        if (byte == EOF || tolower(byte) != word[i])
            return false;
        take(stream, state, number, byte);
    }
    return true;
}

/* "0x" has been taken if the number is hexadecimal. */
static void take_digits(FILE *stream, const char *text, struct __scan *state, struct number *number,
                        bool is_hex, bool has_digit) {
    bool has_point = false, has_exponent = false, may_sign = false;
    for (;;) {
        int byte = next(stream, text, state, number);
        if (byte == EOF)
            return;
        if (isdigit(byte) || (is_hex && !has_exponent && isxdigit(byte))) {
            has_digit = true;
            may_sign = false;
        } else if (may_sign && (byte == '+' || byte == '-')) {
            may_sign = false;
        } else if (has_digit && !has_exponent && tolower(byte) == (is_hex ? 'p' : 'e')) {
            has_exponent = true;
            may_sign = true;
        } else if (!has_point && !has_exponent && byte == '.') {
            has_point = true;
        } else {
            return;
        }
        take(stream, state, number, byte);
    }
}

/* Collects a number; false if there is none. */
static bool collect(FILE *stream, const char *text, struct __scan *state, struct number *number) {
    int byte = next(stream, text, state, number);
    if (byte == '-' || byte == '+')
        take(stream, state, number, byte);
    byte = next(stream, text, state, number);
    if (byte == EOF)
        return false;
    if (tolower(byte) == 'n')
        return take_word(stream, text, state, number, "nan");
    if (tolower(byte) == 'i') {
        if (!take_word(stream, text, state, number, "inf"))
            return false;
        byte = next(stream, text, state, number);
        return byte == EOF || tolower(byte) != 'i' || take_word(stream, text, state, number, "inity");
    }
    bool is_hex = false, has_digit = byte == '0';
    if (has_digit) {
        take(stream, state, number, byte);
        byte = next(stream, text, state, number);
        is_hex = byte != EOF && tolower(byte) == 'x';
        if (is_hex)
            take(stream, state, number, byte);
    }
    int before = number->length;
    take_digits(stream, text, state, number, is_hex, has_digit && !is_hex);
    /* glibc takes "0x" for 0 if no more may be taken, but not if something else follows. */
    return number->length > before || (has_digit && !is_hex) || (is_hex && number->left == 0);
}

/* Whether there was a number, which is to be stored. */
static bool take_number(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                        struct number *number) {
    if (!__scan_start(stream, text, state, true))
        return false;
    number->length = 0;
    number->left = __scan_width(spec);
    if (!collect(stream, text, state, number))
        return __scan_differs(state);
    number->text[number->length] = '\0';
    bool has_digit = false;
    for (int i = 0; i < number->length; i++)
        has_digit |= isalnum((unsigned char)number->text[i]) != 0;
    if (!has_digit) /* a sign or a point */
        return __scan_differs(state);
    __scan_assigned(state, spec);
    return (spec & SCAN_SUPPRESS) == 0;
}

/* strtod may keep what it is given: a local would be an object of the heap for each call. */
static struct number number;

[[gnu::noinline]] void __scan_float(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                    float *to) {
    if (take_number(stream, text, state, spec, &number))
        *to = strtof(number.text, nullptr);
}

[[gnu::noinline]] void __scan_double(FILE *stream, const char *text, struct __scan *state, unsigned long spec,
                                     double *to) {
    if (take_number(stream, text, state, spec, &number))
        *to = strtod(number.text, nullptr);
}
