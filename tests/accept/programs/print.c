/* printf in all its conversions, flags, widths and precisions; what it returns; and the other output
 * functions. */
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <ptrcheck.h>
#include <stdint.h>
#include <stdio.h>

static void print_integers(void) {
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d] [%.3d] [%8.3d] [%-8.3d|\n", 42, 42, 42, 42, 42, 42, 42, 42,
           42);
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d] [%.3d] [%+.0d] [%.0d]\n", -42, -42, -42, -42, -42, -42, -42,
           0, 0);
    printf("[%u] [%o] [%x] [%X] [%#o] [%#x] [%#X] [%#08x] [%08X]\n", 3054u, 3054u, 3054u, 3054u, 3054u, 3054u,
           3054u, 3054u, 3054u);
    printf("[%#o] [%#x] [%#.0o] [%.0x]\n", 0u, 0u, 0u, 0u);
    printf("[%d] [%d] [%u]\n", INT_MIN, INT_MAX, UINT_MAX);
    printf("[%ld] [%ld] [%lu] [%lx]\n", LONG_MIN, LONG_MAX, ULONG_MAX, ULONG_MAX);
    printf("[%lld] [%llu] [%llo]\n", LLONG_MIN, ULLONG_MAX, ULLONG_MAX);
    printf("[%hhd] [%hhu] [%hd] [%hu] [%hhx]\n", (signed char)-1, (unsigned char)255, (short)-1,
           (unsigned short)65535, (unsigned char)0xab);
    printf("[%zu] [%zd] [%td] [%jd] [%i]\n", sizeof(long), (long)-3, (long)-4, (intmax_t)-5, -6);
    printf("[%" PRId8 "] [%" PRIu16 "] [%" PRIx32 "] [%" PRId64 "] [%" PRIX64 "]\n", (int8_t)-128,
           (uint16_t)65535, (uint32_t)0xdeadbeef, INT64_MIN, UINT64_MAX);
    printf("[%*d] [%-*d] [%*d] [%.*d] [%*.*d]\n", 6, 1, 6, 2, -6, 3, 4, 4, 8, 3, 5);
    printf("[%s] [%c] [%%] [%d%%]\n", "percent", '%', 100);
}

static void print_text(void) {
    char letters[4] = {'a', 'b', 'c', 'd'};
    char word[8] = "word";
    printf("[%s] [%10s] [%-10s] [%.2s] [%10.2s] [%.0s] [%s]\n", "text", "text", "text", "text", "text",
           "text", "");
    printf("[%c] [%5c] [%-5c] [%c]\n", 'x', 'y', 'z', word[1]);
    printf("[%.4s] [%s] [%*s] [%-*s] [%.*s]\n", letters, word, 6, word, 6, word, 2, word);
    puts("puts");
    puts("");
    fputs("fputs", stdout);
    putchar('\n');
    fputc('f', stdout);
    putc('\n', stdout);
}

static void print_floats(const double *__counted_by(count) values, int count) {
    for (int i = 0; i < count; i++) {
        double value = values[i];
        printf("%d: [%f] [%.0f] [%.1f] [%.15f] [%12.3f] [%-12.3f] [%+f] [%#.0f]\n", i, value, value, value,
               value, value, value, value, value);
        printf("    [%e] [%.0e] [%.3E] [%.17e] [%15.2e] [%-15.2e] [%015e]\n", value, value, value, value,
               value, value, value);
        printf("    [%g] [%.0g] [%.3G] [%.17g] [%15g] [%-15g] [%015g] [%#.8g]\n", value, value, value, value,
               value, value, value, value);
    }
}

int main(void) {
    static const double values[] = {
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        1.5,
        2.5,
        0.1,
        0.3,
        1e21,
        1e22,
        123456.789,
        999999.4,
        1e15,
        1e16,
        1e17,
        0.045,
        0.0001,
        9.5,
        1e-5,
        99999.95,
        12.345,
        DBL_MAX,
        DBL_MIN,
        DBL_TRUE_MIN,
        DBL_EPSILON,
        1e100,
        3.141592653589793,
        2.718281828459045,
        INFINITY,
        -INFINITY,
    };
    print_integers();
    print_text();
    print_floats(values, sizeof values / sizeof values[0]);
    printf("%.400f\n%.800e\n", DBL_TRUE_MIN, 0.1);
    int total = printf("%d %s %c %5.2f\n", 12345, "abc", 'd', 2.25);
    printf("returned %d\n", total);
    printf("returned %d\n", printf("\n"));
    float single = 1.1F;
    printf("%.20f %.3f\n", single, (double)single * 2);
    return 0;
}
