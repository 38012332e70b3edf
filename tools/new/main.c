/* @NAME@: says hello, or the first argument. */
#include <stdio.h>
#include <vouch/arguments.h>

int main(void) {
    char name[64] = {0};
    if (argument_copy(1, name, sizeof name - 1) < 0)
        puts("Hello from @NAME@!");
    else
        printf("Hello, %s!\n", name);
    return 0;
}
