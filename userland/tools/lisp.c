/* lisp: a small interpreter of a Scheme-like Lisp, with closures and proper tail calls.
 *
 *     lisp [FILE]...      standard input if no file is named
 *
 * Each form is read and evaluated; what it gives is printed, unless it is a definition. There are integers, symbols,
 * strings, pairs, procedures, #t, #f and (). Forms: quote if cond define set! lambda let begin and or; 'x is (quote x).
 * Procedures: + - * quotient remainder = < > <= >= eq? equal? not cons car cdr set-car! set-cdr! list length append
 * null? pair? number? symbol? string? procedure? display newline. An error ends the program with status 1. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define DEPTH_MAX 1500 /* of evaluations that wait for others */

enum value_kind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_NUMBER,
    VALUE_SYMBOL,
    VALUE_STRING,
    VALUE_PAIR,
    VALUE_BUILTIN,
    VALUE_CLOSURE,
    VALUE_NONE, /* of a definition */
};

struct value;
struct environment;

typedef struct value *builtin(struct value *arguments);

struct pair {
    struct value *head;
    struct value *tail;
};

struct closure {
    struct value *parameters; /* a list of symbols, which may end in a symbol for all that is left */
    struct value *body;       /* a list of forms */
    struct environment *environment;
};

struct primitive {
    const char *name;
    builtin *run;
};

/* `kind` says which of the members is valid. There is one symbol of each name. */
struct value {
    enum value_kind kind;
    union {
        long number; /* BOOLEAN too */
        const char *text;
        struct pair pair;
        const struct primitive *primitive;
        struct closure closure;
    } as;
};

struct binding {
    struct value *symbol;
    struct value *value;
    struct binding *next;
};

struct environment {
    struct binding *bindings;
    struct environment *outer; /* null: this is the global one */
};

struct symbol_list {
    struct value *symbol;
    struct symbol_list *next;
};

struct reader {
    FILE *stream;
    int byte; /* the next one, or EOF */
};

static struct value null_value = {.kind = VALUE_NULL};
static struct value none_value = {.kind = VALUE_NONE};
static struct value true_value = {.kind = VALUE_BOOLEAN, .as.number = 1};
static struct value false_value = {.kind = VALUE_BOOLEAN, .as.number = 0};

#define SYMBOL_LISTS 256
static struct symbol_list *symbols[SYMBOL_LISTS];
static struct environment global;
static int depth;

static struct value *symbol_quote, *symbol_if, *symbol_cond, *symbol_else, *symbol_define, *symbol_set,
    *symbol_lambda, *symbol_let, *symbol_begin, *symbol_and, *symbol_or;

static struct value *evaluate(struct value *form, struct environment *environment);

[[noreturn]] static void fail(const char *what, const char *detail) {
    fflush(stdout);
    fputs("lisp: ", stderr);
    fputs(what, stderr);
    fputs(detail, stderr);
    fputc('\n', stderr);
    exit(1);
}

/* Values. */

static struct value *make_value(enum value_kind kind) {
    struct value *value = new (struct value);
    value->kind = kind;
    return value;
}

static struct value *make_number(long number) {
    struct value *value = make_value(VALUE_NUMBER);
    value->as.number = number;
    return value;
}

static struct value *make_boolean(bool truth) {
    return truth ? &true_value : &false_value;
}

static struct value *cons(struct value *head, struct value *tail) {
    struct value *value = make_value(VALUE_PAIR);
    value->as.pair.head = head;
    value->as.pair.tail = tail;
    return value;
}

static struct value *intern(const char *name) {
    unsigned hash = 5381;
    for (size_t i = 0; name[i] != '\0'; i++)
        hash = hash * 33 + (unsigned char)name[i];
    for (struct symbol_list *list = symbols[hash % SYMBOL_LISTS]; list != NULL; list = list->next)
        if (strcmp(list->symbol->as.text, name) == 0)
            return list->symbol;
    struct symbol_list *list = new (struct symbol_list);
    list->symbol = make_value(VALUE_SYMBOL);
    list->symbol->as.text = name;
    list->next = symbols[hash % SYMBOL_LISTS];
    symbols[hash % SYMBOL_LISTS] = list;
    return list->symbol;
}

