/* The file ends in the middle of a function. */
int f(int n) {
    if (n) {
        n = 3;
// error-at-end: expected '}' to end the block, but found end of file
