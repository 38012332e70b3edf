/* Statements: loops of every kind, switch with fall-through and nesting, goto, the comma and conditional
 * operators, side effects in order, recursion, static locals, many arguments, enums. */
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdio.h>

enum colour { RED, GREEN = 5, BLUE };
typedef enum colour paint;

static int calls;

static int note(int value) {
    calls = calls * 10 + value;
    return value;
}

static int classify(int value) {
    int result = 0;
    switch (value) {
    case -1:
        return -100;
    case 0:
    case 1:
        result += 1;
        [[fallthrough]];
    case 2:
        result += 10;
        break;
    case 1000:
    case 1002:
        result = 77;
        break;
    default:
        result = 1000;
        break;
    case 40:
        switch (value / 4) {
        case 10:
            result = 4;
            break;
        default:
            result = 5;
        }
        result += 40;
    }
    return result;
}

static int loops(int limit) {
    int sum = 0;
    for (int i = 0, k = limit; i < k; i++, k--)
        sum += i * k;
    int n = limit;
    while (n > 0) {
        n -= 3;
        if (n % 2 == 0)
            continue;
        if (n == 11)
            break;
        sum += n;
    }
    do {
        sum ^= n;
        n++;
    } while (n < 5);
    for (;;) {
        sum++;
        if (sum % 7 == 0)
            break;
    }
    return sum;
}

static int jumps(int start) {
    int steps = 0;
again:
    steps++;
    if (start == 1)
        goto done;
    if (start % 2 == 0) {
        start /= 2;
        goto again;
    }
    start = 3 * start + 1;
    goto again;
done:
    return steps;
}

static int ackermann(int m, int n) {
    if (m == 0)
        return n + 1;
    return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

static bool is_odd(unsigned n);

static bool is_even(unsigned n) {
    return n == 0 ? true : is_odd(n - 1);
}

static bool is_odd(unsigned n) {
    return n == 0 ? false : is_even(n - 1);
}

static int counter(void) {
    static int count = 40;
    return count++;
}

static long many(int a, long b, short c, char d, unsigned e, long f, int g, bool h, long i, unsigned char j) {
    return a + b * 2 + c * 3 + d * 5 + (long)e * 7 + f * 11 + g * 13 + h * 17 + i * 19 + j * 23;
}

static double mixed(double a, int b, float c, long d, double e, double f, double g, double h, double i,
                    double j, double k) {
    return a + b + (double)c * 2 + (double)d + e * 3 + f * 4 + g * 5 + h * 6 + i * 7 + j * 8 + k * 9;
}

static void set(int *out, int value) {
    *out = value;
}

static void swap(int *left, int *right) {
    int kept = *left;
    *left = *right;
    *right = kept;
}

int main(void) {
    for (int i = -2; i < 5; i++)
        printf("%d ", classify(i));
    printf("%d %d %d\n", classify(40), classify(1002), classify(1004));
    printf("%d %d %d\n", loops(10), loops(25), loops(0));
    printf("%d %d\n", jumps(27), jumps(1));
    printf("%d %d %d\n", ackermann(2, 3), is_even(1000), is_odd(7));
    int first = counter();
    int second = counter();
    printf("%d %d %d\n", first, second, counter());
    printf("%ld\n", many(1, 2, 3, 4, 5, 6, 7, true, 9, 10));
    printf("%g\n", mixed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    int value = (note(1), note(2)) && (note(0) || note(3)) ? note(4) : note(5);
    printf("%d %d\n", value, calls);
    paint colour = BLUE;
    colour = colour == BLUE ? GREEN : RED;
    printf("%d %d %d\n", RED, colour, BLUE);
    int left = 3, right = 0;
    set(&right, 9);
    swap(&left, &right);
    printf("%d %d\n", left, right);
    int shadow = 1;
    {
        int shadow = 2;
        left += shadow;
    }
    printf("%d %d %zu %zu\n", shadow, left, sizeof(paint), sizeof left);
    return 200;
}
