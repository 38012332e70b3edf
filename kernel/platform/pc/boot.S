/* From GRUB to C: the Multiboot2 header, the 32-bit entry, and the step into long mode.
 *
 * GRUB enters pc_entry in 32-bit protected mode without paging, under BIOS and UEFI alike, with eax holding
 * the Multiboot2 magic and ebx the address of its information. The processor is checked for what the kernel
 * cannot do without; what is missing is said on COM1. The tables made here map the first 4 GiB one to one,
 * writable and executable: they serve only until paging.c has made the kernel's own. */

#include "layout.h"

#define MULTIBOOT2_MAGIC 0xe85250d6
#define MULTIBOOT2_LOADED 0x36d76289

    .section .multiboot, "a", @progbits
    .balign 8
multiboot_header:
    .long MULTIBOOT2_MAGIC
    .long 0                                         /* architecture: i386 */
    .long multiboot_header_end - multiboot_header
    .long -(MULTIBOOT2_MAGIC + (multiboot_header_end - multiboot_header))
    .balign 8
    .short 6, 0                                     /* modules start on pages */
    .long 8
    .balign 8
    .short 0, 0                                     /* end of the tags */
    .long 8
multiboot_header_end:

    .section .bss
    .balign 4096
boot_pml4:
    .skip 4096
boot_pdpt:
    .skip 4096
boot_directories:
    .skip 4096 * 4

    .globl kernel_stack_guard, kernel_stack_top, fault_stacks
kernel_stack_guard:
    .skip STACK_GUARD_BYTES
    .skip KERNEL_STACK_BYTES
kernel_stack_top:
fault_stacks:                                       /* each: guard, then stack */
    .skip (STACK_GUARD_BYTES + FAULT_STACK_BYTES) * FAULT_STACK_COUNT

    .section .rodata
    .balign 8
boot_gdt:
    .quad 0
    .quad 0x00af9b000000ffff                        /* 64-bit code, ring 0 */
    .quad 0x00cf93000000ffff                        /* data, ring 0 */
boot_gdt_pointer:
    .short boot_gdt_pointer - boot_gdt - 1
    .quad boot_gdt

message_loader:
    .asciz "\r\nvouch: not started by a Multiboot2 boot loader\r\n"
message_cpuid:
    .asciz "\r\nvouch: this processor has no CPUID instruction\r\n"
message_long_mode:
    .asciz "\r\nvouch: this processor has no 64-bit mode\r\n"
message_nx:
    .asciz "\r\nvouch: this processor cannot forbid execution of data (NX)\r\n"
message_sse2:
    .asciz "\r\nvouch: this processor lacks SSE2 or FXSR\r\n"

    .section .text.entry, "ax", @progbits
    .code32
    .globl pc_entry
    .type pc_entry, @function
pc_entry:
    cli
    cld
    movl $kernel_stack_top, %esp
    movl %ebx, %ebp                                 /* kept: the information's address */
    movl $message_loader, %esi
    cmpl $MULTIBOOT2_LOADED, %eax
    jne boot_refuse

    /* Without CPUID, flag ID (bit 21) cannot be changed. Intel SDM 1, 20.1. */
    movl $message_cpuid, %esi
    pushfl
    popl %eax
    movl %eax, %ecx
    xorl $1 << 21, %eax
    pushl %eax
    popfl
    pushfl
    popl %eax
    pushl %ecx
    popfl
    xorl %ecx, %eax
    testl $1 << 21, %eax
    jz boot_refuse

    movl $message_long_mode, %esi
    movl $0x80000000, %eax
    cpuid
    cmpl $0x80000001, %eax
    jb boot_refuse
    movl $0x80000001, %eax
    cpuid
    testl $1 << 29, %edx
    jz boot_refuse
    movl $message_nx, %esi
    testl $1 << 20, %edx
    jz boot_refuse
    movl $message_sse2, %esi
    movl $1, %eax
    cpuid
    andl $(1 << 24) | (1 << 26), %edx
    cmpl $(1 << 24) | (1 << 26), %edx
    jne boot_refuse

    movl $boot_pdpt + 3, boot_pml4
    movl $boot_directories + 3, %eax
    movl $boot_pdpt, %edi
    movl $4, %ecx
1:  movl %eax, (%edi)
    addl $4096, %eax
    addl $8, %edi
    decl %ecx
    jnz 1b
    movl $0x83, %eax                                /* present, writable, 2 MiB */
    movl $boot_directories, %edi
    movl $2048, %ecx
2:  movl %eax, (%edi)
    addl $0x200000, %eax
    addl $8, %edi
    decl %ecx
    jnz 2b

    movl $boot_pml4, %eax
    movl %eax, %cr3
    /* CR4: PAE, OSFXSR, OSXMMEXCPT and nothing else: whatever the firmware left is not the kernel's. */
    movl $(1 << 5) | (1 << 9) | (1 << 10), %eax
    movl %eax, %cr4
    movl $0xc0000080, %ecx                          /* EFER: LME, NXE */
    rdmsr
    orl $(1 << 8) | (1 << 11), %eax
    wrmsr
    /* CR0: PG, WP, NE, ET, MP, PE; caches on, no emulation. */
    movl $0x80010033, %eax
    movl %eax, %cr0
    lgdt boot_gdt_pointer
    ljmp $CODE_SELECTOR, $boot_long_mode

/* Say the string at esi on COM1, 115200 8N1, and stop for good. */
boot_refuse:
    movl $boot_serial_setup, %edi
    movl $(boot_serial_setup_end - boot_serial_setup) / 2, %ecx
    xorl %edx, %edx
1:  movb (%edi), %dl
    movb $0x3, %dh
    movb 1(%edi), %al
    outb %al, %dx
    addl $2, %edi
    decl %ecx
    jnz 1b
2:  lodsb
    testb %al, %al
    jz 4f
    movb %al, %bl
    movl $1000000, %ecx                             /* a port that is not there must not hold us */
3:  movw $0x3fd, %dx
    inb %dx, %al
    testb $0x20, %al
    loopz 3b
    movb %bl, %al
    movw $0x3f8, %dx
    outb %al, %dx
    jmp 2b
4:  cli
    hlt
    jmp 4b

    .section .rodata
boot_serial_setup:                                  /* low byte of the port (0x3f8 + n), value */
    .byte 0xf9, 0x00, 0xfb, 0x80, 0xf8, 0x01, 0xf9, 0x00, 0xfb, 0x03, 0xfa, 0x07
boot_serial_setup_end:

    .section .text.entry, "ax", @progbits
    .code64
boot_long_mode:
    movl $DATA_SELECTOR, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    xorl %eax, %eax
    movl %eax, %fs
    movl %eax, %gs
    movl $kernel_stack_top, %esp
    fninit
    movl %ebp, %edi
    xorl %ebp, %ebp                                 /* ends every backtrace */
    pushq $0
    pushq $0
    call pc_main
    ud2
    .size pc_entry, . - pc_entry

    .section .note.GNU-stack, "", @progbits
