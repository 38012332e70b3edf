/* <stdlib.h>: getenv. A process of Vouch is given arguments, but no environment. */
#include <stdlib.h>

char *__null_terminated getenv(const char *name) {
    (void)name;
    return nullptr;
}
