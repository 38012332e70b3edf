#! attack: stores the address of a local in another local that a callee can read
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program published-local-store
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
.ifdef TWIN
    leaq node(%rip), %rcx
.else
    leaq (%rsp), %rcx
.endif
.Lattack:
    movq %rcx, (%rsp)
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
