"""Random Safe C with pointers in memory, for random_program.py: the same programs with records, linked lists,
arrays of pointers, callbacks, `void *` contexts and allocation on top.

Every record has the same set of members; the statements null-test what they follow and keep counts and arrays in step,
so that plain clang agrees. Walks along `next` have a bound, since the lists are tied at random."""

from random_program import Generator

OPERATIONS = ["add", "subtract", "mix", "pick"]
NAMES = ["one", "", "a longer name", "x", "name"]


class HeapGenerator(Generator):
    def __init__(self, seed):
        super().__init__(seed)
        self.records = []
        self.pointers = {}  # record -> local pointers in scope, all maybe null

    # Declarations.

    def declare(self, out):
        out.append("typedef long operation(long a, long b);")
        out.append("static long add(long a, long b) { return a + b; }")
        out.append("static long subtract(long a, long b) { return a - b; }")
        out.append("static long mix(long a, long b) { return (a ^ b << 3) * 31; }")
        out.append("static long pick(long a, long b) { return a > b ? a : b; }")
        out.append(f"static operation *const operations[4] = {{{', '.join(OPERATIONS)}}};")
        self.records = [self.name("s") for _ in range(self.random.randint(1, 3))]
        for record in self.records:
            out.append(f"struct {record};")
        for record in self.records:
            self.declare_record(record, out)
        for record in self.records:
            self.pointers[record] = []
            self.declare_objects(record, out)
        for record in self.records:
            self.declare_helpers(record, out)

    def declare_record(self, record, out):
        other = self.pick(self.records)
        members = [f"{self.pick(['int', 'long', 'short', 'unsigned char'])} a;", "long b;", f"struct {record} *next;",
                   f"struct {other} *other;", "int *__counted_by(count) items;", "unsigned count;",
                   "operation *run;", "const char *name;", "void *any;", f"struct {record} *children[3];",
                   "int *inside;", "int *__bidi_indexable cursor;",
                   f"struct {{ long tag; struct {other} *link; }} nested;",
                   f"union {{ long number; struct {record} *link; }} either;"]
        self.random.shuffle(members)
        out.append(f"struct {record} {{\n    " + "\n    ".join(members) + "\n};")
        setattr(self, "other_of_" + record, other)

    def other(self, record):
        return getattr(self, "other_of_" + record)

    def declare_objects(self, record, out):
        out.append(f"static struct {record} *head_{record};")
        out.append(f"static struct {record} *slots_{record}[8];")
        name = self.pick(NAMES)
        out.append(f'static struct {record} object_{record} = {{.a = {self.random.getrandbits(7)}, .name = "{name}", '
                   f".run = {self.pick(OPERATIONS)}, .next = &object_{record}}};")
        out.append(f"static void *any_{record};")

    def declare_helpers(self, record, out):
        out.append(f"""
static struct {record} *make_{record}(long value) {{
    struct {record} *object = new (struct {record});
    object->a = ({self.pick(['int', 'short', 'signed char'])})value;
    object->b = value * 3;
    object->count = (unsigned)(value & 7) + 1;
    object->items = new_array(int, object->count);
    object->items[object->count - 1] = (int)value;
    object->cursor = object->items + object->count / 2;
    object->inside = &object->items[object->count - 1];
    object->run = operations[value & 3];
    object->name = value & 1 ? "odd" : "even";
    object->next = {self.pick(['head_' + record, 'NULL', f'slots_{record}[value & 7]'])};
    head_{record} = object;
    return object;
}}
static long sum_{record}(const struct {record} *object, int fuel) {{
    long sum = 17;
    for (; object != NULL && fuel > 0; object = object->next, fuel--) {{
        sum = sum * 31 + object->a + object->b + (long)object->nested.tag + object->either.number;
        for (unsigned i = 0; i < object->count; i++)
            sum += object->items[i] * (long)(i + 1);
        if (object->run != NULL)
            sum = object->run(sum, object->b);
        if (object->name != NULL)
            sum += (long)strlen(object->name);
        if (object->cursor != NULL)
            sum += object->cursor[0];
        if (object->inside != NULL)
            sum ^= *object->inside;
        for (int i = 0; i < 3; i++)
            sum += object->children[i] != NULL ? object->children[i]->b : i;
        sum += object->nested.link != NULL ? 5 : 7;
    }}
    return sum;
}}
static struct {record} change_{record}(struct {record} object, long value) {{
    object.b ^= value;
    object.nested.tag++;
    return object;
}}
static struct {record} *choose_{record}(struct {record} *first, struct {record} *second, long value) {{
    return value & 1 ? first : second;
}}
static void tie_{record}(struct {record} **place, struct {record} *object, int fuel) {{
    struct {record} **at = place;
    while (*at != NULL && fuel-- > 0)
        at = &(*at)->next;
    *at = object;
}}""")

    # Pointer expressions, which may be null; all point to the start of an object.

    def reference(self, record, scope, depth=2):
        choice = self.random.random()
        if depth > 0 and choice < 0.15:
            return f"choose_{record}({self.reference(record, scope, depth - 1)}, " \
                   f"{self.reference(record, scope, depth - 1)}, (long)({self.expression(scope, 1)}))"
        if depth > 0 and choice < 0.25:
            return f"(({self.expression(scope, 1)}) ? {self.reference(record, scope, depth - 1)} : " \
                   f"{self.reference(record, scope, depth - 1)})"
        if choice < 0.45 and self.pointers[record]:
            return self.pick(self.pointers[record])
        if choice < 0.6:
            return f"slots_{record}[{self.index(8, scope)}]"
        if choice < 0.7:
            return f"&object_{record}"
        if choice < 0.85 and scope["calls"]:
            return f"make_{record}((long)({self.expression(scope, 1)}))"
        return self.pick([f"head_{record}", f"(struct {record} *)any_{record}", "NULL"])

    def with_object(self, record, scope, out, indent):
        """Statements on one object, inside a null test."""
        pad = "    " * indent
        p = self.name("p")
        out.append(f"{pad}struct {record} *{p} = {self.reference(record, scope)};")
        out.append(f"{pad}if ({p} != NULL) {{")
        self.pointers[record].append(p)
        for _ in range(self.random.randint(1, 3)):
            out.append(f"{pad}    {self.on_object(record, p, scope)}")
        if scope["depth"] > 0 and self.random.random() < 0.4:
            self.block({**scope, "depth": scope["depth"] - 1}, 1, out, indent + 1)
        self.pointers[record].pop()
        out.append(f"{pad}}}")

    def on_object(self, record, p, scope):
        other = self.other(record)
        value = self.expression(scope, 2)
        forms = [
            f"{p}->b += {value};",
            f"{p}->a ^= (int)({value});",
            f"{p}->next = {self.reference(record, scope)};",
            f"{p}->children[{self.index(3, scope)}] = {self.reference(record, scope)};",
            f"{p}->other = {self.reference(other, scope)};",
            f"{p}->nested.link = {self.reference(other, scope)};",
            f"{p}->any = {self.reference(other, scope)};",
            f"any_{record} = {p};",
            f"if ({p}->other != NULL) {p}->other->b -= {value};",
            f"if ({p}->any != NULL) {p}->b += ((struct {other} *){p}->any)->a;",
            f"if ({p}->count > 0) {p}->items[(unsigned)({value}) % {p}->count] += (int)({self.expression(scope, 1)});",
            f"for (unsigned i = 0; i < {p}->count; i++) {p}->items[i] ^= (int)({value}) + (int)i;",
            f"if ({p}->cursor != NULL) {p}->cursor[0] += (int)({value});",
            f"if ({p}->inside != NULL) *{p}->inside -= (int)({value});",
            f"if ({p}->count > 0) {p}->inside = &{p}->items[(unsigned)({value}) % {p}->count];",
            f"if ({p}->count > 0) {p}->cursor = {p}->items + (unsigned)({value}) % {p}->count;",
            f"{p}->run = operations[{self.index(4, scope)}];",
            f"if ({p}->run != NULL) {p}->b = {p}->run({p}->b, (long)({value}));",
            f'{p}->name = "{self.pick(NAMES)}";',
            f"if ({p}->name != NULL && {p}->name[0] != '\\0') {p}->b += {p}->name[strlen({p}->name) - 1];",
            f"*{p} = change_{record}(*{p}, (long)({value}));",
            f"object_{record} = change_{record}(*{p}, (long)({value}));",
            f"{p}->items = NULL, {p}->count = 0;",
            f"{p}->count = 3, {p}->items = new_array(int, 3);",
            f"*{p} = (struct {record}){{.a = 5, .next = {p}->next, .other = {p}->other, .run = {self.pick(OPERATIONS)}}};",
            f"if ({p}->next != NULL) *{p} = *{p}->next;",
        ]
        if self.globals:
            forms.append(f"{self.pick(self.globals)[0]} += {p}->b;")
        return self.pick(forms)

    def record_statement(self, scope, out, indent):
        pad = "    " * indent
        record = self.pick(self.records)
        choice = self.random.random()
        if choice < 0.45:
            out.append(f"{pad}{{")
            self.with_object(record, scope, out, indent + 1)
            out.append(f"{pad}}}")
        elif choice < 0.55:
            out.append(f"{pad}slots_{record}[{self.index(8, scope)}] = {self.reference(record, scope)};")
        elif choice < 0.65:
            place = self.pick([f"&head_{record}", f"&slots_{record}[{self.index(8, scope)}]",
                               f"&object_{record}.next"])
            out.append(f"{pad}tie_{record}({place}, {self.reference(record, scope)}, {self.random.randint(0, 5)});")
        elif choice < 0.75:
            name = self.pick(self.globals)[0]
            out.append(f"{pad}{name} ^= sum_{record}({self.reference(record, scope)}, {self.random.randint(1, 6)});")
        elif choice < 0.85:
            self.walk(record, scope, out, indent)
        elif choice < 0.93:
            self.local_table(record, scope, out, pad)
        else:
            self.local_object(record, scope, out, pad)

    def walk(self, record, scope, out, indent):
        pad = "    " * indent
        p, fuel = self.name("p"), self.name("i")
        out.append(f"{pad}int {fuel} = {self.random.randint(1, 9)};")
        out.append(f"{pad}for (struct {record} *{p} = {self.reference(record, scope)}; {p} != NULL && {fuel} > 0; "
                   f"{p} = {p}->next, {fuel}--) {{")
        inner = {**scope, "calls": False}
        out.append(f"{pad}    {self.on_object(record, p, inner)}")
        if self.random.random() < 0.4:
            out.append(f"{pad}    if ({self.expression(inner, 1)})\n{pad}        {self.pick(['break', 'continue'])};")
        out.append(f"{pad}}}")

    def local_table(self, record, scope, out, pad):
        """An array of pointers in the frame, read at a computed index."""
        table, p = self.name("table"), self.name("p")
        items = ", ".join(self.reference(record, scope) for _ in range(4))
        out.append(f"{pad}struct {record} *{table}[4] = {{{items}}};")
        out.append(f"{pad}{table}[{self.index(4, scope)}] = {self.reference(record, scope)};")
        out.append(f"{pad}struct {record} *{p} = {table}[{self.index(4, scope)}];")
        out.append(f"{pad}slots_{record}[{self.index(8, scope)}] = {p};")

    def local_object(self, record, scope, out, pad):
        """A record in the frame, of which a callee gets the address."""
        local, total = self.name("local"), self.name("total")
        out.append(f"{pad}struct {record} {local} = {{.a = 3, .next = {self.reference(record, scope)}}};")
        out.append(f"{pad}{local}.b = (long)({self.expression(scope, 2)});")
        out.append(f"{pad}{local} = change_{record}({local}, {local}.a);")
        out.append(f"{pad}long {total} = sum_{record}(&{local}, {self.random.randint(1, 4)});")
        out.append(f"{pad}{self.pick(self.globals)[0]} += {total};")

    # Where the plain generator is extended.

    def statement(self, scope, depth, out, indent):
        if self.records and self.random.random() < 0.4:
            out.append("    " * indent + "{")
            self.record_statement({**scope, "depth": scope.get("depth", 2)}, out, indent + 1)
            out.append("    " * indent + "}")
        else:
            super().statement(scope, depth, out, indent)

    def headers(self):
        return super().headers() + ["#include <stdlib.h>", "#include <string.h>", "#include <vouch/heap.h>"]

    def declarations(self, out):
        super().declarations(out)
        self.declare(out)

    def digest(self, out):
        super().digest(out)
        for record in self.records:
            out.append(f"        digest = digest * 33 + (unsigned long)sum_{record}(&object_{record}, 3);")
            out.append(f"        for (int i = 0; i < 8; i++)\n"
                       f"            digest = digest * 33 + (unsigned long)sum_{record}(slots_{record}[i], 4);")