static bool is_pair(const struct value *value) {
    return value->kind == VALUE_PAIR;
}

static bool is_true(const struct value *value) {
    return value != &false_value;
}

static struct value *head(const struct value *value) {
    if (!is_pair(value))
        fail("not a pair", "");
    return value->as.pair.head;
}

static struct value *tail(const struct value *value) {
    if (!is_pair(value))
        fail("not a pair", "");
    return value->as.pair.tail;
}

static struct value *second(const struct value *list) {
    return head(tail(list));
}

static struct value *third(const struct value *list) {
    return head(tail(tail(list)));
}

static long number_of(const struct value *value) {
    if (value->kind != VALUE_NUMBER)
        fail("not a number", "");
    return value->as.number;
}

/* Reading. */

static void reader_next(struct reader *reader) {
    reader->byte = getc(reader->stream);
}

static void skip_space(struct reader *reader) {
    while (isspace(reader->byte) || reader->byte == ';') {
        if (reader->byte == ';')
            while (reader->byte != EOF && reader->byte != '\n')
                reader_next(reader);
        else
            reader_next(reader);
    }
}

static struct value *read_value(struct reader *reader);

/* Behind the opening parenthesis. */
static struct value *read_list(struct reader *reader) {
    struct value *first = &null_value;
    struct value *last = NULL;
    for (;;) {
        skip_space(reader);
        if (reader->byte == EOF)
            fail("a list does not end", "");
        if (reader->byte == ')') {
            reader_next(reader);
            return first;
        }
        struct value *pair = cons(read_value(reader), &null_value);
        if (last == NULL)
            first = pair;
        else
            last->as.pair.tail = pair;
        last = pair;
    }
}

static struct value *read_string(struct reader *reader) {
    struct text text = {0};
    text_clear(&text);
    reader_next(reader);
    for (; reader->byte != '"'; reader_next(reader)) {
        if (reader->byte == '\\')
            reader_next(reader);
        if (reader->byte == EOF)
            fail("a string does not end", "");
        text_add(&text, reader->byte);
    }
    reader_next(reader);
    struct value *value = make_value(VALUE_STRING);
    value->as.text = text_string(&text);
    return value;
}

static bool is_number(const char *word) {
    size_t i = word[0] == '-' ? 1 : 0;
    if (word[i] == '\0')
        return false;
    while (isdigit((unsigned char)word[i]))
        i++;
    return word[i] == '\0';
}

static struct value *read_atom(struct reader *reader) {
    struct text text = {0};
    text_clear(&text);
    while (reader->byte != EOF && !isspace(reader->byte) && reader->byte != '(' && reader->byte != ')') {
        text_add(&text, reader->byte);
        reader_next(reader);
    }
    const char *word = text_string(&text);
    if (is_number(word))
        return make_number(atol(word));
    if (strcmp(word, "#t") == 0)
        return &true_value;
    if (strcmp(word, "#f") == 0)
        return &false_value;
    return intern(word);
}

/* Null at the end of the input. */
static struct value *read_form(struct reader *reader) {
    skip_space(reader);
    if (reader->byte == EOF)
        return NULL;
    if (reader->byte == '"')
        return read_string(reader);
    if (reader->byte != '(' && reader->byte != ')' && reader->byte != '\'')
        return read_atom(reader);
    int byte = reader->byte;
    reader_next(reader);
    if (byte == '(')
        return read_list(reader);
    if (byte == '\'')
        return cons(symbol_quote, cons(read_value(reader), &null_value));
    fail("a ')' without '('", "");
}

static struct value *read_value(struct reader *reader) {
    if (++depth > DEPTH_MAX)
        fail("nested too deeply", "");
    struct value *value = read_form(reader);
    if (value == NULL)
        fail("the input ends too early", "");
    depth--;
    return value;
}

/* Printing: as code with `quoted`, else as text. */

