/* <stdlib.h>: rand. An additive feedback generator: r(i) = r(i-3) + r(i-31) modulo 2^32, whose low bit is dropped. The
 * first 31 words come from a multiplicative congruential generator modulo 2^31 - 1, and 310 results are discarded. */
#include <stdlib.h>

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
