/* Segments, the task state with its IST stacks, and the 256 interrupt gates.
 *
 * Every vector switches to an IST stack, so nothing that the processor pushes lands on a process's stack, and
 * a stack overflow can still be handled. Handlers run with interrupts disabled. The legacy controllers are masked:
 * faults, NMI, machine checks and the tick arrive, and nothing else. Each stack, the kernel's own included, has an
 * unmapped page below. */
#include "pc.h"
#include "layout.h"

#define GATE_INTERRUPT 0x8eu /* present, ring 0, 64-bit interrupt gate. Intel SDM 3, 6.14.1 */
#define TASK_AVAILABLE 0x89u

#define VECTOR_NMI 2u
#define VECTOR_DOUBLE_FAULT 8u
#define VECTOR_MACHINE_CHECK 18u

struct task_state {
    uint32_t reserved_0;
    uint64_t rsp[3];
    uint64_t reserved_1;
    uint64_t ist[7];
    uint64_t reserved_2;
    uint16_t reserved_3, io_map;
} __attribute__((packed));

struct gate {
    uint16_t offset_low, selector;
    uint8_t ist, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
};

struct table_pointer {
    uint16_t limit;
    uint64_t base;
} __attribute__((packed));

struct fault_stack {
    uint8_t guard[STACK_GUARD_BYTES];
    uint8_t bytes[FAULT_STACK_BYTES];
};

extern const char vector_stubs[];
extern const uint8_t kernel_stack_guard[];
extern struct fault_stack fault_stacks[FAULT_STACK_COUNT];

static struct task_state task;
static struct gate gates[VECTOR_COUNT];
static uint64_t segments[5] = {
    [CODE_SELECTOR / 8] = 0x00af9b000000ffff, /* 64-bit code, ring 0 */
    [DATA_SELECTOR / 8] = 0x00cf93000000ffff, /* data, ring 0 */
};

static_assert(sizeof(struct task_state) == 104 && sizeof(struct gate) == 16);

/* A number of an IST stack, from 1 on: what may interrupt the handling of a fault has its own. */
static uint8_t stack_of(unsigned vector) {
    switch (vector) {
    case VECTOR_NMI:
        return 2;
    case VECTOR_DOUBLE_FAULT:
        return 3;
    case VECTOR_MACHINE_CHECK:
        return 4;
    case VECTOR_TICK:
    case VECTOR_SPURIOUS:
        return 5;
    default:
        return 1;
    }
}

static void segments_load(void) {
    const uint64_t base = (uint64_t)&task;
    segments[TASK_SELECTOR / 8] = (sizeof task - 1) | (base & 0xffffff) << 16 |
                                  (uint64_t)TASK_AVAILABLE << 40 | (base >> 24 & 0xff) << 56;
    segments[TASK_SELECTOR / 8 + 1] = base >> 32;
    const struct table_pointer pointer = {.limit = sizeof segments - 1, .base = (uint64_t)segments};
    __asm__ volatile("lgdt %0\n\t"
                     "pushq %1\n\t"
                     "leaq 1f(%%rip), %%rax\n\t"
                     "pushq %%rax\n\t"
                     "lretq\n"
                     "1:\tmovw %w2, %%ds\n\t"
                     "movw %w2, %%es\n\t"
                     "movw %w2, %%ss\n\t"
                     "ltr %w3"
                     :
                     : "m"(pointer), "i"(CODE_SELECTOR), "r"(DATA_SELECTOR), "r"(TASK_SELECTOR)
                     : "rax", "memory");
}

static void interrupts_mask(void) {
    /* Remapped before they are masked, so that a spurious one cannot look like a fault. */
    static const struct {
        uint8_t port, value;
    } steps[] = {{0x20, 0x11}, {0xa0, 0x11}, {0x21, 0x20}, {0xa1, 0x28}, {0x21, 4},
                 {0xa1, 2},    {0x21, 1},    {0xa1, 1},    {0x21, 0xff}, {0xa1, 0xff}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        port_write_8(steps[i].port, steps[i].value);
    }
}

void descriptors_start(void) {
    for (size_t i = 0; i < FAULT_STACK_COUNT; i++) {
        task.ist[i] = (uint64_t)(fault_stacks[i].bytes + FAULT_STACK_BYTES);
    }
    task.io_map = sizeof task; /* none */
    segments_load();
    for (unsigned vector = 0; vector < VECTOR_COUNT; vector++) {
        const uint64_t offset = (uint64_t)vector_stubs + vector * VECTOR_STUB_BYTES;
        gates[vector] = (struct gate){.offset_low = (uint16_t)offset,
                                      .selector = CODE_SELECTOR,
                                      .ist = stack_of(vector),
                                      .type = GATE_INTERRUPT,
                                      .offset_middle = (uint16_t)(offset >> 16),
                                      .offset_high = (uint32_t)(offset >> 32)};
    }
    const struct table_pointer pointer = {.limit = sizeof gates - 1, .base = (uint64_t)gates};
    __asm__ volatile("lidt %0" : : "m"(pointer));
    interrupts_mask();
}

bool descriptors_guard_stacks(void) {
    if (!paging_prepare((uint64_t)kernel_stack_guard, PAGE_BYTES)) {
        return false;
    }
    paging_set((uint64_t)kernel_stack_guard, 0);
    for (size_t i = 0; i < FAULT_STACK_COUNT; i++) {
        if (!paging_prepare((uint64_t)fault_stacks[i].guard, PAGE_BYTES)) {
            return false;
        }
        paging_set((uint64_t)fault_stacks[i].guard, 0);
    }
    return true;
}
