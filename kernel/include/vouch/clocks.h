/* What the service clock tells, by number, in nanoseconds. */
#ifndef VOUCH_CLOCKS_H
#define VOUCH_CLOCKS_H

enum vouch_clock {
    VOUCH_CLOCK_MONOTONIC = 0, /* since some moment before the process began */
    VOUCH_CLOCK_WALL = 1,      /* since 1970-01-01 00:00 UTC, leap seconds not counted */
};

#endif
