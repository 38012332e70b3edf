/* sha256sum: prints the SHA-256 (FIPS 180-4) of files as coreutils does.
 *
 *     sha256sum [FILE]...        standard input if no file is named, or for the file "-" */
#include <fcntl.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vouch/arguments.h>

#define BLOCK_BYTES 64
#define BUFFER_BYTES 16384
#define LENGTH_BYTES 8
#define NAME_BYTES 4096
#define ROUNDS 64

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
static const uint32_t initial_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t state[8];
static uint64_t message_bytes;
/* The start of a block that is not complete yet. */
static unsigned char pending[BLOCK_BYTES];
static size_t pending_bytes;

static unsigned char buffer[BUFFER_BYTES];
static char name[NAME_BYTES];
static int status;

static uint32_t rotate_right(uint32_t word, unsigned count) {
    return word >> count | word << (32 - count);
}

static uint32_t load_big_endian(const unsigned char *__counted_by(size) bytes, size_t size, size_t at) {
    return (uint32_t)bytes[at] << 24 | (uint32_t)bytes[at + 1] << 16 | (uint32_t)bytes[at + 2] << 8 |
           (uint32_t)bytes[at + 3];
}

/* Digests the 64 bytes that start at data[at]. */
static void digest_block(const unsigned char *__counted_by(size) data, size_t size, size_t at) {
    uint32_t schedule[ROUNDS];
    for (size_t i = 0; i < 16; i++)
        schedule[i] = load_big_endian(data, size, at + 4 * i);
    for (size_t i = 16; i < ROUNDS; i++) {
        uint32_t early = schedule[i - 15];
        uint32_t late = schedule[i - 2];
        uint32_t early_mix = rotate_right(early, 7) ^ rotate_right(early, 18) ^ early >> 3;
        uint32_t late_mix = rotate_right(late, 17) ^ rotate_right(late, 19) ^ late >> 10;
        schedule[i] = schedule[i - 16] + early_mix + schedule[i - 7] + late_mix;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (size_t i = 0; i < ROUNDS; i++) {
        uint32_t e_mix = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        uint32_t choice = (e & f) ^ (~e & g);
        uint32_t first = h + e_mix + choice + round_constants[i] + schedule[i];
        uint32_t a_mix = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + a_mix + majority;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

static void digest_start(void) {
    for (int i = 0; i < 8; i++)
        state[i] = initial_state[i];
    message_bytes = 0;
    pending_bytes = 0;
}

static void digest_byte(unsigned char byte) {
    pending[pending_bytes] = byte;
    pending_bytes++;
    if (pending_bytes == BLOCK_BYTES) {
        digest_block(pending, BLOCK_BYTES, 0);
        pending_bytes = 0;
    }
}

static void digest_bytes(const unsigned char *__counted_by(size) data, size_t size) {
    size_t at = 0;
    message_bytes += size;
    while (at < size && pending_bytes != 0)
        digest_byte(data[at++]);
    for (; size - at >= BLOCK_BYTES; at += BLOCK_BYTES)
        digest_block(data, size, at);
    while (at < size)
        digest_byte(data[at++]);
}

/* Pads the message with a 1 bit, zeros and its length in bits. */
static void digest_end(void) {
    uint64_t bits = message_bytes * 8;
    digest_byte(0x80);
    while (pending_bytes != BLOCK_BYTES - LENGTH_BYTES)
        digest_byte(0);
    for (int i = LENGTH_BYTES - 1; i >= 0; i--)
        digest_byte((unsigned char)(bits >> (8 * i)));
}

static void complain(const char *what) {
    fflush(stdout);
    fputs("sha256sum: ", stderr);
    perror(what);
    status = 1;
}

static bool digest_descriptor(int descriptor) {
    digest_start();
    for (;;) {
        ssize_t size = read(descriptor, buffer, BUFFER_BYTES);
        if (size < 0)
            return false;
        if (size == 0)
            break;
        digest_bytes(buffer, (size_t)size);
    }
    digest_end();
    return true;
}

static void digest_file(const char *file) {
    bool standard_input = strcmp(file, "-") == 0;
    int descriptor = standard_input ? STDIN_FILENO : open(file, O_RDONLY);
    if (descriptor < 0) {
        complain(file);
        return;
    }
    if (digest_descriptor(descriptor)) {
        for (int i = 0; i < 8; i++)
            printf("%08x", state[i]);
        printf("  %s\n", file);
    } else {
        complain(file);
    }
    if (!standard_input)
        close(descriptor);
}

int main(void) {
    int count = argument_count();
    if (count <= 1)
        digest_file("-");
    for (int i = 1; i < count; i++) {
        if (argument_copy(i, name, NAME_BYTES) >= NAME_BYTES) {
            fputs("sha256sum: an argument is too long\n", stderr);
            status = 1;
        } else {
            digest_file(name);
        }
    }
    return status;
}
