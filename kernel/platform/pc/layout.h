/* Numbers that assembly and C share. Each stack has one unmapped page below it. */
#ifndef KERNEL_PC_LAYOUT_H
#define KERNEL_PC_LAYOUT_H

#define CODE_SELECTOR 8
#define DATA_SELECTOR 16
#define TASK_SELECTOR 24

#define VECTOR_COUNT 256
#define VECTOR_STUB_BYTES 16

#define STACK_GUARD_BYTES 4096
#define KERNEL_STACK_BYTES (256 * 1024)
#define FAULT_STACK_BYTES (32 * 1024)
#define FAULT_STACK_COUNT 5 /* faults, NMI, double fault, machine check, interrupts */

#define VECTOR_TICK 48
#define VECTOR_SPURIOUS 255

#endif
