/* The functions of <string.h> that give a place in a string or a copy of one, and strerror. */
#include <errno.h>
#include <ptrcheck.h>
#include <stdio.h>
#include <string.h>

static void show(const char *what, const char *text, const char *place) {
    if (place == NULL)
        printf("%s in [%s]: none\n", what, text);
    else
        printf("%s in [%s]: [%s]\n", what, text, place);
}

static void test_searches(const char *text) {
    show("strchr a", text, strchr(text, 'a'));
    show("strchr 0", text, strchr(text, '\0'));
    show("strchr \\351", text, strchr(text, 0xe9));
    show("strrchr a", text, strrchr(text, 'a'));
    show("strrchr 0", text, strrchr(text, '\0'));
    show("strpbrk xyb", text, strpbrk(text, "xyb"));
    show("strpbrk", text, strpbrk(text, ""));
    show("strstr abra", text, strstr(text, "abra"));
    show("strstr abrax", text, strstr(text, "abrax"));
    show("strstr", text, strstr(text, ""));
}

struct entry {
    const char *name;
    const char *value; /* points into the same line as the name */
};

/* Splits "name=value"; both are strings of a copy of the line. */
static struct entry split(const char *line) {
    char *copy = strdup(line);
    size_t at = strcspn(copy, "=");
    struct entry entry = {.name = copy, .value = ""};
    if (copy[at] == '=') {
        copy[at] = '\0';
        entry.value = copy + at + 1;
    }
    return entry;
}

int main(void) {
    test_searches("abracadabra");
    test_searches("");
    test_searches("b");
    test_searches("caf\xe9");
    const char *last = strchr("one two", ' ');
    while (*last != '\0')
        putchar(*last++);
    putchar('\n');

    char *copy = strndup("abcdef", 3);
    copy[0] = 'X';
    printf("%s %zu %zu\n", copy, strlen(copy), strlen(strndup("ab", 9)));

    static const char *const lines[] = {"color=blue", "size=", "=empty", "none", ""};
    struct entry entries[5];
    for (size_t i = 0; i < 5; i++)
        entries[i] = split(lines[i]);
    for (size_t i = 0; i < 5; i++)
        printf("[%s] [%s]\n", entries[i].name, entries[i].value);

    static const int errors[] = {0, ENOENT, EIO, ENOMEM, EISDIR, EINVAL, EROFS};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        puts(strerror(errors[i]));
    return 0;
}
