/* Records with a pointer each, nine tenths of the heap's limit alive, replaced one after another all over. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/heap.h>

#define LIMIT (16L << 20) /* what heap_records.cases gives it */
#define CELL_BYTES 64
#define RECORDS (LIMIT / 10 * 9 / CELL_BYTES)
#define ROUNDS 24

struct record {
    struct record *other;
    unsigned long number;
    unsigned long more[3];
};

static struct record *records[RECORDS];

int main(void) {
    unsigned long number = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (long i = 0; i < RECORDS; i++) {
            long place = (long)(number * 7919 % RECORDS);
            free(records[place]);
            struct record *record = new (struct record);
            record->number = number;
            record->other = records[(place + 1) % RECORDS];
            if (record->other != NULL)
                record->other->other = NULL;
            records[place] = record;
            number++;
        }
    }
    unsigned long sum = 0;
    for (long i = 0; i < RECORDS; i++)
        sum = sum * 31 + records[i]->number;
    printf("%lu\n", sum);
    return 0;
}
