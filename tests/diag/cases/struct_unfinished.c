/* The file ends in the middle of a structure. */
struct point {
    int x;
// error-at-end: expected '}' to end the members
