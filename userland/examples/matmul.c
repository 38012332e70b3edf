/* matmul: multiplies two matrices, once of integers in nested arrays and once of doubles in flat ones, and
 * prints checksums. Unsigned arithmetic and sums of small integers are exact, so the output is the same
 * everywhere.
 *
 *     matmul [N [ROUNDS]]        N from 1 to 200, 64 if absent
 *
 * ROUNDS, 1 if absent, repeats the multiplications, for measurements. */
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/arguments.h>

#define SIDE_MAX 200
#define CELLS_MAX (SIDE_MAX * SIDE_MAX)

static uint32_t left[SIDE_MAX][SIDE_MAX];
static uint32_t right[SIDE_MAX][SIDE_MAX];
static uint32_t product[SIDE_MAX][SIDE_MAX];

static double left_real[CELLS_MAX];
static double right_real[CELLS_MAX];
static double product_real[CELLS_MAX];

static uint32_t multiply_integers(int side) {
    uint32_t sum = 0;
    for (int i = 0; i < side; i++) {
        for (int k = 0; k < side; k++) {
            left[i][k] = (uint32_t)(i * 3 + k * 7 + 1) * 2654435761u;
            right[i][k] = (uint32_t)(i * 5 - k * 2 + 11) ^ (uint32_t)(i * k);
        }
    }
    for (int i = 0; i < side; i++) {
        for (int j = 0; j < side; j++) {
            uint32_t cell = 0;
            for (int k = 0; k < side; k++)
                cell += left[i][k] * right[k][j];
            product[i][j] = cell;
        }
    }
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++)
            sum = sum * 31 + product[i][j];
    return sum;
}

/* c = a * b for matrices of side * side = cells numbers, row by row. */
static void multiply_reals(double *__counted_by(cells) c, const double *__counted_by(cells) a,
                           const double *__counted_by(cells) b, size_t cells, size_t side) {
    for (size_t i = 0; i < side; i++) {
        for (size_t j = 0; j < side; j++)
            c[i * side + j] = 0;
        for (size_t k = 0; k < side; k++) {
            double factor = a[i * side + k];
            for (size_t j = 0; j < side; j++)
                c[i * side + j] += factor * b[k * side + j];
        }
    }
}

static double sum_reals(size_t side) {
    size_t cells = side * side;
    for (size_t i = 0; i < cells; i++) {
        left_real[i] = (double)(i % 17) * 0.5;
        right_real[i] = (double)(i % 13) * 0.25 - 1;
    }
    multiply_reals(product_real, left_real, right_real, cells, side);
    double sum = 0;
    for (size_t i = 0; i < cells; i++)
        sum += product_real[i];
    return sum;
}

/* Argument `index` as a number, or `otherwise` if there is none. */
static int argument_number(int index, int otherwise) {
    char text[16];
    if (argument_copy(index, text, sizeof text) < 0)
        return otherwise;
    return atoi(text);
}

int main(void) {
    int side = argument_number(1, 64);
    int rounds = argument_number(2, 1);
    if (side < 1 || side > SIDE_MAX || rounds < 1) {
        fputs("usage: matmul [N [ROUNDS]], N from 1 to 200\n", stderr);
        return 1;
    }
    uint32_t checksum = 0;
    double sum = 0;
    for (int round = 0; round < rounds; round++) {
        checksum = multiply_integers(side);
        sum = sum_reals((size_t)side);
    }
    printf("%d x %d integers: checksum %08x\n", side, side, checksum);
    printf("%d x %d doubles: sum %.3f\n", side, side, sum);
    return 0;
}
