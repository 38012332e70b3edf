/* calc: evaluates the expressions that it reads, one a line, and prints their values.
 *
 *     calc      2 * (3 + 4)       numbers, + - * / % ^ (power: whole exponents), parentheses
 *               x = 10 / 4        variables
 *               f(a, b) = a * b   functions, of any number of parameters; sqrt abs floor min max are there already
 *               f(x, 2) # text    a comment
 *
 * A line becomes a tree and the tree a number, a double, of which ten digits are printed. After an error, which is said
 * with its line and column, the next line is read. Status 1: there were errors. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define DEPTH_MAX 200 /* of parentheses and of calls */
#define ARGUMENTS_MAX 8
#define EXPONENT_MAX 1e9

enum node_kind { NODE_NUMBER, NODE_VARIABLE, NODE_PARAMETER, NODE_NEGATE, NODE_BINARY, NODE_CALL };

struct node {
    enum node_kind kind;
    double number;             /* NUMBER */
    struct variable *variable; /* VARIABLE */
    int parameter;             /* PARAMETER: which */
    int operator;              /* BINARY */
    struct node *left;         /* NEGATE, BINARY */
    struct node *right;        /* BINARY */
    struct function *function; /* CALL */
    struct node *arguments[ARGUMENTS_MAX];
};

struct variable {
    const char *name;
    double value;
    bool is_set;
    struct variable *next;
};

typedef double builtin(const double *__counted_by(count) values, int count);

/* Either of `builtin` and `body` is null. */
struct function {
    const char *name;
    int parameter_count; /* builtins: at least so many */
    builtin *builtin;
    struct node *body;
    struct function *next;
};

struct calculator {
    struct variable *variables;
    struct function *functions;
    const char *line;
    size_t at;
    size_t line_number;
    int depth;
    const char *error; /* of this line; null if there is none */
    size_t error_at;
    /* The parameters of the function that is being defined. */
    const char *parameters[ARGUMENTS_MAX];
    int parameter_count;
};

static struct node *parse_sum(struct calculator *calc);

static void fail(struct calculator *calc, size_t at, const char *error) {
    if (calc->error == NULL) {
        calc->error = error;
        calc->error_at = at;
    }
}

/* The byte at the current place, after white space; 0 at the line's end or its comment. */
static int peek(struct calculator *calc) {
    while (isspace((unsigned char)calc->line[calc->at]))
        calc->at++;
    int byte = (unsigned char)calc->line[calc->at];
    return byte == '#' ? '\0' : byte;
}

static bool accept(struct calculator *calc, int byte) {
    if (peek(calc) != byte)
        return false;
    calc->at++;
    return true;
}

static struct node *add_node(enum node_kind kind) {
    struct node *node = new (struct node);
    node->kind = kind;
    return node;
}

static struct variable *find_variable(struct calculator *calc, const char *name) {
    for (struct variable *variable = calc->variables; variable != NULL; variable = variable->next)
        if (strcmp(variable->name, name) == 0)
            return variable;
    struct variable *variable = new (struct variable);
    variable->name = name;
    variable->next = calc->variables;
    calc->variables = variable;
    return variable;
}

/* Null if there is none. */
static struct function *find_function(const struct calculator *calc, const char *name) {
    for (struct function *function = calc->functions; function != NULL; function = function->next)
        if (strcmp(function->name, name) == 0)
            return function;
    return NULL;
}

static struct function *add_function(struct calculator *calc, const char *name) {
    struct function *function = new (struct function);
    function->name = name;
    function->next = calc->functions;
    calc->functions = function;
    return function;
}

/* A letter is at the current place. */
static const char *parse_name(struct calculator *calc) {
    struct text name = {0};
    while (isalnum((unsigned char)calc->line[calc->at]) || calc->line[calc->at] == '_') {
        text_add(&name, calc->line[calc->at]);
        calc->at++;
    }
    return text_string(&name);
}

static struct node *parse_number(struct calculator *calc) {
    struct node *node = add_node(NODE_NUMBER);
    size_t start = calc->at;
    double scale = 1;
    bool fraction = false;
    const char *line = calc->line;
    for (; isdigit((unsigned char)line[calc->at]) || (line[calc->at] == '.' && !fraction); calc->at++) {
        if (line[calc->at] == '.') {
            fraction = true;
            continue;
        }
        node->number = node->number * 10 + (line[calc->at] - '0');
        if (fraction)
            scale *= 10;
    }
    if (fraction && calc->at == start + 1)
        fail(calc, start, "a point without digits");
    node->number /= scale;
    return node;
}

