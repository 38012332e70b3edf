/* Arrays and the pointers into them: nested and initialised in every way, slices, walking pointers, counts
 * before and after, searching, sorting, strings, tables of constants. */
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static int numbers[20];
static const short table[] = {5, 4, [5] = 9, 8, [2] = 7};
static const int grid[3][4] = {{1, 2, 3, 4}, {5, 6}, {[3] = 12}};
static long cube[2][3][4];
static const char message[] = "a constant message";
static char padded[10] = "pad";
static unsigned char bytes[16] = {0xff, 0x80, 0x7f};

static long sum(const int *__counted_by(count) values, int count) {
    long total = 0;
    for (int i = 0; i < count; i++)
        total += values[i];
    return total;
}

static long sum_backwards(int count, const int *__counted_by(count) values) {
    long total = 0;
    for (int i = count; i > 0; i--)
        total = total * 3 + values[i - 1];
    return total;
}

static long sum_by_pointer(const int *__counted_by(count) values, size_t count) {
    const int *end = values + count;
    long total = 0;
    for (const int *p = values; p < end; p++)
        total += *p;
    return total;
}

static void sort(int *__counted_by(count) values, int count) {
    for (int i = 1; i < count; i++) {
        int value = values[i];
        int k = i;
        while (k > 0 && values[k - 1] > value) {
            values[k] = values[k - 1];
            k--;
        }
        values[k] = value;
    }
}

static void quicksort(int *__counted_by(count) values, int count) {
    if (count < 2)
        return;
    int pivot = values[count / 2];
    int low = 0;
    int high = count - 1;
    while (low <= high) {
        while (values[low] < pivot)
            low++;
        while (values[high] > pivot)
            high--;
        if (low <= high) {
            int kept = values[low];
            values[low] = values[high];
            values[high] = kept;
            low++;
            high--;
        }
    }
    quicksort(values, high + 1);
    quicksort(values + low, count - low);
}

static int find(const int *__counted_by(count) values, int count, int wanted) {
    int low = 0;
    int high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (values[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && values[low] == wanted ? low : -1;
}

static int count_letters(const char *text, char letter) {
    int count = 0;
    for (const char *p = text; *p != '\0'; p++)
        count += *p == letter;
    return count;
}

static void reverse(char *__counted_by(size) text, size_t size) {
    for (size_t i = 0, k = size; i + 1 < k; i++) {
        k--;
        char kept = text[i];
        text[i] = text[k];
        text[k] = kept;
    }
}

static void fill_cube(void) {
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 3; k++)
            for (int l = 0; l < 4; l++)
                cube[i][k][l] = i * 100 + k * 10 + l;
}

static long diagonal(void) {
    long total = 0;
    for (int i = 0; i < 24; i++)
        total = total * 7 + cube[i % 2][i % 3][i % 4];
    return total;
}

static int row_sum(int row) {
    const int *p = grid[row];
    int total = 0;
    for (int i = 0; i < COUNT(grid[0]); i++)
        total += *p++;
    return total;
}

static int binomial(int n, int k) {
    int row[32] = {1};
    for (int i = 1; i <= n; i++)
        for (int j = i; j > 0; j--)
            row[j] += row[j - 1];
    return row[k];
}

static void test_pointers(void) {
    int local[8] = {1, 2, 3};
    int *p = local;
    int *q = &local[7];
    *q = 70;
    *p++ += 10;
    p[1] = 33;
    *(p + 2) = 44;
    q -= 2;
    *q = 55;
    printf("%td %td %d %d\n", q - p, p - local, p < q, q == &local[5]);
    printf("%d %d %d %d %d\n", local[0], local[2], local[3], *(q + 2), p[-1]);
    printf("%ld %ld\n", sum(local + 2, 4), sum(p, 0));
    unsigned char *raw = (unsigned char *)local;
    printf("%d %d\n", raw[0], raw[20]);
    const int *chosen = local[0] > 5 ? local : numbers;
    printf("%d\n", chosen[2]);
    const int *null = nullptr;
    printf("%d %d\n", null == nullptr, p != nullptr);
}

int main(void) {
    for (int i = 0; i < COUNT(numbers); i++)
        numbers[i] = (i * 7919 + 13) % 101;
    printf("%ld %ld %ld\n", sum(numbers, 20), sum_backwards(5, numbers), sum_by_pointer(numbers, 20));
    int copy[20];
    memcpy(copy, numbers, sizeof copy);
    sort(numbers, 20);
    quicksort(copy, COUNT(copy));
    printf("%d\n", memcmp(copy, numbers, sizeof copy));
    for (int i = 0; i < 20; i++)
        printf("%d ", numbers[i]);
    printf("\n%d %d\n", find(numbers, 20, numbers[13]), find(numbers, 20, 1000));
    for (int i = 0; i < COUNT(table); i++)
        printf("%d ", table[i]);
    printf("%d %d %d\n", row_sum(0), row_sum(1), row_sum(2));
    fill_cube();
    printf("%ld %zu %zu\n", diagonal(), sizeof cube, sizeof cube[0]);
    printf("%d %zu [%s] [%s]\n", count_letters(message, 's'), sizeof message, padded, &message[11]);
    reverse(padded, strlen(padded));
    printf("[%s] %d %d %d\n", padded, bytes[0], bytes[1], (signed char)bytes[1]);
    printf("%d %d %d\n", binomial(10, 5), binomial(30, 15), binomial(4, 0));
    test_pointers();
    return 0;
}
