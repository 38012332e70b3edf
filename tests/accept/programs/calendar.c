/* <time.h>: dates over many years, broken down, put together again and written in every conversion. */
#define _DEFAULT_SOURCE /* natively: what is not in C */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned long state = 99;

static unsigned long next(void) {
    state = state * 6364136223846793005ul + 1442695040888963407ul;
    return state >> 20;
}

static void show(time_t when) {
    char text[400];
    struct tm broken;
    if (gmtime_r(&when, &broken) == NULL) {
        printf("%ld: none\n", when);
        return;
    }
    size_t length =
        strftime(text, sizeof text,
                 "%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %m %M %n %p %r %R %s %S %t %T %u %U %V "
                 "%w %W %x %X %y %Y %z %Z %%",
                 &broken);
    struct tm again = broken;
    printf("%ld: %zu %s %d %d\n", when, length, text, broken.tm_yday, timegm(&again) == when);
}

static void normalise(void) {
    struct tm when = {0};
    when.tm_year = 100 + (int)(next() % 50);
    when.tm_mon = (int)(next() % 100) - 50;
    when.tm_mday = (int)(next() % 1000) - 500;
    when.tm_hour = (int)(next() % 200) - 100;
    when.tm_min = (int)(next() % 2000) - 1000;
    when.tm_sec = (int)(next() % 20000) - 10000;
    time_t result = mktime(&when);
    printf("%ld %s", result, asctime(&when));
    printf("%d %d %s", when.tm_wday, when.tm_yday, ctime(&result));
}

int main(void) {
    static const time_t edges[] = {
        0,         -1,         86399,      86400,        951782399,        951782400,
        951868800, 4107542399, 4107542400, 253402300799, 67768036191676800};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        show(edges[i]);
    for (int i = 0; i < 1500; i++) {
        show((time_t)(next() % 4000000000ul) - 1000000000);
        show((time_t)(next() % 400000000000ul) - 30000000000);
        normalise();
    }
    char text[11];
    const time_t day = 1700000000;
    const struct tm *when = gmtime(&day);
    printf("%zu ", strftime(text, sizeof text, "%F", when));
    printf("%s\n", text);
    printf("%zu\n", strftime(text, sizeof text, "%F ", when));
    printf("%g\n", difftime(10, 3));
    time_t now = time(NULL);
    struct timespec precise;
    printf("%d %d\n", timespec_get(&precise, TIME_UTC), now > 1700000000 && precise.tv_sec - now < 2);
    clock_t start = clock();
    printf("%d\n", clock() >= start && start >= 0);
    return 0;
}
