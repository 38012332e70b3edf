/* nqueens: counts the ways to put N queens on an N by N board so that none attacks another.
 *
 *     nqueens [N]        1 to 16, 8 if absent; prints the first solution too */
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/arguments.h>

#define SIZE_MAX_QUEENS 16
#define DIAGONALS (2 * SIZE_MAX_QUEENS)

static bool column_taken[SIZE_MAX_QUEENS];
static bool falling_taken[DIAGONALS];
static bool rising_taken[DIAGONALS];
static long solutions;

static void print_board(const int *__counted_by(size) columns, int size) {
    for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++)
            putchar(columns[row] == column ? 'Q' : '.');
        putchar('\n');
    }
}

/* Puts queens on the rows from `row` on; columns[0 .. row) holds those that stand already. */
static void place(int *__counted_by(size) columns, int size, int row) {
    if (row == size) {
        if (solutions == 0)
            print_board(columns, size);
        solutions++;
        return;
    }
    for (int column = 0; column < size; column++) {
        int falling = row - column + SIZE_MAX_QUEENS;
        int rising = row + column;
        if (column_taken[column] || falling_taken[falling] || rising_taken[rising])
            continue;
        columns[row] = column;
        column_taken[column] = true;
        falling_taken[falling] = true;
        rising_taken[rising] = true;
        place(columns, size, row + 1);
        column_taken[column] = false;
        falling_taken[falling] = false;
        rising_taken[rising] = false;
    }
}

int main(void) {
    int columns[SIZE_MAX_QUEENS] = {0};
    int size = 8;
    if (argument_count() > 1) {
        char text[16];
        argument_copy(1, text, sizeof text);
        size = atoi(text);
    }
    if (size < 1 || size > SIZE_MAX_QUEENS) {
        fputs("usage: nqueens [N], N from 1 to 16\n", stderr);
        return 1;
    }
    place(columns, size, 0);
    printf("%d queens: %ld solution%s\n", size, solutions, solutions == 1 ? "" : "s");
    return 0;
}
