/* Switching the machine off through ACPI: root pointer, FADT, and the \_S5 object of the DSDT.
 *
 * Read once at the start, while the boot mapping reaches the lowest 4 GiB; only ports and values are kept.
 * The tables are the firmware's: lengths and checksums are verified, pointers beyond 4 GiB refused. \_S5 is
 * found by its byte pattern, since a package of constants is all that it can be in practice; a firmware that
 * computes it cannot be switched off here, and the machine then halts. */
#include "pc.h"

#define REACH (4ull << 30)
#define TABLE_BYTES_MAX (16u << 20)
#define RSDP_BYTES 20u
#define RSDP_BYTES_NEW 36u
#define FADT_DSDT 40u
#define FADT_SMI_COMMAND 48u
#define FADT_ACPI_ENABLE 52u
#define FADT_PM1A 64u
#define FADT_PM1B 68u
#define FADT_DSDT_NEW 140u
#define HEADER_BYTES 36u
#define SLEEP_ENABLE (1u << 13)
#define CONTROL_ACPI_ON 1u
#define AML_NAME 0x08u
#define AML_PACKAGE 0x12u
#define AML_BYTE 0x0au
#define AML_ROOT 0x5cu

static struct {
    bool known;
    uint16_t pm1a, pm1b; /* control registers; pm1b may be 0 */
    uint16_t sleep_a, sleep_b;
    uint16_t smi_command; /* 0: ACPI is always on */
    uint8_t enable;
} off;

static uint32_t read_32(const uint8_t *bytes) {
    uint32_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

static uint64_t read_64(const uint8_t *bytes) {
    uint64_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

static bool sum_is_zero(const uint8_t *bytes, size_t count) {
    uint8_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum = (uint8_t)(sum + bytes[i]);
    }
    return sum == 0;
}

static uint32_t table_bytes(const uint8_t *table) {
    return read_32(table + 4);
}

/* The table at a physical address if it is sound and has that signature, otherwise null. */
static const uint8_t *table_at(uint64_t address, const char *signature) {
    if (address == 0 || address > REACH - HEADER_BYTES) {
        return nullptr;
    }
    const uint8_t *table = (const uint8_t *)address;
    if (__builtin_memcmp(table, signature, 4) != 0) {
        return nullptr;
    }
    const uint32_t bytes = table_bytes(table);
    if (bytes < HEADER_BYTES || bytes > TABLE_BYTES_MAX || bytes > REACH - address ||
        !sum_is_zero(table, bytes)) {
        return nullptr;
    }
    return table;
}

static const uint8_t *fadt_find(const struct multiboot_information *information) {
    const uint8_t *rsdp = information->rsdp;
    if (rsdp == nullptr || information->rsdp_bytes < RSDP_BYTES || !sum_is_zero(rsdp, RSDP_BYTES)) {
        return nullptr;
    }
    const bool is_new = rsdp[15] >= 2 && information->rsdp_bytes >= RSDP_BYTES_NEW;
    const uint8_t *root = is_new ? table_at(read_64(rsdp + 24), "XSDT") : nullptr;
    uint32_t step = 8;
    if (root == nullptr) {
        root = table_at(read_32(rsdp + 16), "RSDT");
        step = 4;
    }
    if (root == nullptr) {
        return nullptr;
    }
    for (uint32_t at = HEADER_BYTES; at + step <= table_bytes(root); at += step) {
        const uint64_t address = step == 8 ? read_64(root + at) : read_32(root + at);
        const uint8_t *table = table_at(address, "FACP");
        if (table != nullptr && table_bytes(table) >= FADT_PM1B + 4) {
            return table;
        }
    }
    return nullptr;
}

/* One small constant of a package: 0, 1 or a byte. Returns the bytes it takes, 0 if it is something else. */
static size_t constant_read(const uint8_t *bytes, size_t left, uint8_t *value) {
    if (left >= 1 && bytes[0] <= 1) {
        *value = bytes[0];
        return 1;
    }
    if (left >= 2 && bytes[0] == AML_BYTE) {
        *value = bytes[1];
        return 2;
    }
    return 0;
}

/* `bytes` follow the name _S5_: a package of at least two constants. ACPI 6.4, 7.4.2. */
static bool sleep_read(const uint8_t *bytes, size_t left) {
    if (left < 3 || bytes[0] != AML_PACKAGE) {
        return false;
    }
    const size_t head = 2 + (size_t)(bytes[1] >> 6) + 1; /* package, its length, the number of elements */
    if (left < head) {
        return false;
    }
    uint8_t a, b;
    const size_t first = constant_read(bytes + head, left - head, &a);
    if (first == 0 || constant_read(bytes + head + first, left - head - first, &b) == 0 || a > 7 || b > 7) {
        return false;
    }
    off.sleep_a = (uint16_t)(a << 10);
    off.sleep_b = (uint16_t)(b << 10);
    return true;
}

static bool sleep_find(const uint8_t *dsdt) {
    const uint32_t bytes = table_bytes(dsdt);
    for (uint32_t at = HEADER_BYTES + 2; at + 4 <= bytes; at++) {
        if (__builtin_memcmp(dsdt + at, "_S5_", 4) != 0) {
            continue;
        }
        const bool named = dsdt[at - 1] == AML_NAME || (dsdt[at - 1] == AML_ROOT && dsdt[at - 2] == AML_NAME);
        if (named && sleep_read(dsdt + at + 4, bytes - at - 4)) {
            return true;
        }
    }
    return false;
}

void acpi_start(const struct multiboot_information *information) {
    const uint8_t *fadt = fadt_find(information);
    if (fadt == nullptr) {
        return;
    }
    const uint8_t *dsdt = nullptr;
    if (table_bytes(fadt) >= FADT_DSDT_NEW + 8) {
        dsdt = table_at(read_64(fadt + FADT_DSDT_NEW), "DSDT");
    }
    if (dsdt == nullptr) {
        dsdt = table_at(read_32(fadt + FADT_DSDT), "DSDT");
    }
    if (dsdt == nullptr || !sleep_find(dsdt)) {
        return;
    }
    off.pm1a = (uint16_t)read_32(fadt + FADT_PM1A);
    off.pm1b = (uint16_t)read_32(fadt + FADT_PM1B);
    off.smi_command = (uint16_t)read_32(fadt + FADT_SMI_COMMAND);
    off.enable = fadt[FADT_ACPI_ENABLE];
    off.known = off.pm1a != 0;
}

void acpi_power_off(void) {
    if (!off.known) {
        return;
    }
    if (off.smi_command != 0 && off.enable != 0 && (port_read_16(off.pm1a) & CONTROL_ACPI_ON) == 0) {
        port_write_8((uint16_t)off.smi_command, off.enable);
        for (unsigned look = 0; look < 1000000 && (port_read_16(off.pm1a) & CONTROL_ACPI_ON) == 0; look++) {
            __asm__ volatile("pause");
        }
    }
    port_write_16(off.pm1a, (uint16_t)(off.sleep_a | SLEEP_ENABLE));
    if (off.pm1b != 0) {
        port_write_16(off.pm1b, (uint16_t)(off.sleep_b | SLEEP_ENABLE));
    }
    for (unsigned look = 0; look < 1000000; look++) { /* the hardware takes a moment */
        __asm__ volatile("pause");
    }
}
