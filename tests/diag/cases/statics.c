/* Pointers in static initialisers. */
struct node { int value; struct node *next; };
static int row[4];
static int *last = &row[3], *after = &row[4];       // error: this points outside of its object: to element 4 of 4
static int *__indexable end = row + 4;
static int *__indexable beyond = row + 5;           // error: this points outside of its object, which has 16 bytes
static int *__counted_by(2) two = row + 1;          // error: 'int *' must be initialized with the start of a whole object
                                                    // note: write '__indexable' for a pointer that may point into an array
static void *any_row = row, *inner = &row[1];       // error: 'void *' must be initialized with the start of a whole object
                                                    // note: the object must be an array of just these elements
static int *copy = last;                            // error: this initializer must be a constant
static const char *text = "text" + 1, *texts[] = {"a", &"bc"[1], 0};
static struct node pair[2] = {{1, &pair[1]}, {.next = pair}};
static struct node *to_literal = &(struct node){3, pair};
