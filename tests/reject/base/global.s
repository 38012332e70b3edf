# The base of a patch that takes one global for another.
#! status: 7
.include "vx.inc"
program global
object data, value, 4
    .long 7
object data, larger, 64
    .zero 64
start f
function f, "i:v"
    leaq value(%rip), %rcx
    leaq larger(%rip), %rdx
.Lenter:
    jmp .Lon
    ud2
.Lon:
    movl (%rcx), %eax
    ret
    end f
