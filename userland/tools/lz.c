/* lz: compresses standard input to standard output by references to what came before (LZ77), or back with -d.
 *
 *     lz [-d]
 *
 * The compressed form: "LZ1\n", then groups of a flag byte and eight items (fewer in the last one). A flag, from the
 * lowest, says whether its item is a byte as it is (0), or a match (1): two bytes, least first, of which the low 12
 * bits are the distance - 1 and the high 4 the length - 3. Status 1: the input is not of this form.
 *
 * The compressor finds matches through lists of the places where the same three bytes have been seen, last first. */
#include <stdio.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define DISTANCE_MAX 4096
#define LENGTH_MIN 3
#define LENGTH_MAX (LENGTH_MIN + 15)
#define HASHES 4096
#define TRIES_MAX 64 /* how many places are compared for the longest match */

struct place {
    size_t at;
    struct place *before; /* with the same hash */
};

struct finder {
    const struct text *input;
    struct place *places[HASHES];
    struct place *recent[DISTANCE_MAX]; /* by position: cut from their lists when they are too far back */
};

struct match {
    size_t distance;
    size_t length; /* 0 if there is none */
};

/* A group of items: its flag byte is in place, and filled in as items come. */
struct group_writer {
    struct text *output;
    size_t flags;
    int items;
};

static size_t hash_at(const struct finder *finder, size_t at) {
    const char *bytes = finder->input->bytes + at;
    unsigned hash = 0;
    for (int i = 0; i < LENGTH_MIN; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x9E3779B1u;
    return hash >> 20;
}

static void remember(struct finder *finder, size_t at) {
    if (at + LENGTH_MIN > finder->input->length)
        return;
    struct place *old = finder->recent[at % DISTANCE_MAX];
    if (old != NULL)
        old->before = NULL;
    size_t hash = hash_at(finder, at);
    struct place *place = new (struct place);
    place->at = at;
    place->before = finder->places[hash];
    finder->places[hash] = place;
    finder->recent[at % DISTANCE_MAX] = place;
}

static size_t common_length(const struct text *text, size_t before, size_t at) {
    const char *bytes = text->bytes;
    size_t length = 0;
    while (length < LENGTH_MAX && at + length < text->length && bytes[before + length] == bytes[at + length])
        length++;
    return length;
}

/* The longest match for what begins at `at`, the nearest of the longest. */
static struct match find_match(const struct finder *finder, size_t at) {
    struct match best = {0};
    if (at + LENGTH_MIN > finder->input->length)
        return best;
    int tries = 0;
    for (const struct place *place = finder->places[hash_at(finder, at)]; place != NULL;
         place = place->before) {
        size_t distance = at - place->at;
        if (distance > DISTANCE_MAX || tries == TRIES_MAX)
            break;
        tries++;
        size_t length = common_length(finder->input, place->at, at);
        if (length >= LENGTH_MIN && length > best.length)
            best = (struct match){distance, length};
    }
    return best;
}

static void start_item(struct group_writer *writer, bool is_match) {
    if (writer->items % 8 == 0) {
        writer->flags = writer->output->length;
        text_add(writer->output, 0);
    }
    if (is_match)
        writer->output->bytes[writer->flags] |= (char)(1 << writer->items % 8);
    writer->items++;
}

static void compress(const struct text *input, struct text *output) {
    struct finder *finder = new (struct finder);
    finder->input = input;
    struct group_writer writer = {.output = output};
    text_add_bytes(output, "LZ1\n", 4);
    size_t at = 0;
    while (at < input->length) {
        struct match match = find_match(finder, at);
        start_item(&writer, match.length > 0);
        size_t next = at + 1;
        if (match.length > 0) {
            size_t item = (match.length - LENGTH_MIN) << 12 | (match.distance - 1);
            text_add(output, (int)(item & 0xFF));
            text_add(output, (int)(item >> 8));
            next = at + match.length;
        } else {
            text_add(output, input->bytes[at]);
        }
        for (; at < next; at++)
            remember(finder, at);
    }
}

static bool decompress(const struct text *input, struct text *output) {
    if (input->length < 4 || memcmp(input->bytes, "LZ1\n", 4) != 0)
        return false;
    size_t at = 4;
    while (at < input->length) {
        int flags = (unsigned char)input->bytes[at++];
        for (int i = 0; i < 8 && at < input->length; i++) {
            if ((flags >> i & 1) == 0) {
                text_add(output, input->bytes[at++]);
                continue;
            }
            if (at + 1 >= input->length)
                return false;
            size_t item = (unsigned char)input->bytes[at] | (size_t)(unsigned char)input->bytes[at + 1] << 8;
            size_t distance = (item & 0xFFF) + 1;
            at += 2;
            if (distance > output->length)
                return false;
            for (size_t k = 0; k < (item >> 12) + LENGTH_MIN; k++)
                text_add(output, output->bytes[output->length - distance]);
        }
    }
    return true;
}

int main(int argc, char **argv) {
    bool backwards = argc == 2 && strcmp(argv[1], "-d") == 0;
    if (argc > 2 || (argc == 2 && !backwards)) {
        fputs("usage: lz [-d]\n", stderr);
        return 2;
    }
    struct text input = {0};
    struct text output = {0};
    if (!text_read_all(&input, stdin)) {
        perror("lz: standard input");
        return 2;
    }
    text_clear(&output);
    if (!backwards) {
        compress(&input, &output);
    } else if (!decompress(&input, &output)) {
        fputs("lz: the input is not compressed by lz, or damaged\n", stderr);
        return 1;
    }
    fwrite(output.bytes, 1, output.length, stdout);
    return 0;
}
