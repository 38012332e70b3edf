/* Modules as wholes: the LLVM context and target, bitcode, linking, the linkage that keeps LLVM's
 * whole-program passes from breaking the calling convention, the pipeline, and code generation. */
#include "lower_meta.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llvm-c/Analysis.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/BitWriter.h>
#include <llvm-c/Error.h>
#include <llvm-c/Linker.h>
#include <llvm-c/Support.h>
#include <llvm-c/Transforms/PassBuilder.h>

#define TRIPLE "x86_64-unknown-linux-gnu"
#define VERSION_NODE "vouch.version"
#define LEVEL_NODE "vouch.level"
/* Changes whenever objects of an older vcc would be lowered differently or linked wrongly. */
#define BITCODE_VERSION "vcc bitcode 2"

/* The last error that LLVM reported through the context's handler. */
static char diagnostic[1024];

static void remember_diagnostic(LLVMDiagnosticInfoRef info, void *state) {
    (void)state;
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    snprintf(diagnostic, sizeof diagnostic, "%s", text);
    LLVMDisposeMessage(text);
}

/* Takes an LLVM message and gives it back as a malloc'ed string. */
static char *take_message(char *message, const char *fallback) {
    char *text = string_printf("%s", message != NULL && message[0] != '\0' ? message
                                     : diagnostic[0] != '\0'               ? diagnostic
                                                                           : fallback);
    if (message != NULL)
        LLVMDisposeMessage(message);
    diagnostic[0] = '\0';
    return text;
}

static void set_options(void) {
    /* Tail merging would join stores through references of different functions' objects; stack colouring
     * would put two objects into one slot; two loads of different pointer slots would become one at a computed
     * offset, which is no longer one slot; what follows a call that does not return must be a trap. Many
     * instructions leave the upper part of a vector register as it was. LLVM clears the register first when
     * it was written fewer instructions ago than the clearance, for speed; with an endless one it always
     * does. The verifier does not let a program read what was in there before. A loop unrolled by an unknown count is
     * followed by one that counts down while its index counts up; nothing shows that the two meet. Loop strength
     * reduction biases indices and pointers. Of two conditions that are merged into one number nothing is learnt.
     * Between opaque checks straight-line code vectorises by gathering single bytes. */
    static const char *const options[] = {"vcc",
                                          "-enable-tail-merge=false",
                                          "-no-stack-coloring",
                                          "-sink-common-insts=false",
                                          "-trap-unreachable",
                                          "-partial-reg-update-clearance=1000000000",
                                          "-undef-reg-clearance=1000000000",
                                          "-unroll-runtime=false",
                                          "-disable-lsr",
                                          "-vectorize-slp=false",
                                          "-enable-epilogue-vectorization=false",
                                          "-x86-br-merging-base-cost=-1"};
    LLVMParseCommandLineOptions(sizeof options / sizeof options[0], options, NULL);
}

static LLVMTargetMachineRef create_machine(unsigned level) {
    static const LLVMCodeGenOptLevel levels[] = {LLVMCodeGenLevelNone, LLVMCodeGenLevelLess,
                                                 LLVMCodeGenLevelDefault, LLVMCodeGenLevelAggressive};
    char *message = NULL;
    LLVMTargetRef target;
    if (LLVMGetTargetFromTriple(TRIPLE, &target, &message)) {
        driver_error("%s", message);
        exit(1);
    }
    assert(level < 4);
    return LLVMCreateTargetMachine(target, TRIPLE, "x86-64", "", levels[level], LLVMRelocPIC,
                                   LLVMCodeModelSmall);
}

void lower_context_set_level(struct lower_context *context, unsigned level) {
    LLVMDisposeTargetMachine(context->machine);
    context->machine = create_machine(level);
    context->level = level;
}

