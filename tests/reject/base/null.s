# The base of a patch that makes null into a reference to anything.
.include "vx.inc"
program null
object data, value, 4
    .long 7
start f
function f, "i:v"
    xorl %ecx, %ecx
.Lenter:
    jmp .Lon
    ud2
.Lon:
    testq %rcx, %rcx
    je .Lout
    movl (%rcx), %eax
.Lout:
    xorl %eax, %eax
    ret
    end f
