# The base of the patches that attack hints which repeat another: two places with states that differ in one number.
#! status: 9
.include "vx.inc"
program again
start f
function f, "i:v"
    movl $7, %eax
.Lfirst:
    jmp .Lone
    ud2
.Lone:
    movl $9, %eax
.Lsecond:
    jmp .Ltwo
    ud2
.Ltwo:
    ret
    end f
