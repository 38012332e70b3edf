/* A pointer with an index of its own, moved in front of its array. */
#include <stdio.h>
#include <vouch/arguments.h>
#include <vouch/heap.h>

struct cursor {
    int *__bidi_indexable at;
};

int main(void) {
    struct cursor *cursor = new (struct cursor);
    int *numbers = new_array(int, 5);
    cursor->at = numbers + 2;
    cursor->at -= 2 + argument_count();
    printf("%d\n", *cursor->at); // trap: index -1 out of bounds for length 5
    return 0;
}
