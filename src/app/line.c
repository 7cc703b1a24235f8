/* What is wrong with a line of a file that is read in: one error, with its line and column. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_line_err(const char *path, long line, const char *column, const char *why)
{
    char text[24];
    snprintf(text, sizeof text, "%ld", line);
    return bb_err(BB_ERR_BAD_LINE, path, text, column, why, NULL);
}

const struct bb_err *bb_line_problem(const char *path, long line, const char *column,
                                     const char *sentence)
{
    static const char chinese_stop[] = "。";
    size_t len = strlen(sentence), stop = sizeof chinese_stop - 1;
    if (len > stop && strcmp(sentence + len - stop, chinese_stop) == 0)
        len -= stop;
    else if (len && sentence[len - 1] == '.')
        len--;
    char *why = bb_strndup(sentence, len);
    const struct bb_err *err = bb_line_err(path, line, column, why);
    free(why);
    return err;
}