struct lower_context *lower_context_create(unsigned level) {
    static bool is_set_up;
    if (!is_set_up) {
        LLVMInitializeX86TargetInfo();
        LLVMInitializeX86Target();
        LLVMInitializeX86TargetMC();
        LLVMInitializeX86AsmPrinter();
        LLVMInitializeX86AsmParser();
        set_options();
        is_set_up = true;
    }
    struct lower_context *context = memory_allocate(sizeof *context);
    context->machine = create_machine(level);
    context->level = level;
    context->layout = LLVMCreateTargetDataLayout(context->machine);
    LLVMContextRef llvm = context->llvm = LLVMContextCreate();
    LLVMContextSetDiagnosticHandler(llvm, remember_diagnostic, NULL);
    context->void_type = LLVMVoidTypeInContext(llvm);
    context->i1 = LLVMInt1TypeInContext(llvm);
    context->i8 = LLVMInt8TypeInContext(llvm);
    context->i32 = LLVMInt32TypeInContext(llvm);
    context->i64 = LLVMInt64TypeInContext(llvm);
    context->f32 = LLVMFloatTypeInContext(llvm);
    context->f64 = LLVMDoubleTypeInContext(llvm);
    context->ptr = LLVMPointerTypeInContext(llvm, 0);
    return context;
}

void lower_context_destroy(struct lower_context *context) {
    LLVMDisposeTargetData(context->layout);
    LLVMDisposeTargetMachine(context->machine);
    LLVMContextDispose(context->llvm);
    free(context);
}

void lower_module_destroy(struct lower_module *module) {
    if (module == NULL)
        return;
    LLVMDisposeModule(module->llvm);
    free(module);
}

static struct lower_module *wrap(struct lower_context *context, LLVMModuleRef llvm) {
    struct lower_module *module = memory_allocate(sizeof *module);
    *module = (struct lower_module){.context = context, .llvm = llvm};
    return module;
}

struct lower_module *lower_module_clone(const struct lower_module *module) {
    return wrap(module->context, LLVMCloneModule(module->llvm));
}

static void add_note(struct lower_context *context, LLVMModuleRef module, const char *node,
                     const char *text) {
    LLVMMetadataRef string = LLVMMDStringInContext2(context->llvm, text, strlen(text));
    LLVMMetadataRef tuple = LLVMMDNodeInContext2(context->llvm, &string, 1);
    LLVMAddNamedMetadataOperand(module, node, LLVMMetadataAsValue(context->llvm, tuple));
}

void lower_module_stamp(struct lower_context *context, LLVMModuleRef module, unsigned level) {
    LLVMSetTarget(module, TRIPLE);
    LLVMSetModuleDataLayout(module, context->layout);
    add_note(context, module, VERSION_NODE, BITCODE_VERSION);
    char text[] = {(char)('0' + level), '\0'};
    add_note(context, module, LEVEL_NODE, text);
}

/* Calls `visit` with each string of a named node; returns how many there are. */
static unsigned visit_notes(LLVMModuleRef module, const char *node,
                            void visit(void *, const char *, unsigned), void *state) {
    unsigned count = LLVMGetNamedMetadataNumOperands(module, node);
    LLVMValueRef *operands = memory_allocate(count * sizeof(LLVMValueRef));
    LLVMGetNamedMetadataOperands(module, node, operands);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef string = NULL;
        if (LLVMGetMDNodeNumOperands(operands[i]) == 1)
            LLVMGetMDNodeOperands(operands[i], &string);
        unsigned length = 0;
        const char *text = string == NULL ? NULL : LLVMGetMDString(string, &length);
        visit(state, text == NULL ? "" : text, length);
    }
    free(operands);
    return count;
}

static void visit_level(void *state, const char *text, unsigned length) {
    unsigned *highest = state;
    if (length == 1 && text[0] >= '0' && text[0] <= '3' && (unsigned)(text[0] - '0') > *highest)
        *highest = (unsigned)(text[0] - '0');
}

unsigned lower_module_level(const struct lower_module *module) {
    unsigned level = 0;
    visit_notes(module->llvm, LEVEL_NODE, visit_level, &level);
    return level;
}

static void visit_version(void *state, const char *text, unsigned length) {
    bool *is_ours = state;
    if (length != strlen(BITCODE_VERSION) || memcmp(text, BITCODE_VERSION, length) != 0)
        *is_ours = false;
}

