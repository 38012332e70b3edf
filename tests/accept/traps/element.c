/* A structure behind the end of an array of them, copied as a whole. */
#include <ptrcheck.h>
#include <stdio.h>
#include <vouch/arguments.h>

struct point {
    double x, y, z;
};

static struct point last(const struct point *__counted_by(count) points, int count) {
    struct point result = points[count]; // trap: index 4 out of bounds for length 4
    return result;
}

int main(void) {
    struct point points[6] = {{1, 2, 3}, [4] = {4, 5, 6}};
    printf("%g\n", last(points, argument_count() + 3).y);
    return 0;
}
