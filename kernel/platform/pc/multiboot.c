/* The Multiboot2 information: memory map, modules, ACPI root pointer.
 *
 * First thing after the boot assembly, while the first 4 GiB are mapped one to one. The information is
 * copied into the kernel, since it lies in memory that the map calls available. Nothing in it is trusted to
 * be in range: every tag and every entry is checked against the size of what holds it. */
#include "pc.h"

#define INFORMATION_BYTES_MAX (64u << 10)
#define TAG_END 0u
#define TAG_MODULE 3u
#define TAG_MEMORY_MAP 6u
#define TAG_ACPI_OLD 14u
#define TAG_ACPI_NEW 15u
#define MEMORY_AVAILABLE 1u
#define MAPPED_LIMIT (4ull << 30)

struct tag {
    uint32_t type, size;
};
struct tag_module {
    struct tag tag;
    uint32_t start, end;
    char name[];
};
struct tag_memory_map {
    struct tag tag;
    uint32_t entry_size, entry_version;
};
struct memory_map_entry {
    uint64_t base, length;
    uint32_t type, reserved;
};

static _Alignas(8) uint8_t copy[INFORMATION_BYTES_MAX];

static const char *module_add(const struct tag_module *tag, struct multiboot_information *information) {
    if (tag->tag.size <= sizeof *tag) {
        return "Multiboot2: a module's tag is too short";
    }
    if (tag->name[tag->tag.size - sizeof *tag - 1] != '\0') {
        return "Multiboot2: a module's name has no end";
    }
    if (tag->end < tag->start) {
        return "Multiboot2: a module ends before it starts";
    }
    if (tag->start % PAGE_BYTES != 0) {
        return "Multiboot2: a module does not start on a page";
    }
    if (information->module_count == MULTIBOOT_MODULES_MAX) {
        return "Multiboot2: too many modules";
    }
    information->modules[information->module_count++] =
        (struct multiboot_module){.start = tag->start, .end = tag->end, .name = tag->name};
    return nullptr;
}

static const char *memory_map_add(const struct tag_memory_map *tag,
                                  struct multiboot_information *information) {
    if (tag->tag.size < sizeof *tag || tag->entry_size < sizeof(struct memory_map_entry) ||
        tag->entry_size % 8 != 0) {
        return "Multiboot2: the memory map is malformed";
    }
    const uint8_t *bytes = (const uint8_t *)tag;
    for (uint64_t at = sizeof *tag; at + tag->entry_size <= tag->tag.size; at += tag->entry_size) {
        const struct memory_map_entry *entry = (const struct memory_map_entry *)(bytes + at);
        if (entry->type != MEMORY_AVAILABLE || entry->base >= MEMORY_LIMIT) {
            continue;
        }
        uint64_t length = entry->length;
        if (length > MEMORY_LIMIT - entry->base) {
            length = MEMORY_LIMIT - entry->base;
        }
        uint64_t start = (entry->base + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1);
        uint64_t end = (entry->base + length) & ~(PAGE_BYTES - 1);
        if (start >= end) {
            continue;
        }
        if (information->available_count == MULTIBOOT_RANGES_MAX) {
            return "Multiboot2: too many ranges of memory";
        }
        information->available[information->available_count++] =
            (struct multiboot_range){.start = start, .end = end};
    }
    return nullptr;
}

static const char *tag_read(const struct tag *tag, struct multiboot_information *information) {
    switch (tag->type) {
    case TAG_MODULE:
        return module_add((const struct tag_module *)tag, information);
    case TAG_MEMORY_MAP:
        return memory_map_add((const struct tag_memory_map *)tag, information);
    case TAG_ACPI_OLD:
        if (information->rsdp != nullptr) {
            return nullptr; /* the newer one wins */
        }
        [[fallthrough]];
    case TAG_ACPI_NEW:
        information->rsdp = (const uint8_t *)(tag + 1);
        information->rsdp_bytes = tag->size - sizeof *tag;
        return nullptr;
    default:
        return nullptr;
    }
}

const char *multiboot_read(uint64_t address, struct multiboot_information *information) {
    *information = (struct multiboot_information){0};
    if (address == 0 || address % 8 != 0 || address > MAPPED_LIMIT - INFORMATION_BYTES_MAX) {
        return "Multiboot2: the information is out of reach";
    }
    const struct tag *head = (const struct tag *)address; /* `type` holds the total size here */
    uint32_t total = head->type;
    if (total < sizeof *head || total > INFORMATION_BYTES_MAX) {
        return "Multiboot2: the information has an unexpected size";
    }
    __builtin_memcpy(copy, head, total);
    for (uint32_t at = sizeof *head; total - at >= sizeof(struct tag);) {
        const struct tag *tag = (const struct tag *)(copy + at);
        if (tag->type == TAG_END) {
            return information->available_count == 0 ? "Multiboot2: there is no memory map" : nullptr;
        }
        if (tag->size < sizeof *tag || tag->size > total - at) {
            break;
        }
        const char *problem = tag_read(tag, information);
        if (problem != nullptr) {
            return problem;
        }
        uint32_t step = (tag->size + 7u) & ~7u;
        if (step > total - at) {
            break;
        }
        at += step;
    }
    return "Multiboot2: the information's tags are malformed";
}

const struct multiboot_module *multiboot_module_find(const struct multiboot_information *information,
                                                     const char *name) {
    for (size_t i = 0; i < information->module_count; i++) {
        const char *a = information->modules[i].name;
        const char *b = name;
        while (*a != '\0' && *a == *b) {
            a++;
            b++;
        }
        if (*a == *b) {
            return &information->modules[i];
        }
    }
    return nullptr;
}
