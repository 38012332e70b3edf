/* C23 <time.h>. The time zone is UTC. */
#ifndef TIME_H
#define TIME_H

#include <stddef.h>
#include <ptrcheck.h>

#define CLOCKS_PER_SEC 1000000L
#define TIME_UTC 1
#define TIME_MONOTONIC 2
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1

typedef long clock_t;
typedef long time_t; /* seconds since 1970, leap seconds not counted */
struct timespec {
    time_t tv_sec;
    long tv_nsec;
};
struct tm {
    int tm_sec, tm_min, tm_hour;
    int tm_mday; /* from 1 */
    int tm_mon;  /* from 0 */
    int tm_year; /* since 1900 */
    int tm_wday; /* since Sunday */
    int tm_yday; /* from 0 */
    int tm_isdst;
    long tm_gmtoff;
    const char *tm_zone;
};

/* Microseconds that have passed; only differences mean anything. */
clock_t clock(void);
/* Now, also to *result unless that is null. */
time_t time(time_t *result);
double difftime(time_t end, time_t start);
/* The base, or 0 if there is no such clock. */
int timespec_get(struct timespec *result, int base);
int clock_gettime(int clock, struct timespec *result);

/* The broken-down time; null with errno set if its year is not an int. The first two give the same object each time. */
struct tm *gmtime(const time_t *when);
struct tm *localtime(const time_t *when);
struct tm *gmtime_r(const time_t *restrict when, struct tm *restrict result);
struct tm *localtime_r(const time_t *restrict when, struct tm *restrict result);
/* The time that the members say, which may be outside their ranges and are brought back there. */
time_t mktime(struct tm *when);
time_t timegm(struct tm *when);
/* As text, by conversions such as %Y-%m-%d, in the "C" locale. The length, or 0 if it does not fit. */
size_t strftime(char *__counted_by(size) restrict text, size_t size, const char *restrict format,
                const struct tm *restrict when);
/* "Thu Jan  1 00:00:00 1970\n", in the same array each time. */
char *__null_terminated asctime(const struct tm *when);
char *__null_terminated ctime(const time_t *when);

#endif
