/* <string.h>, <ctype.h> and <stdlib.h>: every function, at the edges. */
#include <ctype.h>
#include <limits.h>
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sign_of(int value) {
    return (value > 0) - (value < 0);
}

static unsigned hash_bytes(const unsigned char *__counted_by(size) bytes, size_t size) {
    unsigned hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

static void test_memory(void) {
    unsigned char bytes[64];
    unsigned char copy[64];
    for (int i = 0; i < 64; i++)
        bytes[i] = (unsigned char)(i * 37 + 11);
    memset(copy, 0xa5, sizeof copy);
    memcpy(copy + 3, bytes + 5, 40);
    printf("memcpy %08x\n", hash_bytes(copy, sizeof copy));
    for (size_t distance = 0; distance < 20; distance++) {
        memcpy(copy, bytes, sizeof copy);
        memmove(copy + distance, copy + 10, 44);
        printf("memmove %zu %08x\n", distance, hash_bytes(copy, sizeof copy));
    }
    memset(copy + 10, 0, 20);
    memset(copy, -1, 0);
    printf("memset %08x\n", hash_bytes(copy, sizeof copy));
    printf("memcmp %d %d %d %d\n", sign_of(memcmp("abc", "abd", 3)), sign_of(memcmp("abd", "abc", 3)),
           sign_of(memcmp("abc", "abd", 2)), sign_of(memcmp("\xff", "\x01", 1)));
}

static void test_texts(void) {
    char text[32] = "hello";
    printf("strlen %zu %zu %zu %zu\n", strlen(""), strlen("a"), strlen(text), strlen("with\0in"));
    text[3] = '\0';
    printf("strlen %zu [%s]\n", strlen(text), text);
    printf("strcmp %d %d %d %d %d\n", sign_of(strcmp("", "")), sign_of(strcmp("a", "")),
           sign_of(strcmp("", "a")), sign_of(strcmp("abc", "abd")), sign_of(strcmp("\xff", "a")));
    printf("strncmp %d %d %d\n", sign_of(strncmp("abcx", "abcy", 3)), sign_of(strncmp("abcx", "abcy", 4)),
           sign_of(strncmp("ab", "ab", 9)));
    printf("strspn %zu %zu strcspn %zu %zu\n", strspn("aabbcc", "ab"), strspn("xyz", ""),
           strcspn("aabbcc", "c"), strcspn("xyz", ""));
}

static void test_characters(void) {
    unsigned classes = 0;
    for (int i = -1; i < 256; i++) {
        unsigned bits = 0;
        bits |= (unsigned)(isalnum(i) != 0) << 0 | (unsigned)(isalpha(i) != 0) << 1 |
                (unsigned)(isblank(i) != 0) << 2;
        bits |= (unsigned)(iscntrl(i) != 0) << 3 | (unsigned)(isdigit(i) != 0) << 4 |
                (unsigned)(isgraph(i) != 0) << 5;
        bits |= (unsigned)(islower(i) != 0) << 6 | (unsigned)(isprint(i) != 0) << 7 |
                (unsigned)(ispunct(i) != 0) << 8;
        bits |= (unsigned)(isspace(i) != 0) << 9 | (unsigned)(isupper(i) != 0) << 10;
        bits |= (unsigned)(isxdigit(i) != 0) << 11;
        classes = classes * 31 + bits * 7 + (unsigned)tolower(i) + (unsigned)toupper(i) * 3;
        printf("%x%c", bits, i % 16 == 15 ? '\n' : ' ');
    }
    printf("\n%08x\n", classes);
}

static void test_numbers(void) {
    printf("%d %d %d %d %d %d\n", atoi(""), atoi("7"), atoi(" \t-42x"), atoi("+13"), atoi("2147483647"),
           atoi("- 1"));
    printf("%ld %ld %ld\n", atol("-9223372036854775808"), atol("9223372036854775807"), atol("000123"));
    printf("%lld %d %ld %lld\n", atoll("1234567890123"), abs(-5), labs(-6L), llabs(-7LL));
    for (unsigned seed = 0; seed < 3; seed++) {
        srand(seed);
        int first = rand();
        int second = rand();
        printf("%d %d %d\n", first, second, rand());
    }
}

int main(void) {
    test_memory();
    test_texts();
    test_characters();
    test_numbers();
    exit(3);
}
