"""Reads and edits .vx files for the tests: ELF headers, the .vouch.* tables and the hints, by name.

A path names a field as the headers spell it: `types[0].size`, `manifest.entry`, `segments[2].flags`,
`sections[.vouch.types].offset`, `functions[f].start`, `hints[f][0].registers[rdi].constant`. Entries of tables
have numbers; a function, global or import also its name: `functions[f]`, `globals[table]`, `imports[close]`, and what
they refer to: `signature_of[f]`, `parameters_of[f][1]`, `frames_of[f][0]`, `type_of[table]`. Structs are edited in
place; hints are decoded, edited as Python values, encoded again and put at the end of the file, so their size may
change.
"""

import ast
import copy
import pathlib
import re
import struct
import sys

ELF_HEADER = [("ident", "16s"), ("type", "H"), ("machine", "H"), ("version", "I"), ("entry", "Q"), ("phoff", "Q"),
              ("shoff", "Q"), ("flags", "I"), ("ehsize", "H"), ("phentsize", "H"), ("phnum", "H"),
              ("shentsize", "H"), ("shnum", "H"), ("shstrndx", "H")]
SEGMENT = [("type", "I"), ("flags", "I"), ("offset", "Q"), ("vaddr", "Q"), ("paddr", "Q"), ("filesz", "Q"),
           ("memsz", "Q"), ("align", "Q")]
SECTION = [("name", "I"), ("type", "I"), ("flags", "Q"), ("addr", "Q"), ("offset", "Q"), ("size", "Q"),
           ("link", "I"), ("info", "I"), ("addralign", "Q"), ("entsize", "Q")]
TABLES = {
    "manifest": [("magic", "I"), ("version", "I"), ("name", "32s"), ("entry", "I"), ("import_address", "I"),
                 ("stack_bytes", "Q"), ("heap_bytes", "Q")],
    "types": [("kind", "I"), ("align", "I"), ("size", "Q"), ("first_slot", "I"), ("slot_count", "I")],
    "slots": [("offset", "I"), ("stride", "I"), ("count", "I"), ("kind", "B"), ("flags", "B"), ("reserved", "H"),
              ("type", "I")],
    "signatures": [("first_parameter", "I"), ("parameter_count", "H"), ("reserved", "H"),
                   ("result_kind", "B"), ("result_width", "B"), ("result_flags", "B"), ("result_count", "B"),
                   ("result_type", "I")],
    "parameters": [("kind", "B"), ("width", "B"), ("flags", "B"), ("count", "B"), ("type", "I")],
    "functions": [("start", "I"), ("end", "I"), ("signature", "I"), ("first_frame_object", "I"),
                  ("frame_object_count", "I"), ("hint_offset", "I"), ("hint_bytes", "I"), ("name", "I")],
    "frames": [("offset", "i"), ("type", "I"), ("count", "I")],
    "globals": [("address", "I"), ("type", "I"), ("count", "I"), ("flags", "I")],
    "relocations": [("address", "I"), ("target", "I")],
    "imports": [("name", "32s"), ("signature", "I"), ("reserved", "I")],
    "lines": [("address", "I"), ("file", "I"), ("line", "I")],
}
REGISTERS = "rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split()
VALUE_KINDS = "integer symbol form entry object global frame bytes".split()
MAXIMA = [2**64 - 1, None, 2**32 - 1, 2**40]  # of a symbol, by their number in its tag; None: given
LIFETIMES = "frame borrowed returnable storable".split()
OBJECT_KINDS = "memory any function exact".split()
SLOT_0 = 252 * 1024 // 8  # the return address's
SAVED, XMM, COMMON, DEPTH, ANY, SYMBOLS, OBJECTS = 4, 2, 8, 16, 32, 64, 128  # flags of a hint


class View:
    """One struct in the file; reads and writes go to the bytes."""

    def __init__(self, data, offset, fields):
        self.data, self.offset, self.fields = data, offset, {}
        for name, code in fields:
            self.fields[name] = (offset, "<" + code)
            offset += struct.calcsize("<" + code)
        self.size = offset - self.offset

    def __getitem__(self, name):
        offset, code = self.fields[name]
        return struct.unpack_from(code, self.data, offset)[0]

    def __setitem__(self, name, value):
        offset, code = self.fields[name]
        if isinstance(value, int):
            bits = 8 * struct.calcsize(code)
            value &= (1 << bits) - 1
            if code[-1] == "i" and value >> (bits - 1):
                value -= 1 << bits
        elif isinstance(value, str):
            value = value.encode("latin-1")
        struct.pack_into(code, self.data, offset, value)


