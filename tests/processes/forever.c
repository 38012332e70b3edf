/* An endless loop with no call in it: nothing but the tick can take the processor from it. */
int main(void) {
    for (;;) {
    }
}
