/* What pointers to pointers point to must agree, and a constant holds none. */
struct node { int value; struct node *next; };
int use(void *any) {
    const char **texts = 0;
    char **names = texts;                           // error: incompatible pointer type 'const char **' when initializing 'char **'
    int *__indexable *cursors = 0;
    int **numbers = cursors;                        // error: incompatible pointer type 'int *__indexable *' when initializing 'int **'
                                                    // note: what they point to is annotated differently
    constexpr struct node constant = {1, 0};        // error: 'constant' holds pointers: a constexpr variable cannot
                                                    // note: make it 'static const'
    return (any == 0) + constant.value + (numbers != 0) + (names != 0);
}
