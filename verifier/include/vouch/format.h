/* The .vx file format: what vcc writes and the verifier reads.
 *
 * A .vx file is a little-endian ELF64 ET_DYN x86-64 file, so objdump, gdb and readelf understand it.
 * Exactly three program headers, all PT_LOAD, in this order: text (R+X), rodata (R), data (R+W).
 * Each starts on a page, rodata directly after text's last page, data directly after rodata's last
 * page; only data may be larger in memory than in the file (bss). Addresses in the tables below are
 * relative to the image (the ELF's own virtual addresses, text first, at VX_TEXT_ADDRESS).
 * No segment is both writable and executable. Code reaches data by RIP-relative addressing, so the only
 * relocations are those of declared pointer slots in globals (struct vx_relocation).
 *
 * The tables live in non-allocated sections named .vouch.*; each is a flat array of one of the
 * structs below, whose byte size must be a whole multiple of that struct. Nothing in a table is
 * trusted: every index, offset and size is checked before it is used. */
#ifndef VOUCH_FORMAT_H
#define VOUCH_FORMAT_H

#include <stdint.h>

#define VX_MAGIC 0x31584356u /* "VCX1" */
#define VX_FORMAT_VERSION 2u
#define VX_PAGE_SIZE 4096u
#define VX_TEXT_ADDRESS 0x10000u     /* virtual address of the text segment: the null guard lies below */
#define VX_FILE_SIZE_MAX (1u << 30)  /* bytes of a .vx file */
#define VX_IMAGE_SIZE_MAX (1u << 30) /* bytes, last address of data+bss less VX_TEXT_ADDRESS */
#define VX_NULL_GUARD_BYTES 65536u   /* the first and last bytes of the address space are never mapped */
#define VX_OBJECT_SIZE_MAX (1ull << 40)
#define VX_COUNT32_MAX 0x7fffffffull                     /* largest value of a 4-byte count parameter */
#define VX_STACK_GUARD_BYTES (256u << 10)                /* unmapped below every stack */
#define VX_FRAME_SIZE_MAX (VX_STACK_GUARD_BYTES - 4096u) /* lowest rsp of a function below its entry rsp */
#define VX_STACK_BYTES_MIN (64u << 10)
#define VX_STACK_BYTES_MAX (64u << 20)
#define VX_HEAP_BYTES_MAX (1ull << 36)
#define VX_PARAMETERS_MAX 32u         /* per signature */
#define VX_SLOT_RUNS_MAX 256u         /* per type */
#define VX_RECORD_SIZE_MAX (1u << 31) /* bytes of a type with slots */
#define VX_HEADER_BYTES 16u           /* struct vx_header */
#define VX_NAME_BYTES 32u             /* program and service names, NUL padded, last byte NUL */

#define VX_SECTION_MANIFEST ".vouch.manifest"       /* one struct vx_manifest */
#define VX_SECTION_TYPES ".vouch.types"             /* struct vx_type[] */
#define VX_SECTION_SLOTS ".vouch.slots"             /* struct vx_slot[] */
#define VX_SECTION_SIGNATURES ".vouch.signatures"   /* struct vx_signature[] */
#define VX_SECTION_PARAMETERS ".vouch.parameters"   /* struct vx_parameter[] */
#define VX_SECTION_FUNCTIONS ".vouch.functions"     /* struct vx_function[], ascending, tiling text */
#define VX_SECTION_FRAMES ".vouch.frames"           /* struct vx_frame_object[] */
#define VX_SECTION_GLOBALS ".vouch.globals"         /* struct vx_global[], ascending */
#define VX_SECTION_RELOCATIONS ".vouch.relocations" /* struct vx_relocation[], ascending */
#define VX_SECTION_IMPORTS ".vouch.imports"         /* struct vx_import[] */
#define VX_SECTION_HINTS ".vouch.hints"             /* bytes; see verifier/hints.h */
#define VX_SECTION_NAMES ".vouch.names"             /* NUL-terminated strings, for messages only */
#define VX_SECTION_LINES ".vouch.lines"             /* struct vx_line[], for messages only */