struct lower_module *lower_module_read(struct lower_context *context, const void *data, size_t size,
                                       const char *name, char **message) {
    LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(data, size, name);
    LLVMModuleRef llvm = NULL;
    bool has_failed = LLVMParseBitcodeInContext2(context->llvm, buffer, &llvm);
    LLVMDisposeMemoryBuffer(buffer);
    if (has_failed) {
        *message = take_message(NULL, "malformed bitcode");
        return NULL;
    }
    bool is_ours = true;
    if (visit_notes(llvm, VERSION_NODE, visit_version, &is_ours) == 0 || !is_ours) {
        LLVMDisposeModule(llvm);
        *message = string_printf("not made by this version of vcc");
        return NULL;
    }
    return wrap(context, llvm);
}

char *lower_module_write_bitcode(struct lower_module *module, struct bytes *bitcode) {
    char *message = NULL;
    if (LLVMVerifyModule(module->llvm, LLVMReturnStatusAction, &message))
        return take_message(message, "malformed module");
    LLVMDisposeMessage(message);
    LLVMMemoryBufferRef buffer = LLVMWriteBitcodeToMemoryBuffer(module->llvm);
    bitcode->size = LLVMGetBufferSize(buffer);
    bitcode->data = memory_allocate(bitcode->size + 1);
    memcpy(bitcode->data, LLVMGetBufferStart(buffer), bitcode->size);
    bitcode->data[bitcode->size] = '\0';
    LLVMDisposeMemoryBuffer(buffer);
    return NULL;
}

char *lower_module_print(struct lower_module *module, const char *path) {
    char *message = NULL;
    if (LLVMPrintModuleToFile(module->llvm, path, &message))
        return take_message(message, "cannot write");
    return NULL;
}

static bool is_duplicate(LLVMValueRef a, LLVMValueRef b) {
    return LLVMGetLinkage(a) == LLVMExternalLinkage && LLVMGetLinkage(b) == LLVMExternalLinkage &&
           !LLVMIsDeclaration(a) && !LLVMIsDeclaration(b);
}

