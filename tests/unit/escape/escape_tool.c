/* Runs escape analysis on a module of LLVM assembly and prints what has become of it, or of the program's
 * mistake, for FileCheck. The result must be a module that LLVM accepts. */
#include "lower_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include <llvm-c/Analysis.h>
#include <llvm-c/IRReader.h>

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: escape_tool FILE.ll\n", stderr);
        return 2;
    }
    struct lower_context *context = lower_context_create(0);
    LLVMMemoryBufferRef buffer;
    LLVMModuleRef module;
    char *message = NULL;
    if (LLVMCreateMemoryBufferWithContentsOfFile(argv[1], &buffer, &message) ||
        LLVMParseIRInContext(context->llvm, buffer, &module, &message)) {
        fprintf(stderr, "%s: %s\n", argv[1], message);
        return 1;
    }
    struct lower_places places = {0};
    message = lower_place_objects(context, module, &places);
    if (message != NULL)
        printf("error: %s\n", message);
    printf("taken %u, kept %u, moved: %s\n", places.taken, places.kept,
           places.moved == NULL ? "none" : places.moved);
    LLVMVerifyModule(module, LLVMAbortProcessAction, NULL);
    char *text = LLVMPrintModuleToString(module);
    fputs(text, stdout);
    LLVMDisposeMessage(text);
    free(places.moved);
    free(message);
    LLVMDisposeModule(module);
    lower_context_destroy(context);
    return 0;
}
