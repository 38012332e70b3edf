/* What qsort and bsearch need beside their patterns (<vouch/sort.h>). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void __wrong_element_size(void) {
    fputs("qsort, bsearch: the size is not that of an element\n", stderr);
    abort();
}

const void *__box_text(const char *key) {
    return strdup(key);
}
