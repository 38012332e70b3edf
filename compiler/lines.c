/* Source lines for messages: the DWARF line table, reduced to (address, file, line).
 *
 * Trap pads lie out of line, in a subsection behind the function, where the line table says nothing useful.
 * Each pad gets the line of a branch to it, so that a trap names the access that failed. File names lose
 * their directories: messages stay short and the output does not depend on where it was built. */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "model.h"

struct rows {
    struct line_row *row;
    size_t count, capacity;
};

static void add_row(struct model *model, struct rows *rows, uint64_t address, const char *file,
                    uint32_t line) {
    if (address < model->text.address || address - model->text.address >= model->text.size) {
        return; /* of a function that the linker dropped */
    }
    rows->row = model_grow(model, rows->row, rows->count, &rows->capacity, sizeof *rows->row);
    rows->row[rows->count++] = (struct line_row){(uint32_t)address, line, file};
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void read_unit(struct model *model, struct rows *rows, Dwarf_Die *unit) {
    Dwarf_Lines *lines;
    size_t count;
    if (dwarf_getsrclines(unit, &lines, &count) != 0) {
        return; /* a unit without lines */
    }
    for (size_t i = 0; i < count; i++) {
        Dwarf_Line *line = dwarf_onesrcline(lines, i);
        Dwarf_Addr address;
        int number;
        bool end;
        const char *file = dwarf_linesrc(line, nullptr, nullptr);
        if (!line || !file || dwarf_lineaddr(line, &address) != 0 || dwarf_lineno(line, &number) != 0 ||
            dwarf_lineendsequence(line, &end) != 0 || end || number <= 0) {
            continue; /* line 0 marks code that belongs to no line: the row before goes on */
        }
        add_row(model, rows, address, model_format(model, "%s", base_name(file)), (uint32_t)number);
    }
}

static void read_units(struct model *model, struct rows *rows) {
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory((char *)model->file, model->file_bytes);
    Dwarf *dwarf = elf ? dwarf_begin_elf(elf, DWARF_C_READ, nullptr) : nullptr;
    Dwarf_Off offset = 0, next;
    size_t header_bytes;
    while (dwarf && dwarf_nextcu(dwarf, offset, &next, &header_bytes, nullptr, nullptr, nullptr) == 0) {
        Dwarf_Die unit;
        if (dwarf_offdie(dwarf, offset + header_bytes, &unit)) {
            read_unit(model, rows, &unit);
        }
        offset = next;
    }
    if (dwarf) {
        dwarf_end(dwarf);
    }
    if (elf) {
        elf_end(elf);
    }
}

static int compare_rows(const void *left, const void *right) {
    const struct line_row *a = left, *b = right;
    if (a->address != b->address) {
        return (a->address > b->address) - (a->address < b->address);
    }
    int files = strcmp(a->file, b->file);
    return files != 0 ? files : (a->line > b->line) - (a->line < b->line);
}

static const struct line_row *row_at(const struct line_row *rows, size_t count, uint32_t address) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].address <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low ? &rows[low - 1] : nullptr;
}

/* Add a row for each trap that a conditional branch leads to. rows[0..sorted) are in order. */
static void add_pads(struct model *model, struct rows *rows, size_t sorted) {
    const uint32_t start = (uint32_t)model->text.address, size = (uint32_t)model->text.size;
    struct instruction instruction, pad;
    for (uint32_t at = 0; at < size; at += instruction.length) {
        if (!decode_instruction(model->text.bytes + at, size - at, start + at, &instruction)) {
            instruction.length = 1; /* not ours to judge: the verifier names the place */
            continue;
        }
        uint32_t target = instruction.target - start;
        if (instruction.operation != OP_JCC || target >= size ||
            !decode_instruction(model->text.bytes + target, size - target, instruction.target, &pad) ||
            (pad.operation != OP_UD1 && pad.operation != OP_UD2)) {
            continue;
        }
        const struct line_row *row = row_at(rows->row, sorted, start + at);
        if (row) {
            add_row(model, rows, instruction.target, row->file, row->line);
        }
    }
}

/* One row an address, and none that only repeats the one before. */
static size_t merge_rows(struct line_row *rows, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && rows[kept - 1].address == rows[i].address) {
            rows[kept - 1] = rows[i];
        } else if (kept == 0 || rows[kept - 1].line != rows[i].line ||
                   strcmp(rows[kept - 1].file, rows[i].file) != 0) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

void model_read_lines(struct model *model) {
    struct rows rows = {0};
    read_units(model, &rows);
    if (rows.count == 0) {
        return;
    }
    qsort(rows.row, rows.count, sizeof *rows.row, compare_rows);
    size_t sorted = rows.count;
    add_pads(model, &rows, sorted);
    qsort(rows.row, rows.count, sizeof *rows.row, compare_rows);
    model->lines = rows.row;
    model->line_count = merge_rows(rows.row, rows.count);
}
