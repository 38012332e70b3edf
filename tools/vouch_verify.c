/* vouch verify: the kernel's verdict on files, without running them. */
#include "vouch.h"

#include <inttypes.h>
#include <string.h>

#include <vouch/verifier.h>

#include "vouch_check.h"

static const char help[] =
    "usage: vouch verify [--quiet] FILE.vx...\n"
    "\n"
    "Check files as the kernel does before it loads them. Prints, for each, that it\n"
    "is accepted with what was checked, or the rule, place and reason of its rejection.\n"
    "\n"
    "  --quiet  print rejections only\n"
    "  --help   this text\n"
    "\n"
    "Exit status: 0 all accepted, 1 at least one rejected, 2 usage or a file that\n"
    "cannot be read.\n"
    "\n"
    "examples:\n"
    "  vouch verify hello.vx\n"
    "  vouch verify --quiet build/userland/*.vx\n";

static int verify_file(const char *path, bool quiet) {
    struct file file;
    if (!file_read(path, &file))
        return VOUCH_USAGE;
    int status = VOUCH_USAGE;
    struct verifier_image image;
    struct verifier_report report;
    if (check_file(&file, nullptr, nullptr, &image, &report)) {
        status = report.status == VERIFIER_ACCEPTED ? VOUCH_OK : VOUCH_REJECTED;
        if (status == VOUCH_REJECTED) {
            char reason[384];
            verifier_report_format(&report, reason, sizeof reason);
            print_reason(stdout, path, reason);
        } else if (!quiet) {
            printf("%s: accepted: %" PRIu64 " instructions, %" PRIu64 " bytes of text, %" PRIu64
                   " of hints; %" PRIu64 " accesses, %" PRIu64 " calls\n",
                   path, report.instructions, report.text_bytes, report.hint_bytes, report.accesses,
                   report.calls);
        }
    }
    file_release(&file);
    return status;
}

int command_verify(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return VOUCH_OK;
    }
    int first = 1;
    const bool quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;
    if (quiet)
        first++;
    if (first < argc && strcmp(argv[first], "--") == 0)
        first++;
    else if (first < argc && argv[first][0] == '-') {
        print_error("verify: unknown option %s (try vouch verify --help)", argv[first]);
        return VOUCH_USAGE;
    }
    if (first >= argc) {
        print_error("verify: no file given (try vouch verify --help)");
        return VOUCH_USAGE;
    }
    int worst = VOUCH_OK;
    for (int i = first; i < argc; i++) {
        const int status = verify_file(argv[i], quiet);
        if (status > worst)
            worst = status;
    }
    return worst;
}
