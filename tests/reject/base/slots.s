# The base of the patches that attack what a hint says of slots: halves of them, and those that several hints share.
#! status: 4
.include "vx.inc"
program slots
function _start, "i:v"
    subq $8, %rsp
    movl $2, %edi
    call lower
    movl $2, %edi
    call upper
    movl $2, %edi
    call over
    movl $2, %edi
    call save
    movl $2, %edi
    call cut
    addq $8, %rsp
    ret
    end _start
# writes the lower half of a slot
function lower, "i:i"
    subq $8, %rsp
    movl $5, (%rsp)
    xorl %eax, %eax
.Llower:
    jmp .Llowered
    ud2
.Llowered:
    movl (%rsp), %eax
    addq $8, %rsp
    ret
    end lower
# writes the upper half of a slot
function upper, "i:i"
    subq $8, %rsp
    movl $5, 4(%rsp)
    xorl %eax, %eax
.Lupper:
    jmp .Luppered
    ud2
.Luppered:
    movl 4(%rsp), %eax
    addq $8, %rsp
    ret
    end upper
# writes a slot, then its lower half
function over, "i:l"
    subq $8, %rsp
    movq %rdi, (%rsp)
    movl $5, (%rsp)
    xorl %eax, %eax
.Lover:
    jmp .Lovered
    ud2
.Lovered:
    movl (%rsp), %eax
    addq $8, %rsp
    ret
    end over
# saves a register and a number after one hint and before another
function save, "i:i"
    subq $24, %rsp
    movl $5, %eax
.Lsave:
    jmp .Lunsaved
    ud2
.Lunsaved:
    movq %rbx, 16(%rsp)
    movl %eax, 8(%rsp)
    movl $0, 12(%rsp)
.Lsecond:
    jmp .Lsaved
    ud2
.Lsaved:
    movl $6, %ebx
    movq 16(%rsp), %rbx
    movq 8(%rsp), %rax
    addq $24, %rsp
    ret
    end save
# lets rsp rise over the lower half of a slot that has been written whole
function cut, "i:i"
    subq $16, %rsp
    movq $5, (%rsp)
    movl $4, %eax
    addq $4, %rsp
.Lcut:
    jmp .Lhalved
    ud2
.Lhalved:
    addq $12, %rsp
    ret
    end cut
