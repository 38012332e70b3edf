/* The boot list's two ends; see bootlist.h for the format.
 *
 * Freestanding: the reader runs in the pc kernel before the first program. The list comes with the image and
 * is not trusted to be well formed. */
#include "bootlist.h"

static const uint8_t BOOTLIST_MAGIC[8] = {'v', 'o', 'u', 'c', 'h', 'b', 'l', '1'};
#define BOOTLIST_PROGRAM_MARK 0x474f5250u /* "PROG" */
#define BOOTLIST_END_MARK 0x21444e45u     /* "END!" */

static bool read_bytes(struct bootlist_reader *reader, uint64_t count, const uint8_t **bytes) {
    if (count > reader->count - reader->at) {
        return false;
    }
    *bytes = reader->bytes + reader->at;
    reader->at += count;
    return true;
}

static bool read_32(struct bootlist_reader *reader, uint32_t *value) {
    const uint8_t *bytes;
    if (!read_bytes(reader, sizeof *value, &bytes)) {
        return false;
    }
    __builtin_memcpy(value, bytes, sizeof *value);
    return true;
}

static bool read_64(struct bootlist_reader *reader, uint64_t *value) {
    const uint8_t *bytes;
    if (!read_bytes(reader, sizeof *value, &bytes)) {
        return false;
    }
    __builtin_memcpy(value, bytes, sizeof *value);
    return true;
}

static bool read_text(struct bootlist_reader *reader, const char **text, uint32_t *length) {
    const uint8_t *bytes;
    if (!read_32(reader, length) || !read_bytes(reader, (uint64_t)*length + 1, &bytes)) {
        return false;
    }
    for (uint32_t i = 0; i < *length; i++) {
        if (bytes[i] == 0) {
            return false;
        }
    }
    *text = (const char *)bytes;
    return bytes[*length] == 0;
}

bool bootlist_open(struct bootlist_reader *reader, const void *bytes, size_t count, uint32_t *flags,
                   uint32_t *program_count) {
    *reader = (struct bootlist_reader){.bytes = bytes, .count = count};
    const uint8_t *magic;
    return read_bytes(reader, sizeof BOOTLIST_MAGIC, &magic) &&
           __builtin_memcmp(magic, BOOTLIST_MAGIC, sizeof BOOTLIST_MAGIC) == 0 && read_32(reader, flags) &&
           (*flags & ~(BOOTLIST_QUIET | BOOTLIST_HEAP_STRESS)) == 0 && read_32(reader, program_count) &&
           *program_count <= BOOTLIST_PROGRAMS_MAX;
}

bool bootlist_next_program(struct bootlist_reader *reader, struct bootlist_program *program) {
    uint32_t mark, length, expectation, input_kind;
    if (!read_32(reader, &mark) || mark != BOOTLIST_PROGRAM_MARK ||
        !read_text(reader, &program->module, &length) || !read_text(reader, &program->name, &length) ||
        !read_32(reader, &expectation) || !read_32(reader, &input_kind) ||
        !read_64(reader, &program->input_bytes) ||
        !read_bytes(reader, program->input_bytes, &program->input) ||
        !read_32(reader, &program->argument_count)) {
        return false;
    }
    if (expectation > BOOTLIST_EXPECT_SPAWN || input_kind > KERNEL_INPUT_BYTES ||
        program->argument_count > BOOTLIST_ARGUMENTS_MAX) {
        return false;
    }
    program->expectation = (enum bootlist_expectation)expectation;
    program->input_kind = (enum kernel_input)input_kind;
    return true;
}

bool bootlist_next_argument(struct bootlist_reader *reader, struct kernel_argument *argument) {
    uint32_t length;
    if (!read_text(reader, &argument->text, &length)) {
        return false;
    }
    argument->bytes = length;
    return true;
}

bool bootlist_end(const struct bootlist_reader *reader) {
    struct bootlist_reader rest = *reader;
    uint32_t mark;
    return read_32(&rest, &mark) && mark == BOOTLIST_END_MARK && rest.at == rest.count;
}

static void write_bytes(struct bootlist_writer *writer, const void *bytes, size_t count) {
    if (count > 0 && writer->at <= writer->capacity && count <= writer->capacity - writer->at) {
        __builtin_memcpy(writer->bytes + writer->at, bytes, count);
    }
    writer->at += count;
}

static void write_32(struct bootlist_writer *writer, uint32_t value) {
    write_bytes(writer, &value, sizeof value);
}

static size_t text_length(const char *text) {
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    return length;
}

static void write_text(struct bootlist_writer *writer, const char *text) {
    const size_t length = text_length(text);
    write_32(writer, (uint32_t)length);
    write_bytes(writer, text, length + 1);
}

void bootlist_write_head(struct bootlist_writer *writer, uint32_t flags, uint32_t program_count) {
    write_bytes(writer, BOOTLIST_MAGIC, sizeof BOOTLIST_MAGIC);
    write_32(writer, flags);
    write_32(writer, program_count);
}

void bootlist_write_program(struct bootlist_writer *writer, const struct bootlist_program *program) {
    write_32(writer, BOOTLIST_PROGRAM_MARK);
    write_text(writer, program->module);
    write_text(writer, program->name);
    write_32(writer, program->expectation);
    write_32(writer, program->input_kind);
    write_bytes(writer, &program->input_bytes, sizeof program->input_bytes);
    write_bytes(writer, program->input, program->input_bytes);
    write_32(writer, program->argument_count);
}

void bootlist_write_argument(struct bootlist_writer *writer, const char *text) {
    write_text(writer, text);
}

void bootlist_write_end(struct bootlist_writer *writer) {
    write_32(writer, BOOTLIST_END_MARK);
}
