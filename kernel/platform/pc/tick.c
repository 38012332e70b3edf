/* The tick: the local APIC's timer, measured once against the clock; and waiting for it.
 *
 * Interrupts are enabled when the timer is first used, and stay so: the tick may interrupt the kernel anywhere, but its
 * handler does nothing there but leave a mark (kernel_tick). Only the APIC's own page of registers is mapped. */
#include "pc.h"
#include "layout.h"

#define MSR_APIC_BASE 0x1bu
#define APIC_BASE_ENABLED (1ull << 11)
#define APIC_BASE_ADDRESS 0x0000000ffffff000ull
#define APIC_END_OF_INTERRUPT 0xb0u
#define APIC_SPURIOUS 0xf0u
#define APIC_SPURIOUS_ENABLE 0x100u
#define APIC_TIMER 0x320u
#define APIC_TIMER_MASKED 0x10000u
#define APIC_TIMER_PERIODIC 0x20000u
#define APIC_TIMER_START 0x380u
#define APIC_TIMER_NOW 0x390u
#define APIC_TIMER_DIVIDE 0x3e0u
#define APIC_DIVIDE_BY_16 3u
#define MEASURE_NS 10000000u

static uint64_t base; /* 0: there is no timer */
static uint32_t period;
static bool started;

static void apic_write(uint32_t place, uint32_t value) {
    *(volatile uint32_t *)(base + place) = value;
}

static uint32_t apic_read(uint32_t place) {
    return *(volatile uint32_t *)(base + place);
}

bool tick_start(void) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(MSR_APIC_BASE));
    const uint64_t setting = (uint64_t)high << 32 | low;
    const uint64_t address = setting & APIC_BASE_ADDRESS;
    if ((setting & APIC_BASE_ENABLED) == 0 || !paging_prepare(address, PAGE_BYTES) ||
        (paging_get(address) & PAGE_PRESENT) != 0) {
        return false;
    }
    paging_set(address, address | PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE | PAGE_UNCACHED);
    base = address;
    apic_write(APIC_SPURIOUS, APIC_SPURIOUS_ENABLE | VECTOR_SPURIOUS);
    apic_write(APIC_TIMER, APIC_TIMER_MASKED | VECTOR_TICK);
    apic_write(APIC_TIMER_DIVIDE, APIC_DIVIDE_BY_16);
    apic_write(APIC_TIMER_START, UINT32_MAX);
    const uint64_t start = platform_time_ns();
    while (platform_time_ns() - start < MEASURE_NS) {
    }
    const uint64_t count = UINT32_MAX - apic_read(APIC_TIMER_NOW);
    apic_write(APIC_TIMER_START, 0);
    period = (uint32_t)(count * PLATFORM_TICK_NS / MEASURE_NS);
    return period > 0;
}

uint64_t platform_work_ns(void) {
    return platform_time_ns();
}

bool platform_saves_all(uint64_t instruction_pointer) {
    (void)instruction_pointer; /* the kernel is compiled without vector registers */
    return true;
}

void platform_tick(bool on) {
    apic_write(APIC_TIMER, VECTOR_TICK | (on ? APIC_TIMER_PERIODIC : APIC_TIMER_MASKED));
    apic_write(APIC_TIMER_START, on ? period : 0);
    if (!started) {
        started = true;
        __asm__ volatile("sti");
    }
}

void platform_wait(uint64_t until, bool input) {
    platform_tick(true);
    while (platform_time_ns() < until && !(input && platform_console_ready())) {
        __asm__ volatile("hlt");
    }
    platform_tick(false);
}

void tick_handle(const struct fault_frame *frame, bool *leave) {
    static _Alignas(16) uint8_t vectors[512];
    struct platform_registers registers = {.rip = frame->rip, .rflags = frame->rflags};
    for (unsigned i = 0; i < 16; i++) {
        registers.general[i] = frame->registers[i];
    }
    apic_write(APIC_END_OF_INTERRUPT, 0);
    __asm__ volatile("fxsave %0" : "=m"(vectors));
    *leave = kernel_tick(&registers, vectors);
}
