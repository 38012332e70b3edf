/* A structure that a prototype names first is another one than that declared later. */
struct vtable { void (*draw)(struct shape *self); };
struct shape { struct vtable *methods; };
void draw(struct shape *s) {
    s->methods->draw(s); // error: incompatible pointer type 'struct shape *' when passing argument 1 of 'draw' as 'struct shape *'
                         // note: these are two types of one name; declare 'struct shape;' before a prototype mentions it
}
