/* sieve: counts the primes up to a limit with the sieve of Eratosthenes.
 *
 *     sieve [N [ROUNDS]]        N from 2 to 10000000, 100000 if absent; prints the count and the largest
 *
 * ROUNDS, 1 if absent, repeats the sieving, for measurements. */
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

/* Argument `index` as a number, or `otherwise` if there is none. */
static int argument_number(int index, int otherwise) {
    char text[16];
    if (argument_copy(index, text, sizeof text) < 0)
        return otherwise;
    return atoi(text);
}

int main(void) {
    int limit = argument_number(1, 100000);
    int rounds = argument_number(2, 1);
    if (limit < 2 || limit > LIMIT_MAX || rounds < 1) {
        fputs("usage: sieve [N [ROUNDS]], N from 2 to 10000000\n", stderr);
        return 1;
    }
    for (int round = 0; round < rounds; round++)
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