struct vx_manifest {
    uint32_t magic;   /* VX_MAGIC */
    uint32_t version; /* VX_FORMAT_VERSION, exactly */
    char name[VX_NAME_BYTES];
    uint32_t entry;          /* index into functions; its signature is int (void) */
    uint32_t import_address; /* the import table: 8 bytes an import, zero in the file, 8-aligned, in rodata,
                                overlapping no global; the loader writes the services' addresses there */
    uint64_t stack_bytes;    /* multiple of VX_PAGE_SIZE, VX_STACK_BYTES_MIN..MAX */
    uint64_t heap_bytes; /* most that live objects may take; multiple of VX_PAGE_SIZE, 0..VX_HEAP_BYTES_MAX */
};

/* The type of an object's elements. All memory is plain data but for the pointer slots that the type declares.
 * Kinds that channels will need are reserved: an image that uses one is rejected. */
enum vx_type_kind {
    VX_TYPE_DATA = 1,   /* no slots */
    VX_TYPE_RECORD = 2, /* with slots */
    VX_TYPE_RESERVED_CONTRACT = 3,
    VX_TYPE_RESERVED_ENDPOINT = 4,
    VX_TYPE_RESERVED_EXCHANGE = 5,
    VX_TYPE_RESERVED_DEVICE = 6,
};

struct vx_type {
    uint32_t kind;       /* enum vx_type_kind */
    uint32_t align;      /* a power of two, 1..16; at least 8 of a RECORD */
    uint64_t size;       /* bytes, a multiple of align, 1..VX_OBJECT_SIZE_MAX; RECORD: ..VX_RECORD_SIZE_MAX */
    uint32_t first_slot; /* index into slots; successive types use successive ranges */
    uint32_t slot_count; /* 0 of DATA; 1..VX_SLOT_RUNS_MAX of RECORD */
};

/* A run of equal pointer slots of 8 bytes: at offset + i * stride for i < count. The runs of a type ascend by
 * offset. Each begins behind the last byte of all before it; or it has the stride and count of the one before
 * it and the two, with all those that they are so joined to, lie within one stride (an array of structures). */
struct vx_slot {
    uint32_t offset;   /* a multiple of 8 */
    uint32_t stride;   /* a multiple of 8, at least 8; 8 if count is 1 */
    uint32_t count;    /* at least 1 */
    uint8_t kind;      /* VX_ONE, VX_ARRAY, VX_ANY or VX_FUNCTION */
    uint8_t flags;     /* VX_WRITABLE of ONE, ARRAY, ANY: what it points to may be stored to; other bits 0 */
    uint16_t reserved; /* 0 */
    uint32_t type;     /* ONE, ARRAY: index into types; FUNCTION: into signatures; ANY: 0 */
};

/* Stands in front of every heap object and of globals that have VX_GLOBAL_HEADER. Written by the allocator and
 * the loader alone; code may read `type` and `count`, whole. Objects lie on multiples of 16 on the heap, of 8
 * elsewhere. */
struct vx_header {
    uint32_t type;     /* index into types, of the elements */
    uint32_t reserved; /* 0 */
    uint64_t count;    /* elements, at least 1 */
};

/* How a parameter or result is passed, and what a slot holds. Registers and stack slots follow from the
 * order, as in the System V AMD64 ABI: integers and pointers in rdi rsi rdx rcx r8 r9, floats in xmm0..7, the
 * rest in 8-byte stack slots from entry rsp + 8 on; results in rax (and rdx) or xmm0. */
enum vx_parameter_kind {
    VX_VOID = 0,     /* results only */
    VX_INTEGER = 1,  /* width 1, 2, 4 or 8 bytes; only the low bits are meaningful */
    VX_FLOAT = 2,    /* width 4 or 8 bytes */
    VX_ONE = 3,      /* null, or a reference to at least one object of `type`, maybe inside a larger one */
    VX_COUNTED = 4,  /* a reference to at least n elements of `type` (or null if n is 0). Parameters: n is
                        the value of parameter `count`, an integer of width 8 (0..VX_OBJECT_SIZE_MAX /
                        size) or 4 (0..min(VX_COUNT32_MAX, the same)). Results: n is in rdx, 8 bytes.
                        Never a slot */
    VX_ARRAY = 5,    /* null, or the start of an object with header whose elements are of exactly `type` */
    VX_ANY = 6,      /* null, or the start of an object with header, of whatever type */
    VX_FUNCTION = 7, /* null, or the entry of a function with signature `type` */
    VX_TYPE = 8,     /* parameters of services only: a constant, an index into types; in 4 bytes */
    VX_RESERVED_OWNED = 9,
    VX_RESERVED_ENDPOINT = 10,
};

