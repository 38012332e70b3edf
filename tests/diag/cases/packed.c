/* What cannot be packed, or aligned. */
struct __attribute__((packed)) refused {
    char c;
    int *p;                // error: a packed member cannot hold pointers
                           // note: copy such data byte by byte
    unsigned low : 4;      // error: bit-fields cannot be packed
                           // note: copy such data
    struct { long l; } in; // error: a structure inside a packed one must be packed itself
                           // note: copy such data
};
struct wide {
    int x;
} __attribute__((aligned(32)));      // error: an alignment must be a power of two, at most 16
int odd __attribute__((aligned(3))); // error: an alignment must be a power of two, at most 16
typedef int wide_int __attribute__((aligned(8))); // error: a typedef cannot ask for more alignment than its type has
                                                  // note: put the attribute behind
struct fine {
    char c;
    int i __attribute__((packed)), j __attribute__((aligned(8)));
};
static_assert(sizeof(struct fine) == 16 && alignof(struct fine) == 8);