static void print_value(const struct value *value, bool quoted) {
    switch (value->kind) {
    case VALUE_NULL:
        fputs("()", stdout);
        break;
    case VALUE_BOOLEAN:
        fputs(value->as.number != 0 ? "#t" : "#f", stdout);
        break;
    case VALUE_NUMBER:
        printf("%ld", value->as.number);
        break;
    case VALUE_SYMBOL:
        fputs(value->as.text, stdout);
        break;
    case VALUE_STRING:
        if (quoted)
            printf("\"%s\"", value->as.text);
        else
            fputs(value->as.text, stdout);
        break;
    case VALUE_PAIR:
        putchar('(');
        print_value(value->as.pair.head, quoted);
        for (value = value->as.pair.tail; is_pair(value); value = value->as.pair.tail) {
            putchar(' ');
            print_value(value->as.pair.head, quoted);
        }
        if (value->kind != VALUE_NULL) {
            fputs(" . ", stdout);
            print_value(value, quoted);
        }
        putchar(')');
        break;
    case VALUE_BUILTIN:
        printf("#<builtin %s>", value->as.primitive->name);
        break;
    case VALUE_CLOSURE:
        fputs("#<procedure>", stdout);
        break;
    case VALUE_NONE:
        break;
    }
}

/* Evaluating. */

static struct binding *find_binding(struct environment *environment, const struct value *symbol) {
    for (; environment != NULL; environment = environment->outer)
        for (struct binding *binding = environment->bindings; binding != NULL; binding = binding->next)
            if (binding->symbol == symbol)
                return binding;
    fail("not defined: ", symbol->as.text);
}

/* Gives the symbol a value in this environment itself. */
static void define(struct environment *environment, struct value *symbol, struct value *value) {
    if (symbol->kind != VALUE_SYMBOL)
        fail("not a symbol", "");
    for (struct binding *binding = environment->bindings; binding != NULL; binding = binding->next) {
        if (binding->symbol == symbol) {
            binding->value = value;
            return;
        }
    }
    struct binding *binding = new (struct binding);
    binding->symbol = symbol;
    binding->value = value;
    binding->next = environment->bindings;
    environment->bindings = binding;
}

static struct environment *make_environment(struct environment *outer) {
    struct environment *environment = new (struct environment);
    environment->outer = outer;
    return environment;
}

static struct value *make_closure(struct value *parameters, struct value *body,
                                  struct environment *environment) {
    struct value *value = make_value(VALUE_CLOSURE);
    value->as.closure.parameters = parameters;
    value->as.closure.body = body;
    value->as.closure.environment = environment;
    return value;
}

static struct environment *bind_arguments(const struct closure *closure, struct value *arguments) {
    struct environment *environment = make_environment(closure->environment);
    struct value *parameters = closure->parameters;
    for (; is_pair(parameters); parameters = parameters->as.pair.tail) {
        if (!is_pair(arguments))
            fail("too few arguments", "");
        define(environment, parameters->as.pair.head, arguments->as.pair.head);
        arguments = arguments->as.pair.tail;
    }
    if (parameters->kind == VALUE_SYMBOL)
        define(environment, parameters, arguments);
    else if (is_pair(arguments))
        fail("too many arguments", "");
    return environment;
}

static struct value *evaluate_all(struct value *forms, struct environment *environment) {
    struct value *first = &null_value;
    struct value *last = NULL;
    for (; is_pair(forms); forms = forms->as.pair.tail) {
        struct value *pair = cons(evaluate(forms->as.pair.head, environment), &null_value);
        if (last == NULL)
            first = pair;
        else
            last->as.pair.tail = pair;
        last = pair;
    }
    return first;
}

/* Evaluates all forms but the last, which it gives: the caller goes on with that one. */
static struct value *evaluate_body(struct value *body, struct environment *environment) {
    for (; is_pair(tail(body)); body = tail(body))
        evaluate(head(body), environment);
    return head(body);
}

