/* Time: the time stamp counter, measured once against channel 2 of the PIT, and added to what the battery-backed
 * clock said at the start.
 *
 * The channel counts down at a known rate with its output visible in port 0x61, and needs no interrupt. The clock
 * (MC146818, "Real-Time Clock plus RAM") is read twice until both readings agree, as it may be counting meanwhile. */
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

#define RTC_INDEX 0x70u
#define RTC_DATA 0x71u
#define RTC_REGISTER_A 0x0au
#define RTC_UPDATING 0x80u /* in register A */
#define RTC_REGISTER_B 0x0bu
#define RTC_BINARY 0x04u /* in register B; else BCD */
#define RTC_24_HOURS 0x02u
#define RTC_AFTERNOON 0x80u /* in the hours, where there are twelve */
#define RTC_READINGS_MAX 1000u

static uint64_t start;
static uint64_t start_wall_s;     /* seconds since 1970 at the start */
static uint64_t ticks_per_second; /* 0 until calibrated */

static uint8_t rtc_read(uint8_t index) {
    port_write_8(RTC_INDEX, index);
    return port_read_8(RTC_DATA);
}

struct rtc_reading {
    uint8_t fields[6]; /* second, minute, hour, day, month, year of the century */
};

static struct rtc_reading rtc_read_fields(void) {
    static const uint8_t indices[6] = {0, 2, 4, 7, 8, 9};
    for (unsigned looks = 0; looks < LOOKS_MAX / 1000 && (rtc_read(RTC_REGISTER_A) & RTC_UPDATING) != 0;
         looks++) {
    }
    struct rtc_reading reading;
    for (int i = 0; i < 6; i++)
        reading.fields[i] = rtc_read(indices[i]);
    return reading;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar, from 1970 on; the year begins in March here, so that the
 * leap day is its last. */
static uint64_t days_since_1970(uint64_t year, uint64_t month, uint64_t day) {
    year -= month <= 2;
    const uint64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719468;
}

/* What the clock says, in seconds since 1970; 0 if it says nothing sensible. */
static uint64_t rtc_seconds(void) {
    struct rtc_reading reading = rtc_read_fields();
    for (unsigned i = 0; i < RTC_READINGS_MAX; i++) {
        const struct rtc_reading again = rtc_read_fields();
        if (__builtin_memcmp(&reading, &again, sizeof reading) == 0)
            break;
        reading = again;
    }
    const uint8_t mode = rtc_read(RTC_REGISTER_B);
    const bool afternoon = (mode & RTC_24_HOURS) == 0 && (reading.fields[2] & RTC_AFTERNOON) != 0;
    reading.fields[2] &= (uint8_t)~RTC_AFTERNOON;
    uint64_t fields[6];
    for (int i = 0; i < 6; i++) {
        const uint8_t field = reading.fields[i];
        fields[i] = (mode & RTC_BINARY) != 0 ? field : (field >> 4) * 10u + (field & 15u);
    }
    if ((mode & RTC_24_HOURS) == 0)
        fields[2] = fields[2] % 12 + (afternoon ? 12 : 0);
    if (fields[0] > 60 || fields[1] > 59 || fields[2] > 23 || fields[3] < 1 || fields[3] > 31 ||
        fields[4] < 1 || fields[4] > 12 || fields[5] > 99)
        return 0;
    return ((days_since_1970(2000 + fields[5], fields[4], fields[3]) * 24 + fields[2]) * 60 + fields[1]) *
               60 +
           fields[0];
}

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
    start_wall_s = rtc_seconds();
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

uint64_t platform_wall_ns(void) {
    return start_wall_s * 1000000000u + platform_time_ns();
}
