/* A heap of a million cells of many sizes, linked as a graph, of which half is dropped: what is left keeps its content
 * while the gaps are filled again. */
#include <ptrcheck.h>
#include <stdio.h>
#include <vouch/heap.h>

#define CELLS 1000000

struct cell {
    unsigned char *__counted_by(size) bytes;
    size_t size;
    struct cell *other;
};

static unsigned state = 12345;

static unsigned next_random(void) {
    state = state * 1664525 + 1013904223;
    return state >> 8;
}

static struct cell *make_cell(struct cell *other) {
    struct cell *cell = new (struct cell);
    size_t size = 1 + next_random() % 48;
    unsigned char *bytes = new_array(unsigned char, size);
    bytes[0] = (unsigned char)size;
    bytes[size - 1] = (unsigned char)size;
    cell->bytes = bytes;
    cell->size = size;
    cell->other = other;
    return cell;
}

static bool is_good(const struct cell *cell) {
    return cell->bytes[0] == cell->size && cell->bytes[cell->size - 1] == cell->size;
}

int main(void) {
    struct cell **cells = new_array(struct cell *, CELLS);
    for (int i = 0; i < CELLS; i++)
        cells[i] = make_cell(i > 0 ? cells[next_random() % (unsigned)i] : NULL);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < CELLS; i++)
            if (next_random() % 2 == 0)
                cells[i] = make_cell(cells[next_random() % CELLS]);
        for (int i = 0; i < CELLS; i++)
            if (cells[i]->other != NULL && next_random() % 4 == 0)
                cells[i]->other = NULL;
    }
    long good = 0;
    long linked = 0;
    size_t bytes = 0;
    for (int i = 0; i < CELLS; i++) {
        good += is_good(cells[i]);
        bytes += cells[i]->size;
        if (cells[i]->other != NULL)
            linked += is_good(cells[i]->other);
    }
    printf("%ld good, %ld linked, %lu bytes\n", good, linked, bytes);
    return good == CELLS ? 0 : 1;
}