/* (define name value) or (define (name parameter ...) body ...) */
static struct value *evaluate_define(struct value *form, struct environment *environment) {
    struct value *target = second(form);
    if (is_pair(target))
        define(environment, head(target), make_closure(tail(target), tail(tail(form)), environment));
    else
        define(environment, target, evaluate(third(form), environment));
    return &none_value;
}

/* (let ((name value) ...) body ...): a new environment with the names in it. */
static struct environment *evaluate_let(struct value *form, struct environment *environment) {
    struct environment *inner = make_environment(environment);
    for (struct value *list = second(form); is_pair(list); list = tail(list))
        define(inner, head(head(list)), evaluate(second(head(list)), environment));
    return inner;
}

/* The form that a cond goes on with; null if no clause applies. */
static struct value *choose_clause(struct value *form, struct environment *environment) {
    for (struct value *clauses = tail(form); is_pair(clauses); clauses = tail(clauses)) {
        struct value *clause = head(clauses);
        if (head(clause) == symbol_else || is_true(evaluate(head(clause), environment)))
            return evaluate_body(tail(clause), environment);
    }
    return NULL;
}

/* and, or: the form that decides, which is the last one unless one before settles it: then its value, quoted. */
static struct value *evaluate_logic(struct value *form, struct environment *environment, bool settles) {
    struct value *forms = tail(form);
    if (!is_pair(forms))
        return make_boolean(!settles);
    for (; is_pair(tail(forms)); forms = tail(forms)) {
        struct value *value = evaluate(head(forms), environment);
        if (is_true(value) == settles)
            return cons(symbol_quote, cons(value, &null_value));
    }
    return head(forms);
}

/* A form that starts with a special symbol. Gives a value, or null: then *form and *environment are what to evaluate
 * in its place. *is_special says whether it was one at all. */
static struct value *evaluate_special(struct value **form, struct environment **environment,
                                      bool *is_special) {
    struct value *whole = *form;
    const struct value *symbol = head(whole);
    *is_special = true;
    if (symbol == symbol_quote)
        return second(whole);
    if (symbol == symbol_define)
        return evaluate_define(whole, *environment);
    if (symbol == symbol_lambda)
        return make_closure(second(whole), tail(tail(whole)), *environment);
    if (symbol == symbol_set) {
        find_binding(*environment, second(whole))->value = evaluate(third(whole), *environment);
        return &none_value;
    }
    if (symbol == symbol_if) {
        bool truth = is_true(evaluate(second(whole), *environment));
        if (!truth && !is_pair(tail(tail(tail(whole)))))
            return &none_value;
        *form = truth ? third(whole) : head(tail(tail(tail(whole))));
    } else if (symbol == symbol_begin) {
        *form = evaluate_body(tail(whole), *environment);
    } else if (symbol == symbol_let) {
        *environment = evaluate_let(whole, *environment);
        *form = evaluate_body(tail(tail(whole)), *environment);
    } else if (symbol == symbol_cond) {
        *form = choose_clause(whole, *environment);
        if (*form == NULL)
            return &none_value;
    } else if (symbol == symbol_and || symbol == symbol_or) {
        *form = evaluate_logic(whole, *environment, symbol == symbol_or);
    } else {
        *is_special = false;
    }
    return NULL;
}

/* A loop, so that a call in last position needs no stack. */
static struct value *evaluate_loop(struct value *form, struct environment *environment) {
    for (;;) {
        if (form->kind == VALUE_SYMBOL)
            return find_binding(environment, form)->value;
        if (!is_pair(form))
            return form;
        bool is_special = false;
        struct value *value = evaluate_special(&form, &environment, &is_special);
        if (value != NULL)
            return value;
        if (is_special)
            continue;
        struct value *procedure = evaluate(head(form), environment);
        struct value *arguments = evaluate_all(tail(form), environment);
        if (procedure->kind == VALUE_BUILTIN)
            return procedure->as.primitive->run(arguments);
        if (procedure->kind != VALUE_CLOSURE)
            fail("not a procedure", "");
        environment = bind_arguments(&procedure->as.closure, arguments);
        form = evaluate_body(procedure->as.closure.body, environment);
    }
}

