/* Pointers in structures and in static memory: their counts, and what their kind does not allow. */
typedef unsigned long size_t;
struct item { int value; struct item *next; };
struct buffer {
    size_t size;
    unsigned char *__counted_by(size) data;
    char *text;
    char *__null_terminated name;
    struct item *__indexable cursor;
    int *__counted_by(4) four;
    int row[4];
};
struct lost { int *__counted_by(missing) p; };  // error: the count 'missing' is not a member next to the pointer
                                                // note: declare it in the same structure: 'size_t missing;'
struct small { int *__counted_by(n) p; char n; }; // error: the count 'n' must have an integer type of 4 or 8 bytes, not 'char'
                                                // note: declare it as 'size_t n'
struct bytes { struct item *__sized_by(n) p; size_t n; }; // error: '__sized_by' does not go with a pointer to 'struct item'
                                                // note: pointers cannot be seen as bytes
struct nothing { void *__counted_by(n) p; size_t n; }; // error: 'void' has no size: '__counted_by' counts elements
                                                // note: write '__sized_by(n)', with n in bytes
struct code { int (*__counted_by(3) f)(void); }; // error: '__counted_by' does not go with a pointer to 'int(void)'
struct rows { int *__counted_by(n) table[3]; int n; }; // error: there is no place for a count next to this pointer
                                                // note: write '__indexable'
static size_t many;
static int *__counted_by(many) numbers;
static int *__counted_by(few) others;           // error: the count 'few' is not a variable of static duration
                                                // note: declare it next to the pointer: 'static size_t few;'
extern int *__indexable wide;
extern int *wide;                               // error: 'wide' has the type 'int *' here, but 'int *__indexable' before

typedef int text[__counted_by(3) 4];            // error: a typedef of an array has no count of its own

int use(size_t n) {
    static int *__counted_by(n) kept;           // error: the count 'n' is not a variable of static duration
    return numbers[n] + *kept;
}