/* Behind "name(". */
static struct node *parse_call(struct calculator *calc, const char *name, size_t at) {
    struct node *node = add_node(NODE_CALL);
    int count = 0;
    if (!accept(calc, ')')) {
        do {
            struct node *argument = parse_sum(calc);
            if (count < ARGUMENTS_MAX)
                node->arguments[count] = argument;
            count++;
        } while (accept(calc, ','));
        if (!accept(calc, ')'))
            fail(calc, calc->at, "expected ')'");
    }
    struct function *function = find_function(calc, name);
    node->function = function;
    node->parameter = count;
    if (function == NULL)
        fail(calc, at, "no such function");
    else if (count > ARGUMENTS_MAX || count < function->parameter_count ||
             (function->builtin == NULL && count > function->parameter_count))
        fail(calc, at, "wrong number of arguments");
    return node;
}

static struct node *parse_reference(struct calculator *calc) {
    size_t at = calc->at;
    const char *name = parse_name(calc);
    if (accept(calc, '('))
        return parse_call(calc, name, at);
    for (int i = 0; i < calc->parameter_count; i++) {
        if (strcmp(calc->parameters[i], name) == 0) {
            struct node *node = add_node(NODE_PARAMETER);
            node->parameter = i;
            return node;
        }
    }
    struct node *node = add_node(NODE_VARIABLE);
    node->variable = find_variable(calc, name);
    if (!node->variable->is_set)
        fail(calc, at, "the variable has no value");
    return node;
}

/* After an error it gives some node all the same; the line is not evaluated. */
static struct node *parse_atom(struct calculator *calc) {
    int byte = peek(calc);
    if (isdigit(byte) || byte == '.')
        return parse_number(calc);
    if (isalpha(byte))
        return parse_reference(calc);
    if (byte == '(' && calc->depth < DEPTH_MAX) {
        calc->at++;
        calc->depth++;
        struct node *node = parse_sum(calc);
        calc->depth--;
        if (!accept(calc, ')'))
            fail(calc, calc->at, "expected ')'");
        return node;
    }
    fail(calc, calc->at, byte == '(' ? "too many parentheses" : "expected a number, a name or '('");
    return add_node(NODE_NUMBER);
}

static struct node *binary(int operator, struct node * left, struct node *right) {
    struct node *node = add_node(NODE_BINARY);
    node->operator= operator;
    node->left = left;
    node->right = right;
    return node;
}

/* -2 ^ 2 is -4, and 2 ^ 3 ^ 2 is 2 ^ 9. */
static struct node *parse_power(struct calculator *calc) {
    if (calc->depth >= DEPTH_MAX) {
        fail(calc, calc->at, "too many operators");
        return add_node(NODE_NUMBER);
    }
    calc->depth++;
    struct node *node;
    if (accept(calc, '-')) {
        node = add_node(NODE_NEGATE);
        node->left = parse_power(calc);
    } else {
        node = parse_atom(calc);
        if (accept(calc, '^'))
            node = binary('^', node, parse_power(calc));
    }
    calc->depth--;
    return node;
}

static struct node *parse_product(struct calculator *calc) {
    struct node *node = parse_power(calc);
    for (;;) {
        int operator= peek(calc);
        if (operator!= '*' && operator!= '/' && operator!= '%')
            return node;
        calc->at++;
        node = binary(operator, node, parse_power(calc));
    }
}

static struct node *parse_sum(struct calculator *calc) {
    struct node *node = parse_product(calc);
    for (;;) {
        int operator= peek(calc);
        if (operator!= '+' && operator!= '-')
            return node;
        calc->at++;
        node = binary(operator, node, parse_product(calc));
    }
}

/* By squaring; `exponent` is a whole number. */
static double power(double base, long exponent) {
    double result = 1;
    for (long left = labs(exponent); left > 0; left >>= 1) {
        if ((left & 1) != 0)
            result *= base;
        base *= base;
    }
    return exponent < 0 ? 1 / result : result;
}

static double calculate(struct calculator *calc, int operator, double left, double right) {
    if ((operator== '/' || operator== '%') && right == 0)
        fail(calc, 0, "division by zero");
    switch (operator) {
    case '+':
        return left + right;
    case '-':
        return left - right;
    case '*':
        return left * right;
    case '/':
        return left / right;
    case '%':
        return left - right * floor(left / right);
    default:
        if (right == floor(right) && fabs(right) <= EXPONENT_MAX)
            return power(left, (long)right);
        fail(calc, 0, "the exponent is not a whole number, or too large");
        return 0;
    }
}

/* `values` are the parameters of the function whose body `node` is in. */
static double evaluate(struct calculator *calc, const struct node *node,
                       const double *__counted_by(count) values, int count) {
    double arguments[ARGUMENTS_MAX] = {0};
    switch (node->kind) {
    case NODE_NUMBER:
        return node->number;
    case NODE_VARIABLE:
        return node->variable->value;
    case NODE_PARAMETER:
        return values[node->parameter];
    case NODE_NEGATE:
        return -evaluate(calc, node->left, values, count);
    case NODE_BINARY:
        arguments[0] = evaluate(calc, node->left, values, count);
        arguments[1] = evaluate(calc, node->right, values, count);
        return calculate(calc, node->operator, arguments[0], arguments[1]);
    case NODE_CALL:
        break;
    }
    for (int i = 0; i < node->parameter; i++)
        arguments[i] = evaluate(calc, node->arguments[i], values, count);
    if (node->function->builtin != NULL)
        return node->function->builtin(arguments, node->parameter);
    if (calc->depth >= DEPTH_MAX) {
        fail(calc, 0, "too many calls");
        return 0;
    }
    calc->depth++;
    double result = evaluate(calc, node->function->body, arguments, node->parameter);
    calc->depth--;
    return result;
}

