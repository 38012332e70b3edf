# Needs 48 MiB of memory for its data, touches none of it.
.include "vx.inc"
program large
object bss, much, 50331648
    .skip 50331648
function _start, "i:v"
    movzbl much(%rip), %eax
    ret
    end _start
