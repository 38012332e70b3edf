/* A string in a member that has lost its terminator. */
#include <stdio.h>
#include <string.h>
#include <vouch/heap.h>

struct entry {
    const char *name;
};

int main(void) {
    struct entry *entry = new (struct entry);
    char *text = new_array(char, 8);
    entry->name = text;
    memset(text, 'x', 8);
    size_t length = 0;
    const char *name = entry->name;
    while (name[length] != '\0') // trap: index 8 out of bounds for length 8
        length++;
    printf("%zu\n", length);
    return 0;
}
