/* The second source: the same static names mean other things here. */
#include "shared.h"

int shared_numbers[SHARED_COUNT];
const char shared_name[SHARED_NAME_BYTES] = "shared name";
long shared_calls;

static long hidden = 100;

static int bump(void) {
    static int count = 1000;
    hidden++;
    return ++count;
}

long shared_fill(int *__counted_by(count) values, size_t count, int step) {
    long sum = 0;
    shared_calls++;
    for (size_t i = 0; i < count; i++) {
        values[i] = shared_twice((int)i * step) + bump();
        sum += values[i] + hidden;
    }
    return sum;
}
