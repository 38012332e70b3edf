/* What the language does not have, each with advice. */
_Complex double z;              // error: complex numbers are not supported
_Atomic int counter;            // error: atomic types are not supported
_Atomic(int) other;             // error: atomic types are not supported
_BitInt(17) odd;                // error: '_BitInt' is not supported
__int128 wide;                  // error: 128-bit integers are not supported
_Decimal64 money;               // error: decimal floating point is not supported
int use(int n) {
    asm("nop");                 // error: inline assembly is not part of Safe C
    n = ({ 3; });               // error: statements inside an expression '({ ... })' are not supported
    n = n ?: 4;                 // error: '?:' without a middle operand is not supported
    goto *n;                    // error: expected the name of a label after 'goto'
    n = &&n;                    // error: the address of a label ('&&label') is not supported
    switch (n) {
    case 1 ... 3:               // error: case ranges are not supported
        break;
    }
    return n;
}