static size_t hexadecimal_length(const char *text, size_t length) {
    size_t i = 0;
    while (i < length && ((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f')))
        i++;
    return i;
}

/* The same text, but for structures whose members one of the two has not seen ("#struct.node.?"). */
static bool signatures_agree(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t i = 0, k = 0;
    while (i < a_length && k < b_length) {
        if (a[i] == '?' || b[k] == '?') {
            i += a[i] == '?' ? 1 : hexadecimal_length(a + i, a_length - i);
            k += b[k] == '?' ? 1 : hexadecimal_length(b + k, b_length - k);
        } else if (a[i++] != b[k++]) {
            return false;
        }
    }
    return i == a_length && k == b_length;
}

/* LLVM links functions of any two types; the verifier would then refuse the program without saying why. */
static char *compare_functions(LLVMValueRef a, LLVMValueRef b, const char *name) {
    unsigned a_length, b_length;
    const char *a_signature = lower_string_attribute(a, ATTRIBUTE_SIGNATURE, &a_length);
    const char *b_signature = lower_string_attribute(b, ATTRIBUTE_SIGNATURE, &b_length);
    if (is_duplicate(a, b))
        return string_printf("function '%s' is defined twice", name);
    if (a_signature != NULL && b_signature != NULL &&
        !signatures_agree(a_signature, a_length, b_signature, b_length))
        return string_printf(
            "function '%s' is declared with different parameters or results in different files "
            "(%.*s and %.*s)",
            name, (int)a_length, a_signature, (int)b_length, b_signature);
    return NULL;
}

static char *compare_variables(const struct lower_module *target, LLVMValueRef a, LLVMValueRef b,
                               const char *name) {
    LLVMTargetDataRef layout = target->context->layout;
    if (is_duplicate(a, b))
        return string_printf("variable '%s' is defined twice", name);
    if (LLVMABISizeOfType(layout, LLVMGlobalGetValueType(a)) !=
        LLVMABISizeOfType(layout, LLVMGlobalGetValueType(b)))
        return string_printf("variable '%s' is declared with different sizes in different files", name);
    return NULL;
}

/* What both modules name must be the same thing. Null, or what is wrong. */
static char *compare_symbols(const struct lower_module *target, const struct lower_module *source) {
    char *message = NULL;
    size_t length;
    for (LLVMValueRef f = LLVMGetFirstFunction(source->llvm); f != NULL && message == NULL;
         f = LLVMGetNextFunction(f)) {
        const char *name = LLVMGetValueName2(f, &length);
        LLVMValueRef other = LLVMGetNamedFunction(target->llvm, name);
        if (other != NULL && LLVMGetLinkage(f) != LLVMInternalLinkage &&
            LLVMGetLinkage(other) != LLVMInternalLinkage)
            message = compare_functions(other, f, name);
    }
    for (LLVMValueRef g = LLVMGetFirstGlobal(source->llvm); g != NULL && message == NULL;
         g = LLVMGetNextGlobal(g)) {
        const char *name = LLVMGetValueName2(g, &length);
        LLVMValueRef other = LLVMGetNamedGlobal(target->llvm, name);
        if (other != NULL && LLVMGetLinkage(g) != LLVMInternalLinkage &&
            LLVMGetLinkage(other) != LLVMInternalLinkage)
            message = compare_variables(target, other, g, name);
    }
    return message;
}

char *lower_module_link(struct lower_module *target, struct lower_module *source) {
    char *message = compare_symbols(target, source);
    if (message != NULL)
        lower_module_destroy(source);
    else if (LLVMLinkModules2(target->llvm, source->llvm)) /* destroys the source's LLVM module */
        message = take_message(NULL, "cannot link");
    else
        free(source);
    return message;
}

static void visit_symbol(LLVMValueRef value, lower_visit_symbol *visit, void *state) {
    size_t length;
    const char *name = LLVMGetValueName2(value, &length);
    bool is_defined = !LLVMIsDeclaration(value);
    static const char *const own[] = {
        "llvm.",        SERVICE_PREFIX,       TYPE_PREFIX,      ALLOCATE_PREFIX,
        LOCATE_PREFIX,  LOCATE_CONST_PREFIX,  START_PREFIX,     START_CONST_PREFIX,
        ELEMENT_PREFIX, ELEMENT_CONST_PREFIX, DECLARED_FUNCTION};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strncmp(name, own[i], strlen(own[i])) == 0)
            return;
    if (LLVMGetLinkage(value) == LLVMInternalLinkage)
        return;
    if (!is_defined && LLVMGetFirstUse(value) == NULL)
        return;
    char where[512] = "";
    unsigned where_length = 0;
    const char *text =
        LLVMIsAFunction(value) == NULL ? NULL : lower_string_attribute(value, ATTRIBUTE_USE, &where_length);
    if (text != NULL)
        snprintf(where, sizeof where, "%.*s", (int)where_length, text);
    visit(state, name, is_defined, where);
}

void lower_module_visit_symbols(const struct lower_module *module, lower_visit_symbol *visit, void *state) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module->llvm); f != NULL; f = LLVMGetNextFunction(f))
        visit_symbol(f, visit, state);
    for (LLVMValueRef g = LLVMGetFirstGlobal(module->llvm); g != NULL; g = LLVMGetNextGlobal(g))
        visit_symbol(g, visit, state);
}

/* Internal or plainly external functions would lose or gain arguments, and globals would be split, shrunk
 * or merged; these linkages tell LLVM that someone else may see them as they are. */
static void set_linkage(LLVMModuleRef module, const char *const *roots, size_t root_count, bool keep_all) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        if (LLVMGetIntrinsicID(f) != 0)
            continue;
        if (!LLVMIsDeclaration(f))
            LLVMSetLinkage(f, keep_all ? LLVMWeakODRLinkage : LLVMLinkOnceODRLinkage);
        LLVMSetVisibility(f, LLVMHiddenVisibility);
    }
    for (size_t i = 0; i < root_count; i++) {
        LLVMValueRef root = LLVMGetNamedFunction(module, roots[i]);
        if (root != NULL && !LLVMIsDeclaration(root))
            LLVMSetLinkage(root, LLVMWeakODRLinkage);
    }
    for (LLVMValueRef g = LLVMGetFirstGlobal(module); g != NULL; g = LLVMGetNextGlobal(g)) {
        LLVMSetLinkage(g, LLVMExternalLinkage);
        LLVMSetVisibility(g, LLVMHiddenVisibility);
    }
}