class Reader:
    def __init__(self, data):
        self.data, self.position = data, 0

    def byte(self):
        self.position += 1
        return self.data[self.position - 1]

    def word(self):
        return self.byte() | self.byte() << 8

    def unsigned(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def signed(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if byte & 0x40 else value

    def done(self):
        return self.position == len(self.data)


def encode_unsigned(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def encode_signed(value):
    out = bytearray()
    while not -64 <= value < 64:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value & 0x7F)
    return bytes(out)


def read_term(reader):
    code = reader.unsigned()
    return [code >> 3, reader.unsigned() if code & 7 == 4 else 1 << (code & 7)]


def encode_term(term):
    symbol, scale = term
    if scale in (1, 2, 4, 8):
        return encode_unsigned(symbol << 3 | scale.bit_length() - 1)
    return encode_unsigned(symbol << 3 | 4) + encode_unsigned(scale)


def read_form(reader, tag):
    terms = [read_term(reader) for _ in range(tag >> 3 & 3)]
    return {"terms": terms, "constant": reader.signed() if tag & 32 else 0}


def encode_form(form):
    body = b"".join(map(encode_term, form["terms"]))
    constant = form["constant"]
    tag = len(form["terms"]) << 3 | (32 if constant else 0)
    return tag, body + (encode_signed(constant) if constant else b"")


def read_value(reader):
    tag = reader.byte()
    kind = VALUE_KINDS[tag & 7]
    if kind == "symbol":
        return {"kind": "form", "low32": 0, "terms": [[tag >> 3, 1]], "constant": 0}
    if kind == "entry":
        return {"kind": "return"} if tag >> 3 == 16 else {"kind": "saved", "register": tag >> 3}
    value = {"kind": kind, "low32": tag >> 6 & 3 if kind == "form" else 0}  # 3: lower half of a slot
    if kind == "bytes":
        value["mask"] = reader.byte()
    elif kind != "integer":
        if kind in ("object", "global"):
            value["index"] = tag >> 6 if tag >> 6 < 3 else 3 + reader.unsigned()
        value.update(read_form(reader, tag))
    return value


def encode_value(value):
    kind = value["kind"]
    if kind in ("saved", "return"):
        return bytes([3 | (16 if kind == "return" else value["register"]) << 3])
    tag = VALUE_KINDS.index(kind) | value.get("low32", 0) << 6
    if kind == "bytes":
        return bytes([tag, value["mask"]])
    if kind == "integer":
        return bytes([tag])
    index = b""
    if kind in ("object", "global"):
        tag |= min(value["index"], 3) << 6
        index = encode_unsigned(value["index"] - 3) if value["index"] >= 3 else b""
    form_tag, body = encode_form(value)
    if kind == "form" and not tag & 64 and not value["constant"] and len(value["terms"]) == 1:
        (symbol, scale), = value["terms"]
        if scale == 1 and symbol < 32:
            return bytes([1 | symbol << 3])
    return bytes([tag | form_tag]) + index + body


def read_symbol(reader):
    tag = reader.byte()
    symbol = {"min": reader.unsigned() if tag & 1 else 0, "max": MAXIMA[tag >> 1 & 3]}
    if symbol["max"] is None:
        symbol["max"] = reader.unsigned()
    symbol["bounds"] = []
    for _ in range(tag >> 3 & 7):
        other, scale = read_term(reader)
        symbol["bounds"].append({"symbol": other, "scale": scale, "constant": reader.signed(),
                                 "multiple": reader.unsigned() if tag & 128 else 1})
    if tag & 64:
        symbol["minuend"] = read_form(reader, reader.byte())
        symbol["subtrahend"] = read_form(reader, reader.byte())
    return symbol


def encode_symbol(symbol):
    which = MAXIMA.index(symbol["max"]) if symbol["max"] in MAXIMA else 1
    tag, body = len(symbol["bounds"]) << 3 | which << 1, b""
    multiples = any(bound.get("multiple", 1) != 1 for bound in symbol["bounds"])
    tag |= 128 if multiples else 0
    if symbol["min"] != 0:
        tag, body = tag | 1, body + encode_unsigned(symbol["min"])
    if which == 1:
        body += encode_unsigned(symbol["max"])
    for bound in symbol["bounds"]:
        body += encode_term([bound["symbol"], bound["scale"]]) + encode_signed(bound["constant"])
        body += encode_unsigned(bound.get("multiple", 1)) if multiples else b""
    if "minuend" in symbol:
        tag |= 64
        for part in ("minuend", "subtrahend"):
            form_tag, form = encode_form(symbol[part])
            body += bytes([form_tag]) + form
    return bytes([tag]) + body


def read_object(reader, listed=()):
    code = reader.byte()
    if code & 128:
        return dict(listed[code & 127])
    result = {"flags": code & 11, "lifetime": LIFETIMES[code >> 5 & 3], "extent": 0}
    if code & 4:
        what = reader.unsigned()
        kind, result["type"] = what & 7, what >> 3
        result["kind"] = OBJECT_KINDS[kind if kind < 4 else 0]
        result["flags"] |= 4 if kind in (1, 3, 4) else 0
    if code & 8:
        result["symbol"], result["scale"] = read_term(reader)
    if code & 16:
        result["extent"] = reader.unsigned()
    return result


def encode_object(item):
    """Flags: 1 writable, 2 nullable, 4 header, 8 an extent of `scale` times `symbol`. Without `kind`: plain data."""
    if "listed" in item:  # as a common object, of which `encode` writes none
        return bytes([128 | item["listed"]])
    code = item["flags"] & 11 | LIFETIMES.index(item.get("lifetime", "frame")) << 5
    body = b""
    if "kind" in item:
        code |= 4
        kind = OBJECT_KINDS.index(item["kind"])
        what = item.get("what", 4 if kind == 0 and item["flags"] & 4 else kind)  # "memory" with header is 4
        body += encode_unsigned(item.get("type", 0) << 3 | what)
    if item["flags"] & 8:
        body += encode_term([item["symbol"], item["scale"]])
    if item["extent"]:
        code |= 16
        body += encode_unsigned(item["extent"])
    return bytes([code]) + body


def decode_body(body, common_depth, common_saved, common, listed):
    """A hint as Python values. Common slots are put among its own: `encode` finds them again."""
    reader = Reader(body)
    flags = reader.byte()
    hint = {"flags": flags & ~(SAVED | DEPTH | ANY | COMMON | SYMBOLS | OBJECTS)}
    hint["depth"] = reader.unsigned() if flags & DEPTH else common_depth
    hint["saved"] = reader.byte() if flags & SAVED else common_saved
    hint["xmm"] = reader.word() if flags & XMM else 0
    mask = reader.unsigned() if flags & COMMON else (1 << len(common)) - 1
    hint["slots"] = {slot: dict(value) for i, (slot, value) in enumerate(common) if mask >> i & 1}
    mask = reader.unsigned() if flags & ANY else 0
    hint["registers"] = {name: {"kind": "integer"} for i, name in enumerate(REGISTERS) if mask >> i & 1}
    hint["symbols"] = [None] + [read_symbol(reader) for _ in range(reader.unsigned() if flags & SYMBOLS else 0)]
    count = reader.unsigned() if flags & OBJECTS else 0
    hint["published"] = reader.unsigned() if count & 1 else 0
    hint["objects"] = [read_object(reader, listed) for _ in range(count >> 2)]
    index = 0
    for _ in range(reader.unsigned() if count & 2 else 0):
        index += reader.unsigned()
        hint["objects"][index]["guard"] = reader.unsigned()
    location, lowest = 0, SLOT_0 - (hint["depth"] + 7) // 8
    while not reader.done():
        code = reader.byte()
        location += (code & 31) + (reader.unsigned() if code & 31 == 31 else 0)
        value = read_value(reader) if code < 32 else \
            {"kind": "form", "low32": 0, "terms": [[(code >> 5) - 3, 1]], "constant": 0} if code >= 128 else \
            {"kind": "object", "low32": 0, "index": (code >> 5) - 1, "terms": [], "constant": 0}
        if location < 16:
            hint["registers"][REGISTERS[location]] = value
        else:
            hint["slots"][location - 16 + lowest] = value
    return hint


def encode_claim(distance, value):
    """A location and its value. Whatever a short form says is written in it."""
    short, kind = 0, value["kind"]
    if kind in ("form", "object") and not value.get("low32") and value.get("constant") == 0:
        terms = value.get("terms")
        if kind == "object" and not terms and value["index"] < 3:
            short = value["index"] + 1
        if kind == "form" and len(terms) == 1 and terms[0][1] == 1 and 0 < terms[0][0] < 5:
            short = terms[0][0] + 3
    near = min(distance, 31)
    return bytes([short << 5 | near]) + (encode_unsigned(distance - near) if near == 31 else b"") + \
        (b"" if short else encode_value(value))


def encode_hint(hint, common_depth, common_saved, common):
    if "back" in hint:  # the same body as that many hints before
        return encode_unsigned(hint["delta"]) + encode_unsigned(2 * hint["back"] + 1)
    used = [i for i, (slot, value) in enumerate(common) if hint["slots"].get(slot) == value]
    slots = {slot: value for slot, value in hint["slots"].items() if slot not in [common[i][0] for i in used]}
    plain = [i for i, name in enumerate(REGISTERS) if hint["registers"].get(name) == {"kind": "integer"}]
    flags = hint["flags"] | (DEPTH if hint["depth"] != common_depth else 0)
    flags |= (SAVED if hint["saved"] != common_saved else 0)
    flags |= (COMMON if "common_mask" in hint or len(used) != len(common) else 0)
    flags |= (ANY if plain else 0) | (SYMBOLS if len(hint["symbols"]) > 1 else 0)
    flags |= OBJECTS if hint["objects"] or hint["published"] else 0
    body = bytes([flags])
    if flags & DEPTH:
        body += encode_unsigned(hint["depth"])
    if flags & SAVED:
        body += bytes([hint["saved"]])
    if flags & XMM:
        body += struct.pack("<H", hint["xmm"])
    if flags & COMMON:
        body += encode_unsigned(hint.get("common_mask", sum(1 << i for i in used)))
    if flags & ANY:
        body += encode_unsigned(sum(1 << i for i in plain))
    if flags & SYMBOLS:
        body += encode_unsigned(len(hint["symbols"]) - 1) + b"".join(map(encode_symbol, hint["symbols"][1:]))
    if flags & OBJECTS:
        published = encode_unsigned(hint["published"]) if hint["published"] else b""
        guards = [i for i, item in enumerate(hint["objects"]) if "guard" in item]
        body += encode_unsigned(len(hint["objects"]) << 2 | bool(guards) << 1 | bool(published)) + published
        body += b"".join(map(encode_object, hint["objects"]))
        body += encode_unsigned(len(guards)) if guards else b""
        for before, i in zip([0] + guards, guards):
            body += encode_unsigned(i - before) + encode_unsigned(hint["objects"][i]["guard"])
    lowest, last = SLOT_0 - (hint["depth"] + 7) // 8, 0
    values = {i: hint["registers"][name] for i, name in enumerate(REGISTERS)
              if name in hint["registers"] and i not in plain}
    values.update((slot - lowest + 16, value) for slot, value in slots.items() if slot >= lowest)
    for location in sorted(values):
        body += encode_claim(location - last, values[location])
        last = location
    body += hint.get("tail", b"")
    return encode_unsigned(hint["delta"]) + encode_unsigned(2 * hint.get("body_bytes", len(body))) + body


def read_common(reader):
    """The slots that hold the same in several hints, as pairs of slot and value."""
    slot, common = SLOT_0, []
    for _ in range(reader.unsigned()):
        code = reader.unsigned()
        slot, what = slot - (code >> 5), code & 31
        value = {"kind": "saved", "register": what} if what < 16 else {"kind": "return"} if what == 16 else \
            {"kind": "integer", "low32": 0} if what == 17 else {"kind": "bytes", "low32": 0, "mask": reader.byte()}
        common.append([slot, value])
    return common


def encode_common(common):
    out, last = encode_unsigned(len(common)), SLOT_0
    for slot, value in common:
        kind = value["kind"]
        what = value["register"] if kind == "saved" else {"return": 16, "integer": 17, "bytes": 18}[kind]
        out += encode_unsigned(last - slot << 5 | what) + (bytes([value["mask"]]) if kind == "bytes" else b"")
        last = slot
    return out


class Hints:
    """One function's hints: `depth` and `saved` registers that most have, `common` slots, and a list of hints, by
    number. Common objects (`listed`) are read as if they were declared in the hints, and only new ones are written."""

    def __init__(self, data):
        reader = Reader(data)
        self.empty = not data
        self.depth = reader.unsigned() if data else 0
        self.saved = reader.byte() if data else 0
        self.common = read_common(reader) if data else []
        listed = [read_object(reader) for _ in range(reader.unsigned() if self.saved & 64 else 0)]
        self.saved &= 63
        self.items, self.listed, bodies = [], [], []
        while not reader.done():
            delta, size = reader.unsigned(), reader.unsigned()
            if size & 1:
                bodies.append(bodies[-(size >> 1)])
            else:
                bodies.append(bytes(reader.data[reader.position:reader.position + (size >> 1)]))
                reader.position += size >> 1
            body = decode_body(bodies[-1], self.depth, self.saved, self.common, listed)
            self.items.append({"delta": delta, **body})

    def __getitem__(self, key):
        return getattr(self, key) if key in ("common", "listed", "saved") else self.items[int(key)]

    def __setitem__(self, key, value):
        setattr(self, key, value)

    def insert(self, key, hint):
        self.items.insert(key, hint)

    def __delitem__(self, key):
        del self.items[int(key)]

    def encode(self):
        if self.empty and not self.items:
            return b""
        items = (encode_hint(hint, self.depth, self.saved, self.common) for hint in self.items)
        listed = encode_unsigned(len(self.listed)) if self.listed else b""
        return encode_unsigned(self.depth) + bytes([self.saved | (64 if self.listed else 0)]) \
            + encode_common(self.common) + listed + b"".join(map(encode_object, self.listed)) + b"".join(items)


class Image:
    def __init__(self, data):
        self.data = bytearray(data)
        self.hints = None

    def elf(self):
        return View(self.data, 0, ELF_HEADER)

    def segments(self):
        elf = self.elf()
        return [View(self.data, elf["phoff"] + 56 * i, SEGMENT) for i in range(elf["phnum"])]

    def sections(self):
        elf = self.elf()
        views = [View(self.data, elf["shoff"] + 64 * i, SECTION) for i in range(elf["shnum"])]
        names = views[elf["shstrndx"]]["offset"]
        return {self.string(names + view["name"]): view for view in views}

    def string(self, offset):
        return self.data[offset:self.data.index(0, offset)].decode("latin-1")

    def section_bytes(self, name):
        section = self.sections()[name]
        return bytes(self.data[section["offset"]:section["offset"] + section["size"]])

    def table(self, name):
        section, fields = self.sections()[".vouch." + name], TABLES[name]
        size = struct.calcsize("<" + "".join(code for _, code in fields))
        return [View(self.data, section["offset"] + size * i, fields) for i in range(section["size"] // size)]

    def functions(self):
        """Functions by name."""
        names = self.sections()[".vouch.names"]["offset"]
        return {self.string(names + f["name"]): f for f in self.table("functions")}

    def globals(self):
        """Globals by name, from the symbol table."""
        sections = self.sections()
        symbols, names = sections[".symtab"], sections[".strtab"]["offset"]
        by_address = {view["address"]: view for view in self.table("globals")}
        result = {}
        for offset in range(symbols["offset"], symbols["offset"] + symbols["size"], 24):
            name, address = struct.unpack_from("<I4xQ", self.data, offset)
            if address in by_address:
                result[self.string(names + name)] = by_address[address]
        return result

    def imports(self):
        return {view["name"].rstrip(b"\0").decode(): view for view in self.table("imports")}

    def signature_of(self, name):
        owner = self.functions().get(name) or self.imports()[name]
        return self.table("signatures")[owner["signature"]]

    def parameters_of(self, name):
        signature = self.signature_of(name)
        first = signature["first_parameter"]
        return self.table("parameters")[first:first + signature["parameter_count"]]

    def frames_of(self, name):
        function = self.functions()[name]
        first = function["first_frame_object"]
        return self.table("frames")[first:first + function["frame_object_count"]]

    def type_of(self, name):
        return self.table("types")[self.globals()[name]["type"]]

    def decode_hints(self):
        if self.hints is None:
            data = self.section_bytes(".vouch.hints")
            self.hints = {name: Hints(data[f["hint_offset"]:f["hint_offset"] + f["hint_bytes"]])
                          for name, f in self.functions().items()}
        return self.hints

    def encode_hints(self):
        """Put the decoded hints, edited or not, back: at the end of the file, in the functions' order."""
        if self.hints is None:
            return
        out = bytearray()
        for name, function in self.functions().items():
            encoded = self.hints[name].encode()
            function["hint_offset"], function["hint_bytes"] = len(out), len(encoded)
            out += encoded
        self.data += bytes(-len(self.data) % 8)
        section = self.sections()[".vouch.hints"]
        section["offset"], section["size"] = len(self.data), len(out)
        self.data += out + bytes(-len(out) % 8)
        self.hints = None

    def bytes_at(self, address):
        """File offset of an address of the image."""
        for segment in self.segments():
            if segment["vaddr"] <= address < segment["vaddr"] + segment["filesz"]:
                return address - segment["vaddr"] + segment["offset"]
        raise KeyError(hex(address))

    def resolve(self, path):
        """(container, key) of a path, so that container[key] reads and writes it."""
        keys = [a or b for a, b in re.findall(r"([A-Za-z_]\w*)|\[([^\]]*)\]", path)]
        root = keys.pop(0)
        if root == "manifest":
            node = self.table("manifest")[0]
        elif root == "hints":
            node = self.decode_hints()
        elif root in ("signature_of", "parameters_of", "frames_of", "type_of"):
            node = getattr(self, root)(keys.pop(0))
        elif root in ("elf", "sections", "segments"):
            node = getattr(self, root)()
        elif root in ("functions", "globals", "imports") and not keys[0].isdigit():
            node = getattr(self, root)()
        else:
            node = self.table(root)
        for i, key in enumerate(keys):
            if isinstance(node, list) or (isinstance(node, dict) and key.isdigit()):
                key = int(key)
            if i == len(keys) - 1:
                return node, key
            node = node[key]
        raise KeyError(path)

    def edit(self, line):
        """One line of a patch: its verb (set, add, push, double, fill, repeat, copy, delete, rename, truncate, append, bytes) and the rest."""
        verb, _, rest = line.partition(" ")
        if verb in ("set", "add"):
            path, value = re.split(r"\s*=\s*", rest, maxsplit=1)
            container, key = self.resolve(path)
            value = self.value(value)
            container[key] = container[key] + value if verb == "add" else value
        elif verb == "push":  # push LIST = VALUE
            path, value = re.split(r"\s*=\s*", rest, maxsplit=1)
            container, key = self.resolve(path)
            container[key].append(self.value(value))
        elif verb == "double":  # an entry of a list occurs twice
            container, key = self.resolve(rest)
            container.insert(int(key), copy.deepcopy(container[key]))
        elif verb == "fill":  # fill MAP FROM TO = VALUE
            path, first, last, value = re.match(r"(\S+) (\d+) (\d+) = (.*)", rest).groups()
            container, key = self.resolve(path)
            container[key].update((number, self.value(value)) for number in range(int(first), int(last)))
        elif verb == "repeat":  # every hint of a function repeats its first
            container, key = self.resolve(rest)
            for hint in container[key].items[1:]:
                hint["back"] = 1
        elif verb == "copy":
            to, source = re.split(r"\s*=\s*", rest, maxsplit=1)
            container, key = self.resolve(source)
            target, target_key = self.resolve(to)
            target[target_key] = container[key]
        elif verb == "delete":
            container, key = self.resolve(rest)
            del container[key]
        elif verb == "rename":
            old, new = rest.split()
            elf = self.elf()
            names = list(self.sections().values())[elf["shstrndx"]]["offset"]
            at = names + self.sections()[old]["name"]
            self.data[at:at + len(old) + 1] = new.encode().ljust(len(old), b"_")[:len(old)] + b"\0"
        elif verb == "truncate":
            del self.data[self.value(rest):]
        elif verb == "append":
            self.data += bytes(self.value(rest))
        elif verb == "bytes":  # bytes ADDRESS = b'...'
            address, value = re.split(r"\s*=\s*", rest, maxsplit=1)
            offset, value = self.bytes_at(self.value(address)), ast.literal_eval(value)
            self.data[offset:offset + len(value)] = value
        else:
            raise ValueError("unknown edit: " + line)

    def value(self, text):
        """A Python literal, or a sum of numbers and paths."""
        text = text.strip()
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError):
            pass
        total = 0
        for part in text.split(" + "):
            part = part.strip()
            if re.fullmatch(r"-?(0x)?[0-9a-fA-F]+", part):
                total += int(part, 0)
            elif part == "file.size":
                total += len(self.data)
            else:
                container, key = self.resolve(part)
                total += container[key]
        return total

    def finish(self):
        self.encode_hints()
        return bytes(self.data)


def patched(data, edits):
    image = Image(data)
    for line in edits:
        image.edit(line)
    return image.finish()


def main():
    """vx.py IN.vx OUT.vx EDIT...: a copy of a .vx file with edits."""
    if len(sys.argv) < 4:
        raise SystemExit(main.__doc__)
    data = pathlib.Path(sys.argv[1]).read_bytes()
    pathlib.Path(sys.argv[2]).write_bytes(patched(data, sys.argv[3:]))


if __name__ == "__main__":
    main()
