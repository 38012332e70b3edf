#! attack: passes a structure whose pointer is elsewhere
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-argument-structure
typedef 0, 16, 8, "0:O#0"
typedef 1, 16, 8, "8:O#0"
typed data, right, 0, 1, 16
    .quad 0, 0
typed data, wrong, 1, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq right(%rip), %rdi
.else
    leaq wrong(%rip), %rdi
.endif
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
