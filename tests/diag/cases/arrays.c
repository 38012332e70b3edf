/* Array types and certain violations of their bounds. */
int none[0];                    // error: an array must have at least one element
int negative[-1];               // error: an array must have at least one element
int huge[1ul << 40];            // error: the array is larger than any object can be
int of_text["abc"];             // error: the length of an array must be an integer constant
extern int unknown[];
int *pointers[4];
void nothing[3];                // error: an array's elements cannot have the type 'void'
int later[];                    // error: the length of the array 'later' is never given

int use(int n) {
    int a[4] = {0}, grid[3][5] = {{0}};
    int changing[n];            // error: variable-length arrays are not supported
    a[4] = 1;                   // error: index 4 is out of bounds for length 4
                                // note: valid indices are 0 to 3
    a[-1]++;                    // error: index -1 is out of bounds for length 4
    grid[3][0] = 1;             // error: index 3 is out of bounds for length 3
    grid[2][5] = 1;             // error: index 5 is out of bounds for length 5
    n = unknown[0];             // error: the length of this array is not known here
    n = *(a + 7);               // error: index 7 is out of bounds for length 4
    int *end = &a[4], *p = a;
    while (p != end)
        n += *p++;
    if (sizeof(a[9]) != 4 || (0 && a[5]) || (1 ? a[0] : a[6]))
        return 1;
    return "abc"[4] + n;        // error: index 4 is out of bounds for length 4
}
