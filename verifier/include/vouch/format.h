/* The .vx file format: what vcc writes and the verifier reads.
 *
 * A .vx file is a little-endian ELF64 ET_DYN x86-64 file, so objdump, gdb and readelf understand it.
 * Exactly three program headers, all PT_LOAD, in this order: text (R+X), rodata (R), data (R+W).
 * Each starts on a page, rodata directly after text's last page, data directly after rodata's last
 * page; only data may be larger in memory than in the file (bss). Addresses in the tables below are
 * relative to the image (the ELF's own virtual addresses, text first, at VX_TEXT_ADDRESS).
 * No segment is both writable and executable. Code reaches data by RIP-relative addressing, so
 * there are no relocations.
 *
 * The tables live in non-allocated sections named .vouch.*; each is a flat array of one of the
 * structs below, whose byte size must be a whole multiple of that struct. Nothing in a table is
 * trusted: every index, offset and size is checked before it is used. */
#ifndef VOUCH_FORMAT_H
#define VOUCH_FORMAT_H

#include <stdint.h>

#define VX_MAGIC 0x31584356u /* "VCX1" */
#define VX_FORMAT_VERSION 1u
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
#define VX_PARAMETERS_MAX 32u /* per signature */
#define VX_NAME_BYTES 32u     /* program and service names, NUL padded, last byte NUL */

#define VX_SECTION_MANIFEST ".vouch.manifest"     /* one struct vx_manifest */
#define VX_SECTION_TYPES ".vouch.types"           /* struct vx_type[] */
#define VX_SECTION_SIGNATURES ".vouch.signatures" /* struct vx_signature[] */
#define VX_SECTION_PARAMETERS ".vouch.parameters" /* struct vx_parameter[] */
#define VX_SECTION_FUNCTIONS ".vouch.functions"   /* struct vx_function[], ascending, tiling text */
#define VX_SECTION_FRAMES ".vouch.frames"         /* struct vx_frame_object[] */
#define VX_SECTION_GLOBALS ".vouch.globals"       /* struct vx_global[], ascending */
#define VX_SECTION_IMPORTS ".vouch.imports"       /* struct vx_import[] */
#define VX_SECTION_HINTS ".vouch.hints"           /* bytes; see verifier/hints.h */
#define VX_SECTION_NAMES ".vouch.names"           /* NUL-terminated strings, for messages only */
#define VX_SECTION_LINES ".vouch.lines"           /* struct vx_line[], for messages only */

struct vx_manifest {
    uint32_t magic;   /* VX_MAGIC */
    uint32_t version; /* VX_FORMAT_VERSION, exactly */
    char name[VX_NAME_BYTES];
    uint32_t entry;          /* index into functions; its signature is int (void) */
    uint32_t import_address; /* the import table: 8 bytes an import, zero in the file, 8-aligned, in rodata,
                                overlapping no global; the loader writes the services' addresses there */
    uint64_t stack_bytes;    /* multiple of VX_PAGE_SIZE, VX_STACK_BYTES_MIN..MAX */
    uint64_t reserved;       /* 0 */
};

/* An object's type. Kinds that hold pointers are reserved: an image that uses one is rejected. */
enum vx_type_kind {
    VX_TYPE_DATA = 1, /* plain data: any bytes, no pointer in it */
    VX_TYPE_RESERVED_STRUCT = 2,
    VX_TYPE_RESERVED_ARRAY = 3,
    VX_TYPE_RESERVED_CONTRACT = 4,
    VX_TYPE_RESERVED_ENDPOINT = 5,
    VX_TYPE_RESERVED_EXCHANGE = 6,
    VX_TYPE_RESERVED_DEVICE = 7,
};

struct vx_type {
    uint32_t kind;  /* enum vx_type_kind */
    uint32_t align; /* a power of two, 1..16 */
    uint64_t size;  /* bytes, 1..VX_OBJECT_SIZE_MAX, a multiple of align */
};

/* How a parameter or result is passed. Registers and stack slots follow from the order, as in the
 * System V AMD64 ABI: integers and pointers in rdi rsi rdx rcx r8 r9, floats in xmm0..7, the rest in
 * 8-byte stack slots from entry rsp + 8 on. */
enum vx_parameter_kind {
    VX_VOID = 0,    /* results only */
    VX_INTEGER = 1, /* width 1, 2, 4 or 8 bytes; only the low bits are meaningful */
    VX_FLOAT = 2,   /* width 4 or 8 bytes */
    VX_ONE = 3,     /* null, or a reference to at least one object of `type` (parameters only) */
    VX_COUNTED = 4, /* a reference to at least n elements of `type` (or null if n is 0), where n is
                       the value of parameter `count`, an integer of width 8 (0..VX_OBJECT_SIZE_MAX /
                       size) or 4 (0..min(VX_COUNT32_MAX, the same)) (parameters only) */
    VX_RESERVED_ARRAY = 5,
    VX_RESERVED_ANY = 6,
    VX_RESERVED_FUNCTION = 7,
    VX_RESERVED_OWNED = 8,
    VX_RESERVED_ENDPOINT = 9,
};

#define VX_PARAMETER_WRITABLE 1u /* the callee may store through the reference */

struct vx_parameter {
    uint8_t kind;  /* enum vx_parameter_kind */
    uint8_t width; /* VX_INTEGER, VX_FLOAT; otherwise 0 */
    uint8_t flags; /* VX_PARAMETER_WRITABLE, on VX_ONE and VX_COUNTED only; other bits 0 */
    uint8_t count; /* VX_COUNTED: index of the count among the parameters; otherwise 0 */
    uint32_t type; /* VX_ONE, VX_COUNTED: index into types; otherwise 0 */
};

struct vx_signature {
    uint32_t first_parameter; /* index into parameters */
    uint16_t parameter_count; /* 0..VX_PARAMETERS_MAX */
    uint8_t result_kind;      /* VX_VOID, VX_INTEGER, VX_FLOAT */
    uint8_t result_width;     /* as for parameters; 0 for VX_VOID */
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
    int32_t offset; /* bytes from the entry rsp; negative */
    uint32_t type;
};

/* Writable if it lies in data, read-only if in rodata. Disjoint, aligned as its type says. */
struct vx_global {
    uint32_t address;
    uint32_t type;
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

#endif
