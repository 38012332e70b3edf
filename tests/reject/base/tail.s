# The base of the patches that attack an object which starts at a checked, computed place and ends with its array. The
# patches write the whole hint: as they stand, the base's own hints do not show that the access is inside.
#! status: 8
.include "vx.inc"
program tail
object data, bytes, 8
    .byte 1, 2, 3, 4, 5, 6, 7, 8
function _start, "i:v"
    subq $8, %rsp
    leaq bytes(%rip), %rdi
    movl $8, %esi
    movl $3, %edx
    call rest
    addq $8, %rsp
    ret
    end _start
# the last byte of what follows byte `start`
function rest, "i:r1,l,l"
    cmpq %rsi, %rdx
    ja .Lpad
    movq %rsi, %r8
    subq %rdx, %r8
    leaq (%rdi,%rdx), %rcx
    xorl %eax, %eax
.Lrest:
    jmp .Lon
    ud2
.Lon:
    testq %r8, %r8
    je .Lout
    movzbl -1(%rcx,%r8), %eax
.Lout:
    ret
.Lpad:
    ud1q %rsi, %rdx
    end rest