static struct value *evaluate(struct value *form, struct environment *environment) {
    if (++depth > DEPTH_MAX)
        fail("nested too deeply", "");
    struct value *value = evaluate_loop(form, environment);
    depth--;
    return value;
}

/* The procedures that are there from the start. */

static struct value *run_add(struct value *arguments) {
    long sum = 0;
    for (; is_pair(arguments); arguments = tail(arguments))
        sum += number_of(head(arguments));
    return make_number(sum);
}

static struct value *run_subtract(struct value *arguments) {
    long difference = number_of(head(arguments));
    arguments = tail(arguments);
    if (!is_pair(arguments))
        return make_number(-difference);
    for (; is_pair(arguments); arguments = tail(arguments))
        difference -= number_of(head(arguments));
    return make_number(difference);
}

static struct value *run_multiply(struct value *arguments) {
    long product = 1;
    for (; is_pair(arguments); arguments = tail(arguments))
        product *= number_of(head(arguments));
    return make_number(product);
}

static long divisor_of(struct value *arguments) {
    long divisor = number_of(second(arguments));
    if (divisor == 0)
        fail("division by zero", "");
    return divisor;
}

static struct value *run_quotient(struct value *arguments) {
    return make_number(number_of(head(arguments)) / divisor_of(arguments));
}

static struct value *run_remainder(struct value *arguments) {
    return make_number(number_of(head(arguments)) % divisor_of(arguments));
}

static struct value *run_equal_number(struct value *arguments) {
    return make_boolean(number_of(head(arguments)) == number_of(second(arguments)));
}

static struct value *run_less(struct value *arguments) {
    return make_boolean(number_of(head(arguments)) < number_of(second(arguments)));
}

static struct value *run_greater(struct value *arguments) {
    return make_boolean(number_of(head(arguments)) > number_of(second(arguments)));
}

static struct value *run_not_greater(struct value *arguments) {
    return make_boolean(number_of(head(arguments)) <= number_of(second(arguments)));
}

static struct value *run_not_less(struct value *arguments) {
    return make_boolean(number_of(head(arguments)) >= number_of(second(arguments)));
}

static bool is_same(const struct value *left, const struct value *right) {
    return left == right ||
           (left->kind == VALUE_NUMBER && right->kind == VALUE_NUMBER && left->as.number == right->as.number);
}

static bool is_equal(const struct value *left, const struct value *right) {
    while (is_pair(left) && is_pair(right)) {
        if (!is_equal(head(left), head(right)))
            return false;
        left = tail(left);
        right = tail(right);
    }
    if (left->kind == VALUE_STRING && right->kind == VALUE_STRING)
        return strcmp(left->as.text, right->as.text) == 0;
    return is_same(left, right);
}

static struct value *run_is_same(struct value *arguments) {
    return make_boolean(is_same(head(arguments), second(arguments)));
}

static struct value *run_is_equal(struct value *arguments) {
    return make_boolean(is_equal(head(arguments), second(arguments)));
}

static struct value *run_not(struct value *arguments) {
    return make_boolean(!is_true(head(arguments)));
}

static struct value *run_cons(struct value *arguments) {
    return cons(head(arguments), second(arguments));
}

static struct value *run_head(struct value *arguments) {
    return head(head(arguments));
}

static struct value *run_tail(struct value *arguments) {
    return tail(head(arguments));
}

static struct value *run_set_head(struct value *arguments) {
    struct value *pair = head(arguments);
    if (!is_pair(pair))
        fail("not a pair", "");
    pair->as.pair.head = second(arguments);
    return &none_value;
}

static struct value *run_set_tail(struct value *arguments) {
    struct value *pair = head(arguments);
    if (!is_pair(pair))
        fail("not a pair", "");
    pair->as.pair.tail = second(arguments);
    return &none_value;
}

static struct value *run_list(struct value *arguments) {
    return arguments;
}

