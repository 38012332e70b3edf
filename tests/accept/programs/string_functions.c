/* <string.h> and <strings.h>, on thousands of pseudo-random strings over a small alphabet, so that they often match. */
#define _DEFAULT_SOURCE /* natively: what is not in C */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static unsigned state = 12345;

static unsigned next(unsigned limit) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

static int sign(int value) {
    return (value > 0) - (value < 0);
}

static void make(char *__counted_by(size) text, size_t size) {
    size_t length = next((unsigned)size);
    for (size_t i = 0; i < length; i++)
        text[i] = "abcABC ,\351"[next(9)];
    text[length] = '\0';
}

static long place(const char *text, const char *at) {
    return at == NULL ? -1 : at - text;
}

static void find(const char *text, const char *other, char character) {
    printf("%ld %ld ", place(text, strchr(text, character)), place(text, strrchr(text, character)));
    printf("%ld %ld ", place(text, strpbrk(text, other)), place(text, strstr(text, other)));
    printf("%zu %zu ", strspn(text, other), strcspn(text, other));
    const char *found = memchr(text, character, strlen(text));
    printf("%ld %zu\n", place(text, found), strnlen(text, 5));
}

static void compare(const char *left, const char *right, size_t limit) {
    printf("%d %d ", sign(strcmp(left, right)), sign(strncmp(left, right, limit)));
    printf("%d %d ", sign(strcasecmp(left, right)), sign(strncasecmp(left, right, limit)));
    printf("%d\n", sign(strcoll(left, right)));
}

static void copy(const char *left, const char *right, size_t limit) {
    char buffer[64];
    memset(buffer, '.', sizeof buffer);
    strcpy(buffer, left);
    strcat(buffer, right);
    printf("[%s] ", buffer);
    strncat(buffer, left, limit);
    printf("[%s] ", buffer);
    memset(buffer, '.', sizeof buffer);
    strncpy(buffer, right, limit);
    buffer[limit] = '\0';
    printf("[%s] %d ", buffer, buffer[limit > 0 ? limit - 1 : 0]);
    char *end = stpcpy(buffer, left);
    printf("%ld ", place(buffer, end));
    end = stpncpy(buffer, right, limit);
    printf("%ld ", place(buffer, end));
    printf("%zu ", strxfrm(buffer, left, sizeof buffer));
    printf("[%s]\n", buffer);
}

static void split(const char *text, const char *separators) {
    char buffer[40];
    strcpy(buffer, text);
    for (char *word = strtok(buffer, separators); word != NULL; word = strtok(NULL, separators))
        printf("<%s>", word);
    strcpy(buffer, text);
    char *rest = NULL;
    for (char *word = strtok_r(buffer, separators, &rest); word != NULL;
         word = strtok_r(NULL, separators, &rest))
        printf("(%s)", word);
    char *copied = strdup(text);
    char *part = strndup(text, 3);
    printf(" %s %s", copied, part);
    char *blank = strchr(copied, ' ');
    if (blank != NULL)
        *blank = '_';
    char *last = strrchr(copied, 'a');
    if (last != NULL)
        *last = '*';
    printf(" %s\n", copied);
}

static char *join(const char *left, const char *right) {
    size_t length = strlen(left), size = strlen(right) + 1;
    char *joined = malloc(length + size);
    unsigned char *end = memcpy((unsigned char *)joined + length, right, size);
    end[0] = '_';
    return memcpy(joined, left, length);
}

int main(void) {
    printf("%s\n", join("joined", " together"));
    for (int i = 0; i < 2000; i++) {
        char left[16], right[16], few[4];
        make(left, sizeof left);
        make(right, next(2) == 0 ? 4 : sizeof right);
        make(few, sizeof few);
        find(left, few, "abcABC ,\351"[next(9)]);
        compare(left, right, next(8));
        copy(left, right, next(20));
        if (i % 8 == 0)
            split(left, few);
    }
    unsigned char bytes[20] = {1, 2, 3, 0, 5, 6, 3};
    unsigned char *found = memchr(bytes, 3, sizeof bytes);
    *found = 9;
    found = memchr(bytes, 3, sizeof bytes);
    printf("%d %d %d\n", bytes[2], found == &bytes[6], memchr(bytes, 77, sizeof bytes) == NULL);
    memmove(bytes + 2, bytes, 10);
    printf("%d %d %d\n", bytes[2], bytes[3], sign(memcmp(bytes, bytes + 2, 2)));
    for (int i = 0; i < 41; i++)
        printf("%s\n", i == 2 || i == 22 || i == 12 ? strerror(i) : "");
    return 0;
}
