/* <stdlib.h>: ending the process, numbers from text, random numbers; and assert's end. */
#include "stream.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What a shell reports for a process that SIGABRT has ended, and Vouch for one that a trap has. */
#define ABORT_STATUS 134

void exit(int status) {
    __stream_flush_all();
    _exit(status);
}

void abort(void) {
    _exit(ABORT_STATUS);
}

void __assert_failed(const char *expression, const char *file, int line) {
    char digits[12];
    int first = 12;
    do {
        first -= 1;
        digits[first] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0 && first > 0);
    fputs(file, stderr);
    fputc(':', stderr);
    __stream_write(stderr, digits + first, (size_t)(12 - first));
    fputs(": Assertion `", stderr);
    fputs(expression, stderr);
    fputs("' failed.\n", stderr);
    abort();
}

int abs(int value) {
    return value < 0 ? -value : value;
}

long labs(long value) {
    return value < 0 ? -value : value;
}

long long llabs(long long value) {
    return value < 0 ? -value : value;
}

long long atoll(const char *text) {
    size_t i = 0;
    while (isspace(text[i]))
        i++;
    bool negative = text[i] == '-';
    if (text[i] == '-' || text[i] == '+')
        i++;
    unsigned long long limit = negative ? 1ULL << 63 : LLONG_MAX;
    unsigned long long value = 0;
    for (; isdigit(text[i]); i++) {
        unsigned digit = (unsigned)(text[i] - '0');
        if (value > (limit - digit) / 10)
            return negative ? LLONG_MIN : LLONG_MAX;
        value = value * 10 + digit;
    }
    return (long long)(negative ? 0 - value : value);
}

long atol(const char *text) {
    return atoll(text);
}

int atoi(const char *text) {
    return (int)atoll(text);
}

/* An additive feedback generator: r(i) = r(i-3) + r(i-31) modulo 2^32, whose low bit is dropped. The first 31
 * words come from a multiplicative congruential generator modulo 2^31 - 1, and 310 results are discarded. */
#define RANDOM_WORDS 31
#define RANDOM_SEPARATION 3
#define RANDOM_DISCARDED 310

static unsigned random_words[RANDOM_WORDS];
static unsigned random_next; /* index of r(i-31), which r(i) replaces */
static bool random_seeded;

int rand(void) {
    if (!random_seeded)
        srand(1);
    unsigned other = (random_next + RANDOM_WORDS - RANDOM_SEPARATION) % RANDOM_WORDS;
    unsigned word = random_words[random_next] + random_words[other];
    random_words[random_next] = word;
    random_next = (random_next + 1) % RANDOM_WORDS;
    return (int)(word >> 1);
}

void srand(unsigned seed) {
    int word = seed == 0 ? 1 : (int)seed;
    random_words[0] = (unsigned)word;
    for (unsigned i = 1; i < RANDOM_WORDS; i++) {
        /* The remainder is truncated towards zero, as in C, and brought back into range. */
        long product = 16807L * word % 2147483647;
        word = (int)(product < 0 ? product + 2147483647 : product);
        random_words[i] = (unsigned)word;
    }
    random_next = RANDOM_SEPARATION;
    random_seeded = true;
    for (int i = 0; i < RANDOM_DISCARDED; i++)
        rand();
}
