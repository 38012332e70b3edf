/* An index beyond a member that is an array: it does not reach the next member. */
#include <stdio.h>
#include <vouch/arguments.h>

struct record {
    char name[8];
    int secret;
};

static struct record records[3] = {{"first", 1}, {"second", 2}, {"third", 3}};

static int read_it(const struct record *record, int index) {
    return record->name[index]; // trap: index 9 out of bounds for length 8
}

int main(void) {
    printf("%d\n", read_it(&records[1], 8 + argument_count()));
    return 0;
}
