/* life: Conway's game of life from a glider gun, on a board whose edges are always dead.
 *
 *     life [GENERATIONS]        100 if absent; prints the population now and then, and the last board */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/arguments.h>

#define ROWS 36
#define COLUMNS 64
#define REPORT_EVERY 25
#define GENERATIONS_MAX 1000000

static bool board[ROWS][COLUMNS];
static bool next[ROWS][COLUMNS];

static void set_row(int row, const char *cells) {
    for (int column = 0; cells[column] != '\0'; column++)
        board[row][column + 1] = cells[column] == '#';
}

/* Gosper's gun: a glider every 30 generations. */
static void set_gun(void) {
    set_row(1, "........................#...........");
    set_row(2, "......................#.#...........");
    set_row(3, "............##......##............##");
    set_row(4, "...........#...#....##............##");
    set_row(5, "##........#.....#...##..............");
    set_row(6, "##........#...#.##....#.#...........");
    set_row(7, "..........#.....#.......#...........");
    set_row(8, "...........#...#....................");
    set_row(9, "............##......................");
}

static int neighbours(int row, int column) {
    int count = 0;
    for (int y = row - 1; y <= row + 1; y++)
        for (int x = column - 1; x <= column + 1; x++)
            count += board[y][x];
    return count - board[row][column];
}

static void step(void) {
    for (int row = 1; row < ROWS - 1; row++) {
        for (int column = 1; column < COLUMNS - 1; column++) {
            int count = neighbours(row, column);
            next[row][column] = count == 3 || (count == 2 && board[row][column]);
        }
    }
    memcpy(board, next, sizeof board);
}

static int population(void) {
    int count = 0;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++)
            count += board[row][column];
    return count;
}

static void print_board(void) {
    for (int row = 1; row < ROWS - 1; row++) {
        char line[COLUMNS + 1];
        int length = 0;
        for (int column = 1; column < COLUMNS - 1; column++) {
            line[column - 1] = board[row][column] ? '#' : '.';
            if (board[row][column])
                length = column;
        }
        line[length] = '\0';
        puts(line);
    }
}

int main(void) {
    int generations = 100;
    if (argument_count() > 1) {
        char text[16];
        argument_copy(1, text, sizeof text);
        generations = atoi(text);
    }
    if (generations < 0 || generations > GENERATIONS_MAX) {
        fputs("usage: life [GENERATIONS], at most 1000000\n", stderr);
        return 1;
    }
    set_gun();
    for (int i = 0; i < generations; i++) {
        if (i % REPORT_EVERY == 0)
            printf("generation %d: %d cells\n", i, population());
        step();
    }
    printf("generation %d: %d cells\n", generations, population());
    print_board();
    return 0;
}
