/* Null on every path is an error; null on some is not. */
struct node { int value; struct node *next; int row[3]; };
struct node *find(int);
int by_branches(int c) {
    int *p = 0;
    if (c)
        p = nullptr;
    return *p;                  // error: 'p' is null on every path to this access
                                // note: let it point to an object before; 'if (p != NULL)' tests it
}
int tested(struct node *n) {
    if (!n)
        return n->value;        // error: 'n' is null on every path to this access
    return n->value;
}
int after_loop(void) {
    struct node *n = find(3);
    while (n != nullptr)
        n = n->next;
    return n->row[1];           // error: 'n' is null on every path to this access
}
int called(int (*f)(void)) {
    int (*g)(void) = 0;
    return f() + g();           // error: 'g' is null on every path to this call
}
int never_set(void) {
    struct node *n;
    n->value = 1;               // error: 'n' is null on every path to this access
    return 0;
}
int wrong_operator(struct node *n) {
    if (n != 0 || n->value == 2) // error: 'n' is null on every path to this access
        return 1;
    return 0;
}
int conditional(int c) {
    struct node *n = 0;
    return c ? n->value : 3;    // error: 'n' is null on every path to this access
}
int in_switch(int c) {
    struct node *n = 0;
    switch (c) {
    case 1:
        return n->value;        // error: 'n' is null on every path to this access
    default:
        return 0;
    }
}
int at_once(void) {
    return ((struct node *)0)->value; // error: this always accesses a null pointer
}
int fine(int c) {
    struct node *n = 0, *m = 0, *k = 0;
    int *p = 0, x[3] = {0};
    if (c)
        p = x;
    for (int i = 0; i < c; i++) {
        if (i > 1)
            c += n->value;
        n = find(i);
    }
    switch (c) {
    case 1:
        m = find(2);
        [[fallthrough]];
    case 2:
        return m->value;
    }
    if (c && (k = find(1)) != nullptr && k->value)
        return k->value;
    if (k)
        return k->value;
    m = 0;
    if (c == 7)
        goto set;
    return *p;
set:
    m = find(1);
    do {
        c += m->value;
        m = m->next;
    } while (m && m->value);
    return m == 0 || m->value == 2;
}
