/* The serial line (COM1, 115200 8N1, polled) and the verdict channel (port 0xE9).
 *
 * What stands on COM1 before the line CONSOLE_START is firmware's and GRUB's; from there on it is what
 * programs write, byte for byte, and, unless the console is quiet, the kernel's own lines. Port 0xE9 carries
 * one line for each verdict, prefixed by VERDICT_PREFIX, and each log line as a verdict of kind `log`.
 * Waiting for the line is bounded: a receiver that takes nothing for CONSOLE_PATIENCE_NS is given up for
 * good, and said so on port 0xE9, so that lost output cannot pass for a short one. */
#include "pc.h"

#include <vouch/errors.h>

#define COM1 0x3f8u
#define COM_DATA (COM1 + 0)
#define COM_INTERRUPTS (COM1 + 1)
#define COM_FIFO (COM1 + 2)
#define COM_LINE (COM1 + 3)
#define COM_MODEM (COM1 + 4)
#define COM_STATUS (COM1 + 5)
#define STATUS_RECEIVED 0x01u
#define STATUS_EMPTY 0x20u /* the transmitter's FIFO */
#define STATUS_SENT 0x40u  /* and its shift register */
#define FIFO_BYTES 16u
#define PORT_VERDICT 0xe9u
#define CONSOLE_PATIENCE_NS (600ull * 1000 * 1000 * 1000) /* someone may be paging through the output */
#define END_OF_INPUT 4                                    /* Ctrl-D */

static const char CONSOLE_START[] = "[vouch] console\n";
static const char VERDICT_PREFIX[] = "[vouch] ";

static bool verdicts_heard; /* something answers at port 0xE9 */
static bool opened, quiet, lost;
static bool input_ended;
static uint8_t last_byte = '\n';

static void verdict_bytes(const char *text, size_t count) {
    if (!verdicts_heard) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        port_write_8(PORT_VERDICT, (uint8_t)text[i]);
    }
}

void platform_verdict(const char *line, size_t count) {
    verdict_bytes(VERDICT_PREFIX, sizeof VERDICT_PREFIX - 1);
    verdict_bytes(line, count);
    verdict_bytes("\n", 1);
}

/* Wait until one of `status` is said of the transmitter. The clock is looked at only when the line is slow,
 * and not before it has been calibrated: until then a number of looks is the bound. */
static bool transmitter_wait(uint8_t status) {
    for (unsigned look = 0; look < 100000; look++) {
        if ((port_read_8(COM_STATUS) & status) != 0) {
            return true;
        }
    }
    const uint64_t start = platform_time_ns();
    while (start != 0 && platform_time_ns() - start < CONSOLE_PATIENCE_NS) {
        if ((port_read_8(COM_STATUS) & status) != 0) {
            return true;
        }
        __asm__ volatile("pause");
    }
    return false;
}

static bool serial_write(const uint8_t *bytes, size_t count) {
    static const char LOST[] = "console lost";
    for (size_t i = 0; i < count && !lost; i++) {
        if (i % FIFO_BYTES == 0 && !transmitter_wait(STATUS_EMPTY)) {
            lost = true;
            platform_verdict(LOST, sizeof LOST - 1);
            break;
        }
        port_write_8(COM_DATA, bytes[i]);
        last_byte = bytes[i];
    }
    return !lost;
}

void console_start(void) {
    verdicts_heard = port_read_8(PORT_VERDICT) == PORT_VERDICT;
    port_write_8(COM_INTERRUPTS, 0);
    port_write_8(COM_LINE, 0x80); /* divisor latch */
    port_write_8(COM_DATA, 1);    /* 115200 */
    port_write_8(COM_INTERRUPTS, 0);
    port_write_8(COM_LINE, 0x03); /* 8N1 */
    port_write_8(COM_FIFO, 0x07); /* on, both cleared */
    port_write_8(COM_MODEM, 0x03);
}

void console_open(bool be_quiet) {
    if (opened) {
        return;
    }
    opened = true;
    quiet = be_quiet;
    serial_write((const uint8_t *)CONSOLE_START, sizeof CONSOLE_START - 1);
}

void console_finish(void) {
    if (!lost) {
        transmitter_wait(STATUS_SENT);
    }
}

ptrdiff_t platform_console_write(enum platform_stream stream, const void *bytes, size_t count) {
    (void)stream; /* there is one line */
    return serial_write(bytes, count) ? (ptrdiff_t)count : -VOUCH_EIO;
}

bool platform_console_ready(void) {
    return input_ended || (port_read_8(COM_STATUS) & STATUS_RECEIVED) != 0;
}

ptrdiff_t platform_console_read(void *bytes, size_t count) {
    uint8_t *place = bytes;
    size_t got = 0;
    while (!input_ended && got < count) {
        if ((port_read_8(COM_STATUS) & STATUS_RECEIVED) == 0) {
            if (got > 0) {
                break;
            }
            __asm__ volatile("pause");
            continue;
        }
        const uint8_t byte = port_read_8(COM_DATA);
        if (byte == END_OF_INPUT) {
            input_ended = true;
            break;
        }
        place[got++] = byte;
    }
    return (ptrdiff_t)got;
}

void platform_log(const char *text, size_t count) {
    static const char LOG[] = "log ";
    verdict_bytes(VERDICT_PREFIX, sizeof VERDICT_PREFIX - 1);
    verdict_bytes(LOG, sizeof LOG - 1);
    verdict_bytes(text, count);
    if (opened && !quiet) {
        if (last_byte != '\n') { /* a program's last line had no end */
            serial_write((const uint8_t *)"\n", 1);
        }
        serial_write((const uint8_t *)text, count);
    }
}
