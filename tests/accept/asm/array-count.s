#! shows: an array's header says how many elements a loop may visit
#! status: 60
.include "vx.inc"
program array-count
typedef 0, 4, 4
typedef 1, 8, 8, "0:a#0"
headed data, numbers, 0, 3, 12
    .long 10, 20, 30
    .p2align 3
typed data, table, 1, 1, 8
    .quad numbers + 16
start f
function f, "i:v"
    movq table(%rip), %rcx
    movq -8(%rcx), %rdx
    xorl %esi, %esi
    xorl %eax, %eax
1:
    addl (%rcx,%rsi,4), %eax
    incq %rsi
    cmpq %rdx, %rsi
    jb 1b
    ret
    end f