static double builtin_sqrt(const double *__counted_by(count) values, int count) {
    (void)count;
    return sqrt(values[0]);
}

static double builtin_abs(const double *__counted_by(count) values, int count) {
    (void)count;
    return fabs(values[0]);
}

static double builtin_floor(const double *__counted_by(count) values, int count) {
    (void)count;
    return floor(values[0]);
}

static double builtin_min(const double *__counted_by(count) values, int count) {
    double result = values[0];
    for (int i = 1; i < count; i++)
        result = values[i] < result ? values[i] : result;
    return result;
}

static double builtin_max(const double *__counted_by(count) values, int count) {
    double result = values[0];
    for (int i = 1; i < count; i++)
        result = values[i] > result ? values[i] : result;
    return result;
}

static void add_builtins(struct calculator *calc) {
    static const struct {
        const char *name;
        builtin *builtin;
    } builtins[] = {
        {"sqrt", builtin_sqrt}, {"abs", builtin_abs}, {"floor", builtin_floor},
        {"min", builtin_min},   {"max", builtin_max},
    };
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++) {
        struct function *function = add_function(calc, builtins[i].name);
        function->builtin = builtins[i].builtin;
        function->parameter_count = 1;
    }
}

/* "name(a, b) = ...": whether the line begins like that. Reads as far as '=' if so. */
static bool parse_definition(struct calculator *calc) {
    size_t start = calc->at;
    if (!accept(calc, '('))
        return false;
    bool good = true;
    if (!accept(calc, ')')) {
        do {
            good = isalpha(peek(calc)) && calc->parameter_count < ARGUMENTS_MAX;
            if (good)
                calc->parameters[calc->parameter_count++] = parse_name(calc);
        } while (good && accept(calc, ','));
        good = good && accept(calc, ')');
    }
    if (good && accept(calc, '='))
        return true;
    calc->at = start;
    calc->parameter_count = 0;
    return false;
}

static struct node *parse_to_end(struct calculator *calc) {
    struct node *node = parse_sum(calc);
    if (peek(calc) != '\0')
        fail(calc, calc->at, "expected an operator");
    return node;
}

static void define_function(struct calculator *calc, const char *name) {
    struct function *function = find_function(calc, name);
    if (function != NULL && function->builtin != NULL) {
        fail(calc, 0, "this function cannot be changed");
        return;
    }
    /* It is known to its own body; a body that is wrong leaves it as it was. */
    int parameter_count = calc->parameter_count;
    if (function == NULL)
        function = add_function(calc, name);
    int old_count = function->parameter_count;
    function->parameter_count = parameter_count;
    struct node *body = parse_to_end(calc);
    if (calc->error == NULL)
        function->body = body;
    else if (function->body != NULL)
        function->parameter_count = old_count;
    else
        calc->functions = function->next;
}

static void read_line(struct calculator *calc) {
    struct variable *variable = NULL;
    if (peek(calc) == '\0')
        return;
    if (isalpha(peek(calc))) {
        size_t start = calc->at;
        const char *name = parse_name(calc);
        if (parse_definition(calc)) {
            define_function(calc, name);
            return;
        }
        if (accept(calc, '='))
            variable = find_variable(calc, name);
        else
            calc->at = start;
    }
    struct node *node = parse_to_end(calc);
    if (calc->error != NULL)
        return;
    double value = evaluate(calc, node, NULL, 0);
    if (calc->error != NULL)
        return;
    if (variable != NULL) {
        variable->value = value;
        variable->is_set = true;
    }
    printf("%.10g\n", value);
}

static void put_number(size_t number, FILE *stream) {
    if (number >= 10)
        put_number(number / 10, stream);
    fputc('0' + (int)(number % 10), stream);
}

static void print_error(const struct calculator *calc) {
    fflush(stdout);
    put_number(calc->line_number, stderr);
    fputc(':', stderr);
    put_number(calc->error_at + 1, stderr);
    fputs(": ", stderr);
    fputs(calc->error, stderr);
    fputc('\n', stderr);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        fputs("usage: calc < FILE\n", stderr);
        return 2;
    }
    struct calculator *calc = new (struct calculator);
    struct text line = {0};
    int status = 0;
    add_builtins(calc);
    while (text_read_line(&line, stdin)) {
        calc->line = line.bytes;
        calc->line_number++;
        calc->at = 0;
        calc->depth = 0;
        calc->parameter_count = 0;
        calc->error = NULL;
        read_line(calc);
        if (calc->error != NULL) {
            print_error(calc);
            status = 1;
        }
    }
    return status;
}
