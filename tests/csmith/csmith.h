/* What a program made by csmith includes, for vcc and for plain clang: the packaged header takes names as
 * char * and hashes with pointers that Safe C does not have. The safe_* functions, which keep the arithmetic
 * defined, come from the package (libcsmith-dev) unchanged; the hash of all variables that a program ends
 * with is here.
 *
 * A program calls transparent_crc for each of its variables and prints the result in platform_main_end. With
 * -DSHOW_VARIABLES it prints each variable too: the first line that differs names the culprit. */
#ifndef TESTS_CSMITH_CSMITH_H
#define TESTS_CSMITH_CSMITH_H

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define STATIC static
#define UNDEFINED(value) (value)
#define LOG_INDEX
#define LOG_EXEC
#define FUNC_NAME(name) (safe_##name)
#include <safe_math.h>
#undef FUNC_NAME

static uint64_t crc32_context = 0xFFFFFFFFU;

static void platform_main_begin(void) {
}

static void crc32_gentab(void) {
}

static void transparent_crc(uint64_t value, const char *name, int show) {
    crc32_context = (crc32_context ^ value) * 0x9E3779B97F4A7C15U;
    crc32_context ^= crc32_context >> 29;
#ifdef SHOW_VARIABLES
    show = 1;
#endif
    if (show) {
        printf("%s %lx\n", name, value);
    }
}

static void transparent_crc_float(double value, const char *name, int show) {
    /* The value, not its representation: Safe C does not look at bytes. */
    int exponent = 0;
    while (value != 0 && (value >= 0x1p40 || value <= -0x1p40) && exponent < 2000) {
        value *= 0.5;
        exponent++;
    }
    while (value != 0 && value < 0x1p30 && value > -0x1p30 && exponent > -2000) {
        value *= 2;
        exponent--;
    }
    transparent_crc(value == value ? (uint64_t)(int64_t)value : 1, name, show);
    transparent_crc((uint64_t)exponent, name, show);
}

/* csmith asks for the bytes of a floating variable. */
#define transparent_crc_bytes(pointer, size, name, show) transparent_crc_float(*(pointer), name, show)

static void platform_main_end(uint64_t sum, int show) {
    (void)show;
    printf("%lx\n", sum);
}

#endif