char *lower_run_passes(struct lower_module *module, const char *passes) {
    LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
    LLVMPassBuilderOptionsSetCallGraphProfile(options, false);
    LLVMErrorRef error = LLVMRunPasses(module->llvm, passes, module->context->machine, options);
    LLVMDisposePassBuilderOptions(options);
    if (error == NULL)
        return NULL;
    char *text = LLVMGetErrorMessage(error);
    char *copy = string_printf("%s", text);
    LLVMDisposeErrorMessage(text);
    return copy;
}

char *lower_module_optimise(struct lower_module *module, unsigned level, const char *const *roots,
                            size_t root_count, bool keep_all, struct lower_places *places) {
    *places = (struct lower_places){0};
    set_linkage(module->llvm, roots, root_count, keep_all);
    char *message = NULL;
    if (LLVMVerifyModule(module->llvm, LLVMReturnStatusAction, &message))
        return take_message(message, "malformed module");
    LLVMDisposeMessage(message);
    message =
        lower_run_passes(module, "globaldce"); /* what is not called neither counts nor forces anything */
    if (message == NULL)
        message = lower_place_objects(module->context, module->llvm, places);
    if (message != NULL)
        return message;
    static const char *const pipelines[] = {"default<O0>,globaldce", "default<O1>", "default<O2>",
                                            "default<O3>"};
    message = lower_run_passes(module, pipelines[level]);
    /* A folded check may bring constants to the next one: a few rounds, which end when nothing changes. */
    for (int round = 0; round < 4 && message == NULL && level > 0; round++) {
        if (!lower_fold_checks(module->context, module->llvm))
            break;
        message = lower_run_passes(
            module, "function(sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg,gvn,dse,adce)");
    }
    return message;
}

bool lower_module_mark_plain(struct lower_module *module, const char *function) {
    LLVMValueRef f = LLVMGetNamedFunction(module->llvm, function);
    if (f == NULL || LLVMIsDeclaration(f))
        return false;
    lower_add_attribute(f, "noinline");
    lower_add_attribute(f, "optnone");
    return true;
}

/* One section each, so that the linker can drop what is not used. */
static void set_sections(LLVMModuleRef module) {
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f != NULL; f = LLVMGetNextFunction(f)) {
        size_t length;
        if (LLVMIsDeclaration(f))
            continue;
        char *name = string_printf(".text.%s", LLVMGetValueName2(f, &length));
        LLVMSetSection(f, name);
        free(name);
    }
    for (LLVMValueRef g = LLVMGetFirstGlobal(module); g != NULL; g = LLVMGetNextGlobal(g)) {
        size_t length;
        if (LLVMIsDeclaration(g))
            continue;
        const char *kind = LLVMIsGlobalConstant(g)             ? "rodata"
                           : LLVMIsNull(LLVMGetInitializer(g)) ? "bss"
                                                               : "data";
        char *name = string_printf(".%s.%s", kind, LLVMGetValueName2(g, &length));
        LLVMSetSection(g, name);
        free(name);
    }
}

char *lower_module_emit(struct lower_module *module, const char *path, bool assembly,
                        struct lower_counts *counts) {
    lower_replace_undefined(module->llvm);
    lower_align_slots(module->llvm);
    lower_expand_selects(module->context, module->llvm);
    lower_replace_operations(module->context, module->llvm);
    counts->checks = lower_count_checks(module->llvm);
    struct numbering numbering;
    numbering_start(&numbering, module->context, module->llvm);
    counts->objects = lower_mark_frame_objects(module->context, module->llvm, &numbering);
    numbering_resolve(&numbering);
    set_sections(module->llvm);
    counts->functions = numbering_append(&numbering);
    numbering_end(&numbering);
    char *message = NULL;
    if (LLVMVerifyModule(module->llvm, LLVMReturnStatusAction, &message))
        return take_message(message, "malformed module");
    LLVMDisposeMessage(message);
    char *output = string_printf("%s", path);
    message = NULL;
    bool has_failed = LLVMTargetMachineEmitToFile(module->context->machine, module->llvm, output,
                                                  assembly ? LLVMAssemblyFile : LLVMObjectFile, &message);
    free(output);
    if (has_failed || diagnostic[0] != '\0')
        return take_message(message, "cannot generate code");
    return NULL;
}
