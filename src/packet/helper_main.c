/* The other end of helper.c: what the main function of a helper begins and ends with. */
#include <libgen.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "bangban/base/process.h"
#include "bangban/packet/helper.h"

void bb_helper_begin(void)
{
    char self[PATH_MAX], words[PATH_MAX + 32];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    bb_process_harden();
    setlocale(LC_ALL, "");
    snprintf(words, sizeof words, "%s/../../share/locale", dirname(self));
    bindtextdomain("bangban", words);
    textdomain("bangban");
}

int bb_helper_end(const struct bb_err *err)
{
    if (err)
        fprintf(stderr, "%s\n", err->text);
    return (int)bb_err_exit(err);
}