/* Of references. A parameter without VX_STORABLE is borrowed: the callee may use it and pass it on as borrowed,
 * but neither store it in memory nor, without VX_RETURNED, return it. The lifetime of a result is the weakest
 * among the arguments marked VX_RETURNED; storable without any. */
enum vx_flags {
    VX_WRITABLE = 1,    /* may be stored through */
    VX_STORABLE = 2,    /* parameters: the argument is storable (heap, global), the callee may keep it */
    VX_RETURNED = 4,    /* parameters: the result may refer to the same object */
    VX_INHERITS = 8,    /* results without VX_WRITABLE: writable if all arguments marked VX_RETURNED are */
    VX_OF_OPERAND = 16, /* services, ONE and ARRAY: `type` is the number of a VX_TYPE parameter */
    VX_INDEXED = 32,    /* ARRAY results: rdx holds an 8-byte integer beside it */
};

struct vx_parameter {
    uint8_t kind;  /* enum vx_parameter_kind */
    uint8_t width; /* VX_INTEGER, VX_FLOAT; otherwise 0 */
    uint8_t flags; /* of reference kinds; otherwise 0 */
    uint8_t count; /* VX_COUNTED parameters: index of the count among the parameters; otherwise 0 */
    uint32_t type; /* ONE, COUNTED, ARRAY: index into types; FUNCTION: into signatures; otherwise 0 */
};

struct vx_signature {
    uint32_t first_parameter; /* index into parameters */
    uint16_t parameter_count; /* 0..VX_PARAMETERS_MAX */
    uint16_t reserved;        /* 0 */
    struct vx_parameter result;
};

/* A function owns the bytes [start, end); its successor starts at `end`. */
struct vx_function {
    uint32_t start, end; /* addresses in text */
    uint32_t signature;
    uint32_t first_frame_object; /* index into frames */
    uint32_t frame_object_count;
    uint32_t hint_offset; /* bytes into hints; successive functions use successive ranges */
    uint32_t hint_bytes;
    uint32_t name; /* offset into names; VX_NO_NAME if none */
};
#define VX_NO_NAME 0xffffffffu

/* An addressable object in a frame (an array or an address-taken local). Objects of a function are in
 * ascending order and disjoint. All other frame bytes are slots that only constant offsets reach. */
struct vx_frame_object {
    int32_t offset; /* bytes from the entry rsp; negative; of a RECORD a multiple of 8 */
    uint32_t type;
    uint32_t count; /* elements, at least 1 */
};

/* An object of `count` elements. Writable if it lies in data, read-only if in rodata. Disjoint, aligned as its
 * type says. Pointer slots are zero in the file and filled by relocations only. */
struct vx_global {
    uint32_t address; /* of the first element */
    uint32_t type;
    uint32_t count; /* at least 1 */
    uint32_t flags; /* VX_GLOBAL_HEADER */
};
#define VX_GLOBAL_HEADER                                                                                     \
    1u /* the VX_HEADER_BYTES in front belong to it; the loader fills them, whatever the file says */

/* Fills one pointer slot of a global. The target suits the slot: ONE: an address inside a global from which on a
 * whole object of the slot's type lies; ARRAY, ANY: the address of a global with header, ARRAY of exactly the
 * slot's type; FUNCTION: the entry of a function of exactly its signature. Not rodata if the slot is writable. */
struct vx_relocation {
    uint32_t address; /* of the slot; ascending */
    uint32_t target;
};

/* Import i's address is in the 8 bytes at import_address + 8 * i; code calls through it, RIP-relative. */
struct vx_import {
    char name[VX_NAME_BYTES];
    uint32_t signature; /* must equal the kernel's for the service of that name */
    uint32_t reserved;  /* 0 */
};

struct vx_line {
    uint32_t address; /* of the first instruction of the row; ascending */
    uint32_t file;    /* offset into names */
    uint32_t line;
};

/* The section VX_SECTION_DEBUG_ADDRESSES of a file with DWARF, for debuggers only: where in its debug sections 8-byte
 * addresses of the image stand. The verifier does not read it. */
#define VX_SECTION_DEBUG_ADDRESSES ".debug_vouch_addresses"
struct vx_debug_address {
    uint32_t section; /* index of the section header */
    uint32_t offset;  /* in the section */
};

#endif
