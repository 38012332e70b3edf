/* What a function must not keep. */
struct node { struct node *next; int values[4]; };
static struct node *head;
static int *number;
struct node *first(struct node *__noescape list) {
    head = list;                // error: cannot store 'list': it is '__noescape'
                                // note: drop '__noescape' here, or copy what it points to
    list->next->next = list;    // error: cannot store 'list': it is '__noescape'
    number = &list->values[1];  // error: cannot store 'list': it is '__noescape'
    struct node *local = list;
    if (local == head)
        return list->next;
    return list;                // error: cannot return 'list': it is '__noescape'
}
int *inside(struct node *__noescape list, int n) {
    return list->values + n;    // error: cannot return 'list': it is '__noescape'
}
void keep(struct node *list);
void keep(struct node *__noescape list); // error: conflicting types for 'keep'
                                         // note: bounds annotations must agree too
