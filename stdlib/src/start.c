/* Where a process begins: the entry, and the program's arguments. */
#include "services.h"

#include <stdlib.h>
#include <vouch/arguments.h>

int main(void);

/* The program's, or main_arguments.c's if that one takes arguments. */
int _start(void) {
    exit(main());
}

int argument_count(void) {
    return __service_argument_count();
}

long argument_copy(int index, char *__counted_by(size) buffer, size_t size) {
    size_t room = size > 0 ? size - 1 : 0;
    long length = __service_argument_copy(index, buffer, room);
    if (length < 0)
        return -1;
    if (size > 0)
        buffer[(size_t)length < room ? (size_t)length : room] = '\0';
    return length;
}