static struct value *run_length(struct value *arguments) {
    long length = 0;
    for (const struct value *list = head(arguments); is_pair(list); list = tail(list))
        length++;
    return make_number(length);
}

/* The first list is copied. */
static struct value *run_append(struct value *arguments) {
    struct value *first = second(arguments);
    struct value *last = NULL;
    for (const struct value *list = head(arguments); is_pair(list); list = tail(list)) {
        struct value *pair = cons(head(list), second(arguments));
        if (last == NULL)
            first = pair;
        else
            last->as.pair.tail = pair;
        last = pair;
    }
    return first;
}

static struct value *run_is_null(struct value *arguments) {
    return make_boolean(head(arguments)->kind == VALUE_NULL);
}

static struct value *run_is_pair(struct value *arguments) {
    return make_boolean(is_pair(head(arguments)));
}

static struct value *run_is_number(struct value *arguments) {
    return make_boolean(head(arguments)->kind == VALUE_NUMBER);
}

static struct value *run_is_symbol(struct value *arguments) {
    return make_boolean(head(arguments)->kind == VALUE_SYMBOL);
}

static struct value *run_is_string(struct value *arguments) {
    return make_boolean(head(arguments)->kind == VALUE_STRING);
}

static struct value *run_is_procedure(struct value *arguments) {
    enum value_kind kind = head(arguments)->kind;
    return make_boolean(kind == VALUE_BUILTIN || kind == VALUE_CLOSURE);
}

static struct value *run_display(struct value *arguments) {
    print_value(head(arguments), false);
    return &none_value;
}

static struct value *run_newline(struct value *arguments) {
    (void)arguments;
    putchar('\n');
    return &none_value;
}

static const struct primitive primitives[] = {
    {"+", run_add},
    {"-", run_subtract},
    {"*", run_multiply},
    {"quotient", run_quotient},
    {"remainder", run_remainder},
    {"=", run_equal_number},
    {"<", run_less},
    {">", run_greater},
    {"<=", run_not_greater},
    {">=", run_not_less},
    {"eq?", run_is_same},
    {"equal?", run_is_equal},
    {"not", run_not},
    {"cons", run_cons},
    {"car", run_head},
    {"cdr", run_tail},
    {"set-car!", run_set_head},
    {"set-cdr!", run_set_tail},
    {"list", run_list},
    {"length", run_length},
    {"append", run_append},
    {"null?", run_is_null},
    {"pair?", run_is_pair},
    {"number?", run_is_number},
    {"symbol?", run_is_symbol},
    {"string?", run_is_string},
    {"procedure?", run_is_procedure},
    {"display", run_display},
    {"newline", run_newline},
};

static void set_up(void) {
    symbol_quote = intern("quote");
    symbol_if = intern("if");
    symbol_cond = intern("cond");
    symbol_else = intern("else");
    symbol_define = intern("define");
    symbol_set = intern("set!");
    symbol_lambda = intern("lambda");
    symbol_let = intern("let");
    symbol_begin = intern("begin");
    symbol_and = intern("and");
    symbol_or = intern("or");
    for (size_t i = 0; i < sizeof primitives / sizeof *primitives; i++) {
        struct value *value = make_value(VALUE_BUILTIN);
        value->as.primitive = &primitives[i];
        define(&global, intern(primitives[i].name), value);
    }
}

static void run_stream(FILE *stream) {
    struct reader reader = {.stream = stream};
    reader_next(&reader);
    for (struct value *form = read_form(&reader); form != NULL; form = read_form(&reader)) {
        struct value *value = evaluate(form, &global);
        if (value->kind != VALUE_NONE) {
            print_value(value, true);
            putchar('\n');
        }
    }
}

int main(int argc, char **argv) {
    set_up();
    if (argc < 2)
        run_stream(stdin);
    for (int i = 1; i < argc; i++) {
        FILE *stream = fopen(argv[i], "r");
        if (stream == NULL) {
            fputs("lisp: ", stderr);
            perror(argv[i]);
            return 2;
        }
        run_stream(stream);
        fclose(stream);
    }
    return 0;
}
