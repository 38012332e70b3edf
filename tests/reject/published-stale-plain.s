#! attack: reads a plain member back after a callee may have changed it and uses it unchecked
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program published-stale-plain
typedef 0, 16, 8, "0:O8"
object data, small, 4
    .byte 0, 0, 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    movq $3, 8(%rsp)
    leaq (%rsp), %rdi
    call f
    movq 8(%rsp), %rcx
.ifdef TWIN
    cmpq $4, %rcx
    jae .Lout
.endif
    leaq small(%rip), %rdx
.Lattack:
    movzbl (%rdx,%rcx), %eax
.Lout:
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    movq $100, 8(%rdi)
    xorl %eax, %eax
    ret
    end f
