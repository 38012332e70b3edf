/* <stdlib.h> and <inttypes.h>: magnitudes, and quotients with their remainders. */
#include <inttypes.h>
#include <stdlib.h>

int abs(int value) {
    return value < 0 ? -value : value;
}

long labs(long value) {
    return value < 0 ? -value : value;
}

long long llabs(long long value) {
    return value < 0 ? -value : value;
}

intmax_t imaxabs(intmax_t value) {
    return value < 0 ? -value : value;
}

div_t div(int value, int divisor) {
    return (div_t){value / divisor, value % divisor};
}

ldiv_t ldiv(long value, long divisor) {
    return (ldiv_t){value / divisor, value % divisor};
}

lldiv_t lldiv(long long value, long long divisor) {
    return (lldiv_t){value / divisor, value % divisor};
}

imaxdiv_t imaxdiv(intmax_t value, intmax_t divisor) {
    return (imaxdiv_t){value / divisor, value % divisor};
}
