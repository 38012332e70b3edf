/* Deep nesting is refused, not crashed on. */
#define P4(x) ((((x))))
#define P16(x) P4(P4(P4(P4(x))))
#define P64(x) P16(P16(P16(P16(x))))
int deep = P64(P64(P64(P64(P64(1)))));         // error: nesting is deeper than 256 levels
