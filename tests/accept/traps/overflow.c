/* Recursion without end. */
#include <stdio.h>
#include <vouch/arguments.h>

static int descend(int depth) {
    volatile int kept[64] = {0};
    kept[depth % 64] = depth;
    return descend(depth + argument_count()) + kept[depth % 32]; // trap here or near: stack overflow
}

int main(void) {
    printf("%d\n", descend(0));
    return 0;
}
