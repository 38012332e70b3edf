/* Comparison of one decoded instruction with what Zydis says about the same bytes, shared by the programs
 * that enumerate encodings and that read compiled code. The rows of decode.def are named by their lines. */
#ifndef TESTS_DECODE_COMPARE_H
#define TESTS_DECODE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode.h"

enum { COMPARE_LINES_MAX = 1024 };

/* Call once before the others. */
void compare_start(void);

/* Whether `line` of decode.def holds a row; the row's mnemonic. */
bool compare_is_row(unsigned line);
const char *compare_mnemonic(unsigned line);

/* 0 if the row's opcode is one byte, 1 if it follows 0F. */
unsigned compare_row_map(unsigned line);

/* The row that an accepted encoding belongs to, found independently of decode.c's parsing. */
unsigned compare_find_row(const uint8_t *code, size_t bytes);

/* Null if Zydis agrees that `instruction` is what stands at `code`, else what differs (static text). */
const char *compare_with_zydis(const uint8_t *code, size_t bytes, uint32_t address,
                               const struct instruction *instruction);

#endif
