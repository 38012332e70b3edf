/* <stdlib.h>: atexit. The functions are called in the opposite order, each once, those too that are added meanwhile. */
#include "exit.h"

#include <stdlib.h>

#define FUNCTIONS_MAX 64

static void (*functions[FUNCTIONS_MAX])(void);
static unsigned count;

static void call_all(void) {
    while (count > 0) {
        count -= 1;
        functions[count % FUNCTIONS_MAX]();
    }
}

int atexit(void (*function)(void)) {
    if (count >= FUNCTIONS_MAX)
        return -1;
    functions[count] = function;
    count += 1;
    __at_exit = call_all;
    return 0;
}
