/* One of many: pauses for as many milliseconds as its second argument says, and ends with the first as its status. It
 * does without a heap. */
#include <vouch/arguments.h>
#include <vouch/process.h>

static unsigned read_number(int index) {
    char digits[16] = {0};
    unsigned number = 0;
    argument_copy(index, digits, sizeof digits);
    for (int i = 0; i < 16 && digits[i] >= '0' && digits[i] <= '9'; i++)
        number = number * 10 + (unsigned)(digits[i] - '0');
    return number;
}

int main(void) {
    process_sleep(read_number(1) * 1000000ul);
    return (int)read_number(0);
}
