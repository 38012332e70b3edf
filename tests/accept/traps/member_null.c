/* An array behind a null pointer to its structure, at an index that is in range. */
#include <stdio.h>
#include <vouch/arguments.h>

struct record {
    int id;
    int values[100000];
};

static struct record record;

static int read_it(const struct record *pointer, int index) {
    return pointer->values[index]; // trap: null pointer dereferenced
}

int main(void) {
    printf("%d\n", read_it(argument_count() == 1 ? nullptr : &record, 90000 + argument_count()));
    return 0;
}
