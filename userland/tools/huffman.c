/* huffman: compresses standard input to standard output with a Huffman code of its bytes, or back with -d.
 *
 *     huffman [-d]
 *
 * The compressed form: "HUF1", the length of the data (8 bytes, least first), the tree in preorder as bits (0: a node
 * and then its two children; 1: a leaf and then the 8 bits of its byte), then each byte's path through the tree, from
 * the top; 0 is left. Bits fill a byte from its highest. Status 1: the input is not of this form. */
#include <stdio.h>
#include <string.h>
#include <vouch/heap.h>
#include <vouch/text.h>

#define BYTES 256

/* A leaf has no children. */
struct node {
    unsigned long frequency;
    int byte; /* a leaf's; of a node the least in it, which makes the order certain */
    struct node *left;
    struct node *right;
};

/* The node with the least frequency comes first: items[i] not behind items[2i+1] and items[2i+2]. */
struct heap {
    struct node *items[BYTES];
    size_t count;
};

/* The lowest `length` bits are the path to a leaf. */
struct code {
    unsigned long bits;
    int length;
};

struct bit_writer {
    struct text *output;
    int pending;
    int pending_bits;
};

struct bit_reader {
    const struct text *input;
    size_t at;
    int bit;      /* of the byte at `at`, from the highest */
    bool overrun; /* more was read than there is */
};

static bool is_before(const struct node *left, const struct node *right) {
    if (left->frequency != right->frequency)
        return left->frequency < right->frequency;
    return left->byte < right->byte;
}

static void heap_push(struct heap *heap, struct node *node) {
    size_t at = heap->count;
    heap->count++;
    while (at > 0 && is_before(node, heap->items[(at - 1) / 2])) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = node;
}

static struct node *heap_pop(struct heap *heap) {
    struct node *top = heap->items[0];
    heap->count--;
    struct node *last = heap->items[heap->count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && is_before(heap->items[child + 1], heap->items[child]))
            child++;
        if (!is_before(heap->items[child], last))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
    return top;
}

static struct node *make_leaf(int byte, unsigned long frequency) {
    struct node *leaf = new (struct node);
    leaf->byte = byte;
    leaf->frequency = frequency;
    return leaf;
}

static struct node *make_node(struct node *left, struct node *right) {
    struct node *node = new (struct node);
    *node = (struct node){
        .frequency = left->frequency + right->frequency,
        .byte = left->byte < right->byte ? left->byte : right->byte,
        .left = left,
        .right = right,
    };
    return node;
}

static bool is_leaf(const struct node *node) {
    return node->left == NULL;
}

/* `input` is not empty. */
static struct node *make_tree(const struct text *input) {
    static unsigned long frequencies[BYTES];
    struct heap heap = {0};
    for (size_t i = 0; i < input->length; i++)
        frequencies[(unsigned char)input->bytes[i]]++;
    for (int byte = 0; byte < BYTES; byte++)
        if (frequencies[byte] > 0)
            heap_push(&heap, make_leaf(byte, frequencies[byte]));
    while (heap.count > 1) {
        struct node *left = heap_pop(&heap);
        struct node *right = heap_pop(&heap);
        heap_push(&heap, make_node(left, right));
    }
    return heap_pop(&heap);
}

static void find_codes(const struct node *node, struct code code, struct code *__counted_by(count) codes,
                       int count) {
    if (is_leaf(node)) {
        codes[node->byte] = code;
        return;
    }
    find_codes(node->left, (struct code){code.bits << 1, code.length + 1}, codes, count);
    find_codes(node->right, (struct code){code.bits << 1 | 1, code.length + 1}, codes, count);
}

static void put_bits(struct bit_writer *writer, unsigned long bits, int count) {
    for (int i = count - 1; i >= 0; i--) {
        writer->pending = writer->pending << 1 | (int)(bits >> i & 1);
        writer->pending_bits++;
        if (writer->pending_bits == 8) {
            text_add(writer->output, writer->pending);
            writer->pending = 0;
            writer->pending_bits = 0;
        }
    }
}

static void put_tree(struct bit_writer *writer, const struct node *node) {
    if (is_leaf(node)) {
        put_bits(writer, 1, 1);
        put_bits(writer, (unsigned long)node->byte, 8);
        return;
    }
    put_bits(writer, 0, 1);
    put_tree(writer, node->left);
    put_tree(writer, node->right);
}

static void compress(const struct text *input, struct text *output) {
    static struct code codes[BYTES];
    text_add_bytes(output, "HUF1", 4);
    for (int i = 0; i < 8; i++)
        text_add(output, (int)(input->length >> 8 * i & 0xFF));
    if (input->length == 0)
        return;
    struct node *tree = make_tree(input);
    find_codes(tree, (struct code){0}, codes, BYTES);
    struct bit_writer writer = {.output = output};
    put_tree(&writer, tree);
    for (size_t i = 0; i < input->length; i++) {
        struct code code = codes[(unsigned char)input->bytes[i]];
        put_bits(&writer, code.bits, code.length);
    }
    if (writer.pending_bits > 0)
        put_bits(&writer, 0, 8 - writer.pending_bits);
}

static int get_bit(struct bit_reader *reader) {
    if (reader->at >= reader->input->length) {
        reader->overrun = true;
        return 1;
    }
    int bit = (unsigned char)reader->input->bytes[reader->at] >> (7 - reader->bit) & 1;
    reader->bit++;
    if (reader->bit == 8) {
        reader->bit = 0;
        reader->at++;
    }
    return bit;
}

/* Null if the tree is deeper than a tree can be. */
static struct node *get_tree(struct bit_reader *reader, int depth) {
    if (depth > BYTES)
        return NULL;
    if (get_bit(reader) == 1) {
        int byte = 0;
        for (int i = 0; i < 8; i++)
            byte = byte << 1 | get_bit(reader);
        return make_leaf(byte, 0);
    }
    struct node *left = get_tree(reader, depth + 1);
    struct node *right = left != NULL ? get_tree(reader, depth + 1) : NULL;
    return right != NULL ? make_node(left, right) : NULL;
}

static bool decompress(const struct text *input, struct text *output) {
    if (input->length < 12 || memcmp(input->bytes, "HUF1", 4) != 0)
        return false;
    unsigned long length = 0;
    for (int i = 0; i < 8; i++)
        length |= (unsigned long)(unsigned char)input->bytes[4 + i] << 8 * i;
    struct bit_reader reader = {.input = input, .at = 12};
    struct node *tree = length > 0 ? get_tree(&reader, 0) : NULL;
    if (length > 0 && tree == NULL)
        return false;
    for (unsigned long i = 0; i < length && !reader.overrun; i++) {
        const struct node *node = tree;
        while (!is_leaf(node))
            node = get_bit(&reader) == 0 ? node->left : node->right;
        text_add(output, node->byte);
    }
    return !reader.overrun;
}

int main(int argc, char **argv) {
    bool backwards = argc == 2 && strcmp(argv[1], "-d") == 0;
    if (argc > 2 || (argc == 2 && !backwards)) {
        fputs("usage: huffman [-d]\n", stderr);
        return 2;
    }
    struct text input = {0};
    struct text output = {0};
    if (!text_read_all(&input, stdin)) {
        perror("huffman: standard input");
        return 2;
    }
    text_clear(&output);
    if (!backwards) {
        compress(&input, &output);
    } else if (!decompress(&input, &output)) {
        fputs("huffman: the input is not compressed by huffman, or damaged\n", stderr);
        return 1;
    }
    fwrite(output.bytes, 1, output.length, stdout);
    return 0;
}
