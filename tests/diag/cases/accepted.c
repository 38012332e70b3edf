/* Valid code of every kind: no diagnostics at all. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef unsigned char byte;
typedef int row[4];
enum state { START, RUN = 3, STOP };
enum tiny : unsigned char { T0, T1 };
static const row table[] = {{1, 2, 3, 4}, {5, [3] = 8}, [3] = {9}};
static_assert(sizeof table == 64 && _Alignof(double) == 8 && sizeof(enum tiny) == 1);
constexpr int limit = 5;
static int values[limit];
extern int shared;
int shared = limit * 2;
static long counter;

static inline int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

static void swap(int *a, int *b) {
    int t = *a;
    *a = *b;
    *b = t;
}

static long total(size_t n, const int numbers[n]) {
    long sum = 0;
    for (const int *p = numbers, *end = numbers + n; p < end; ++p)
        sum += *p;
    return sum;
}

static size_t words(const char *text) {
    size_t count = 0;
    for (bool in_word = false; *text; text++) {
        bool is_blank = *text == ' ' || *text == '\n';
        count += !in_word && !is_blank;
        in_word = !is_blank;
    }
    return count;
}

static unsigned mix(const unsigned state[8], const void *__sized_by(size) data, size_t size) {
    const byte *bytes = data;
    unsigned h = state[0];
    for (size_t i = 0; i < size; i++)
        h = (h ^ bytes[i]) * 16777619u;
    return h >> (size & 31);
}

static int jump(int n) {
again:
    switch (n % 4) {
    case 0:
        n += 3;
        [[fallthrough]];
    case 1: {
        n--;
        goto again;
    }
    case 2:
        do {
            n <<= 1;
        } while (n < 10);
        break;
    default:;
    }
    return n;
}

int main(void) {
    int a[5] = {5, 3, [3] = 1}, i, *p = a, *q;
    unsigned state[8] = {2166136261u};
    char line[16] = "two words";
    byte *raw = (byte *)a;
    int (*rows)[4] = nullptr;
    static int calls = 3, matrix[2][3] = {1, 2, 3, 4};
    double x = 1e3, y = .5f, z[2] = {0x1p-3, 1};
    enum state s = RUN;
    long double wide = 2.0L;
    typeof(x) copy = x;
    auto inferred = 7ul;

    swap(&a[0], &a[1]);
    swap(p + 2, &a[4]);
    q = p + 3;
    i = (int)(q - p) + (q > p) + (p == nullptr) + !q;
    i += (i++, i--, -i, ~i, +i) + (int)sizeof(i++) + (x > y && y != 0 || i);
    i ^= i << 3 & 0xf | i >> 1;
    matrix[1][2] = table[1][3] + (&matrix[0])[1][0] + 1[a];
    for (size_t k = 0, n = sizeof a / sizeof *a; k < n; k++, calls++)
        if (k == 2)
            continue;
        else if (k > 3)
            break;
    memcpy(values, a, sizeof a);
    raw[0] ^= 1;
    x += i, y -= 1, i = i ? (int)x : 3, s = STOP, i %= 7;
    copy *= (float)wide + z[1];
    counter = total(5, a) + total(2, &a[3]) + total(3, (int[]){1, 2, 3}) + (long)words("a b") + (long)words(line);
    if (rows != nullptr || p)
        counter += mix(state, line, sizeof line);
    printf("%ld %d %s %.3f %d %lu\n", counter, jump(clamp(i, 0, 9)), __func__, copy, s, inferred);
    {
        extern int shared;
        int clamp(int, int, int);
        i = shared + clamp(1, 2, 3);
    }
    return _Generic(i, int: 0, default: 1) + (int)(unsigned long)p * 0 + (sizeof(int[3]) != 12);
}
