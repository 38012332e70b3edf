/* The vouch command: verify, run, look at, pack and boot .vx programs. This file only finds the command. */
#include "vouch.h"

#include <string.h>

#include <vouch/format.h>

static const struct {
    const char *name, *what;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"verify", "check a program as the kernel does, without running it", command_verify},
    {"run", "run a program natively on this machine, verified", command_run},
    {"boot", "boot a program, or an ISO image, in QEMU", command_boot},
    {"image", "make a bootable ISO image of programs", command_image},
    {"dump", "show a program's code with what proves each access", command_dump},
    {"explain", "explain the rules by which programs are rejected", command_explain},
    {"new", "start a program: a folder with source and Makefile", command_new},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void print_help(FILE *stream) {
    fputs("usage: vouch COMMAND [ARGUMENTS]\n       vouch --version | --help\n\n", stream);
    for (unsigned i = 0; i < COMMAND_COUNT; i++)
        fprintf(stream, "  %-8s %s\n", commands[i].name, commands[i].what);
    fputs("\nvouch COMMAND --help explains a command and gives examples, as\n"
          "  vouch run --help\n"
          "\n"
          "examples:\n"
          "  vouch new greet\n"
          "  vouch run hello.vx\n"
          "  vouch explain R2\n",
          stream);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        print_help(stderr);
        return VOUCH_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return VOUCH_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("vouch %s, file format %u\n", VOUCH_VERSION, VX_FORMAT_VERSION);
        return VOUCH_OK;
    }
    for (unsigned i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    print_error("no command named %s (try vouch --help)", argv[1]);
    return VOUCH_USAGE;
}
