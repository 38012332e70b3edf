/* Time: the time stamp counter, measured once against channel 2 of the PIT.
 *
 * The channel counts down at a known rate with its output visible in port 0x61, and needs no interrupt. */
#include "pc.h"

#define PIT_CHANNEL_2 0x42u
#define PIT_COMMAND 0x43u
#define PIT_HERTZ 1193182u
#define PIT_TICKS 23864u /* 20 ms */
#define CONTROL 0x61u
#define CONTROL_GATE 0x01u
#define CONTROL_SPEAKER 0x02u
#define CONTROL_OUTPUT 0x20u
#define LOOKS_MAX 100000000u

static uint64_t start;
static uint64_t ticks_per_second; /* 0 until calibrated */

bool time_start(void) {
    const uint8_t control = port_read_8(CONTROL) & (uint8_t)~(CONTROL_GATE | CONTROL_SPEAKER);
    port_write_8(CONTROL, control);
    port_write_8(PIT_COMMAND, 0xb0); /* channel 2, both bytes, mode 0: output rises at the end of the count */
    port_write_8(PIT_CHANNEL_2, PIT_TICKS & 0xff);
    port_write_8(PIT_CHANNEL_2, PIT_TICKS >> 8);
    port_write_8(CONTROL, control | CONTROL_GATE);
    const uint64_t first = time_stamp();
    unsigned looks = 0;
    while ((port_read_8(CONTROL) & CONTROL_OUTPUT) == 0) {
        if (++looks == LOOKS_MAX) {
            return false;
        }
    }
    const uint64_t last = time_stamp();
    port_write_8(CONTROL, control);
    ticks_per_second = (last - first) * PIT_HERTZ / PIT_TICKS;
    start = last;
    return looks > 0 && ticks_per_second > 0;
}

uint64_t platform_time_ns(void) {
    if (ticks_per_second == 0) {
        return 0;
    }
    const uint64_t ticks = time_stamp() - start;
    return ticks / ticks_per_second * 1000000000u +
           ticks % ticks_per_second * 1000000000u / ticks_per_second + 1;
}
