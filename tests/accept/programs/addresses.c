/* Pointers in local variables and parameters of which the address is taken: they lie in memory, and what points to
 * them changes them. */
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
    int value;
    struct node *next;
};

static int next_number(const char **text) {
    int n = 0;
    while (**text == ' ')
        ++*text;
    while (**text >= '0' && **text <= '9')
        n = n * 10 + *(*text)++ - '0';
    return n;
}

/* The parameter itself is walked. */
static int sum(const char *text) {
    int total = 0;
    while (*text != '\0')
        total += next_number(&text);
    return total;
}

static void upper(char **place) {
    char *text = *place;
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    *place = text + 1;
}

static void upper_all(char *__null_terminated text) {
    while (*text != '\0')
        upper(&text);
}

static void push(struct node **list, int value) {
    struct node *node = malloc(sizeof *node);
    node->value = value;
    node->next = *list;
    *list = node;
}

static void reverse(struct node **list) {
    struct node *done = NULL;
    struct node **tail = &done;
    while (*list != NULL) {
        struct node *node = *list;
        *list = node->next;
        node->next = *tail;
        *tail = node;
    }
    *list = done;
}

static int make(int **out) {
    *out = malloc(sizeof **out);
    **out = 7;
    return 0;
}

static void make_text(char **out) {
    char *text = malloc(10);
    for (int i = 0; i < 9; i++)
        text[i] = (char)('a' + i);
    *out = text;
}

static void skip(int *__indexable *p, int count) {
    *p += count;
}

static void swap(const char **a, const char **b) {
    const char *c = *a;
    *a = *b;
    *b = c;
}

int main(void) {
    const char *numbers = "12 30 5";
    int first = next_number(&numbers), second = next_number(&numbers);
    printf("%d %d '%s' %d\n", first, second, numbers, sum("1 2 3"));
    char letters[] = "walked";
    char *walk = letters;
    upper(&walk);
    upper(&walk);
    printf("%s %s %d\n", letters, walk, (int)(walk - letters));
    upper_all(letters);
    puts(letters);

    struct node *list = NULL;
    for (int i = 0; i < 5; i++)
        push(&list, i);
    reverse(&list);
    for (struct node *node = list; node != NULL; node = node->next)
        printf("%d ", node->value);
    for (struct node **place = &list; *place != NULL;)
        if ((*place)->value % 2 == 0)
            *place = (*place)->next;
        else
            place = &(*place)->next;
    printf("%d %d\n", list->value, list->next->value);

    int *number;
    printf("%d", make(&number));
    printf(" %d\n", *number);
    char *text = NULL;
    make_text(&(text));
    for (const char *c = text; *c != '\0'; c++)
        putchar(*c - 'a' + 'A');
    text++;
    text += 2;
    printf(" %s %zu %c %d\n", text, strlen(text), text[3], text[6] == '\0');

    int array[] = {2, 3, 5, 7, 11};
    int *__indexable wide = array;
    skip(&wide, 3);
    wide--;
    printf("%d %d\n", *wide, wide[-2]);
    const char *one = "one", *two = "two";
    swap(&one, &two);
    printf("%s %s\n", one, two);
    for (int i = 0; i < 2; i++) {
        const char *each = i == 0 ? "4 5" : "6";
        const char **place = &each;
        printf("%d%s", next_number(place), i == 0 ? "," : "\n");
    }
    return 0;
}
