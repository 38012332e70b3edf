/* va_arg asks for a pointer to write through, but a pointer to constant text was passed. */
#include <stdarg.h>
#include <stdio.h>

static void clear(int count, ...) {
    va_list list;
    va_start(list, count);
    for (int i = 0; i < count; i++) {
        char *text = va_arg(list, char *); // trap: va_arg wants another type than that of the argument
        text[0] = '\0';
    }
    va_end(list);
}

int main(void) {
    char text[] = "text";
    clear(1, text);
    const char *constant = "constant";
    clear(2, text, constant);
    return 0;
}
