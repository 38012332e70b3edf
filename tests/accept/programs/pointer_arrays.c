/* Arrays of pointers and of structures with pointers: local, of static duration and on the heap, of several dimensions
 * with computed indices, and so large that they do not stay on the stack. */
#include <stdio.h>
#include <stdlib.h>

enum { PLANES = 7, ROWS = 4, COLUMNS = 5 };

struct cell {
    int *value;
    long weight;
};

static short small = 3;
static unsigned char tiny = 4;
static int numbers[ROWS * COLUMNS];
static int *table[PLANES][ROWS][COLUMNS];
static struct cell cells[ROWS][COLUMNS];
static int failures;

static void expect(const char *what, long got, long wanted) {
    if (got != wanted) {
        printf("%s: %ld, not %ld\n", what, got, wanted);
        failures++;
    }
}

static void fill_numbers(void) {
    for (int i = 0; i < ROWS * COLUMNS; i++)
        numbers[i] = i;
}

/* The local has to be on the heap, and the slots hold references to its middle. */
static void fill_with_inside(int step) {
    int large[6][7] = {{1, 2, 3}};
    int *list[3];
    for (int i = 0; i < 3; i++)
        list[i] = &large[5][4];
    for (int i = 0; i < 3; i += step)
        *list[i] += i + 1;
    expect("inside", large[5][4], 6);
}

static void fill_table(void) {
    for (int i = 0; i < PLANES; i++)
        for (int j = 0; j < ROWS; j++)
            for (int k = 0; k < COLUMNS; k++)
                table[i][j][k] = &numbers[(i + j + k) % (ROWS * COLUMNS)];
}

static int look_up(int plane, int row, int column) {
    return *table[plane][row][column];
}

/* As table, in the frame, and with pointers to rows. */
static int local_table(int row, int column) {
    const int *local[ROWS][COLUMNS] = {{&numbers[1]}};
    const int *other[2][2][2];
    for (int j = 0; j < ROWS; j++)
        for (int k = 0; k < COLUMNS; k++)
            local[j][k] = &numbers[j * COLUMNS + k];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            for (int k = 0; k < 2; k++)
                other[i][j][k] = local[i + row][j + k + column];
    const int *(*rows)[COLUMNS] = local;
    return *local[row][column] + *rows[row][column] + *other[1][0][1];
}

static int heap_table(size_t count, size_t plane, int row, int column) {
    int *(*planes)[ROWS][COLUMNS] = malloc(count * sizeof *planes);
    if (planes == NULL)
        return -1;
    for (size_t i = 0; i < count; i++)
        for (int j = 0; j < ROWS; j++)
            for (int k = 0; k < COLUMNS; k++)
                planes[i][j][k] = &numbers[j * COLUMNS + k];
    planes[plane][row][column] = &numbers[7];
    return *planes[plane][row][column] + *planes[0][ROWS - 1][column];
}

static long weigh(int row, int column) {
    struct cell local[ROWS][COLUMNS];
    for (int j = 0; j < ROWS; j++)
        for (int k = 0; k < COLUMNS; k++) {
            cells[j][k].value = &numbers[j + k];
            cells[j][k].weight = j * k;
            local[j][k] = cells[j][k];
        }
    local[row][column].weight++;
    cells[column % ROWS][row] = local[row][column];
    return *cells[column % ROWS][row].value + cells[column % ROWS][row].weight;
}

/* Many pointers, at constant places only, to locals that nothing else makes outlive the function. */
static int crowd(void) {
    int here = 5, there = 6;
    int *many[9][3][9] = {{{&here, NULL, &there}, {NULL, &here}}, {{&there}}};
    *many[0][0][2] += 10;
    *many[0][1][1] += 20;
    return *many[1][0][0] + here + (many[8][2][8] == NULL);
}

static int sum_small(void) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += small + tiny;
        small = (short)(small * 2);
        tiny = (unsigned char)(tiny + 100);
    }
    return sum;
}

int main(int argc, char **argv) {
    (void)argv;
    fill_numbers();
    fill_with_inside(argc);
    fill_table();
    expect("table", look_up(6, 3, 4), 13);
    expect("table", look_up(argc, argc + 1, 0), 3);
    expect("local", local_table(argc, argc + 1), 7 + 7 + 13);
    expect("heap", heap_table(3, (size_t)argc, argc, argc), 7 + 16);
    expect("cells", weigh(argc, argc + 2), 4 + 4);
    expect("crowd", crowd(), 16 + 25 + 1);
    expect("small", sum_small(), 7 + (6 + 104) + (12 + 204));
    puts(failures == 0 ? "good" : "bad");
    return failures != 0;
}
