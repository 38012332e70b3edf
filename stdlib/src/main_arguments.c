/* The `main` of a program whose own main takes arguments, which vcc names __main_with_arguments: it makes them
 * strings of the heap. Other programs bring their own `main`, and this file is not linked. */
#include "services.h"

int __main_with_arguments(int argc, char *__null_terminated *__counted_by(argc) argv);
int main(void);

int main(void) {
    int count = __service_argument_count();
    char *__null_terminated *arguments = new_array(char *__null_terminated, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        char none[1] = {0};
        size_t length = (size_t)__service_argument_copy(i, none, 0);
        char *text = new_array(char, length + 1);
        __service_argument_copy(i, text, length);
        arguments[i] = text;
    }
    return __main_with_arguments(count, arguments);
}
