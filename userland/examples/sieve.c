/* sieve: counts the primes up to a limit with the sieve of Eratosthenes.
 *
 *     sieve [N]        2 to 10000000, 100000 if absent; prints the count and the largest */
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/arguments.h>

#define LIMIT_MAX 10000000

static bool composite[LIMIT_MAX + 1];

static void sieve(bool *__counted_by(count) marks, int count) {
    for (int i = 2; i < count && i <= (count - 1) / i; i++) {
        if (marks[i])
            continue;
        for (int k = i * i; k < count; k += i)
            marks[k] = true;
    }
}

int main(void) {
    int limit = 100000;
    if (argument_count() > 1) {
        char text[16];
        argument_copy(1, text, sizeof text);
        limit = atoi(text);
    }
    if (limit < 2 || limit > LIMIT_MAX) {
        fputs("usage: sieve [N], N from 2 to 10000000\n", stderr);
        return 1;
    }
    sieve(composite, limit + 1);
    int primes = 0;
    int largest = 0;
    for (int i = 2; i <= limit; i++) {
        if (composite[i])
            continue;
        primes++;
        largest = i;
    }
    printf("%d primes up to %d, the largest is %d\n", primes, limit, largest);
    return 0;
}
