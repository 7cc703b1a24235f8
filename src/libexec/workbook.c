/*
 * bangban-workbook: the one program that knows spreadsheets (libxlsxwriter). Run by the others,
 * never by people.
 *
 *   bangban-workbook OUT.xlsx SHEET ROWS.csv [SHEET ROWS.csv]…
 *
 * A sheet for each pair; the first line is the header, bold and frozen. Every cell is a string:
 * long codes keep their digits and nothing is a formula. Rows pass through; memory does not grow
 * with them. Columns are as wide as their widest text, in terminal cells, within limits. The same
 * input gives the same bytes. One sentence on stderr; exit status as everywhere (base/err.h).
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "bangban/base/buf.h"
#include "bangban/base/csv.h"
#include "bangban/base/err.h"
#include "bangban/base/process.h"
#include "bangban/base/text.h"

enum { COLUMNS_MAX = 256, WIDTH_LEAST = 8, WIDTH_MOST = 60 };

struct sheet {
    lxw_worksheet *worksheet;
    lxw_format *plain, *head;
    const char *rows_path;
    int cols[COLUMNS_MAX];
    size_t count;
};

static const struct bb_err *refuse(const struct sheet *sheet, long line, size_t column,
                                   const char *why)
{
    char at[24], place[24];
    snprintf(at, sizeof at, "%ld", line);
    snprintf(place, sizeof place, "%zu", column + 1);
    return bb_err(BB_ERR_BAD_LINE, sheet->rows_path, at, place, why, NULL);
}

/* Line breaks may stand in a cell; other marks must not reach whoever opens it. */
static void cell_text(struct bb_buf *out, const char *text)
{
    const char *end;
    bb_buf_clear(out);
    for (; (end = strchr(text, '\n')); text = end + 1) {
        struct bb_buf part = {0};
        bb_buf_add(&part, text, (size_t)(end - text));
        bb_text_show(out, bb_buf_text(&part));
        bb_buf_char(out, '\n');
        bb_buf_done(&part);
    }
    bb_text_show(out, text);
}

static const struct bb_err *row_write(void *ctx, long line, size_t count, char *const *fields)
{
    struct sheet *sheet = ctx;
    struct bb_buf text = {0};
    lxw_error fault = LXW_NO_ERROR;
    size_t column = 0;
    if (count > COLUMNS_MAX)
        return refuse(sheet, line, COLUMNS_MAX, _("a sheet here has at most 256 columns"));
    for (; column < count && !fault; column++) {
        cell_text(&text, fields[column]);
        int cols = bb_text_cols(bb_buf_text(&text));
        if (cols > sheet->cols[column])
            sheet->cols[column] = cols;
        fault =
            worksheet_write_string(sheet->worksheet, (lxw_row_t)sheet->count, (lxw_col_t)column,
                                   bb_buf_text(&text), sheet->count ? sheet->plain : sheet->head);
    }
    bb_buf_done(&text);
    sheet->count++;
    return fault ? refuse(sheet, line, column - 1, lxw_strerror(fault)) : NULL;
}

static const struct bb_err *sheet_write(lxw_workbook *workbook, struct sheet *sheet,
                                        const char *name)
{
    FILE *in = fopen(sheet->rows_path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, sheet->rows_path, strerror(errno), NULL);
    sheet->worksheet = workbook_add_worksheet(workbook, name);
    const struct bb_err *err =
        sheet->worksheet ? bb_csv_read(in, sheet->rows_path, ',', row_write, sheet)
                         : bb_err(BB_ERR_FILE_WRITE, name, _("a sheet cannot be called so"), NULL);
    fclose(in);
    BB_TRY(err);
    worksheet_freeze_panes(sheet->worksheet, 1, 0);
    for (size_t i = 0; i < COLUMNS_MAX && sheet->cols[i]; i++) {
        int width = sheet->cols[i] + 2;
        width = width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width;
        worksheet_set_column(sheet->worksheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
    }
    return NULL;
}

static const struct bb_err *book_write(const char *path, char **pairs)
{
    struct stat folder;
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    char *where = dirname(copy);
    if (stat(where, &folder) != 0)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = where};
    lxw_workbook *workbook = workbook_new_opt(path, &options);
    if (!workbook)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    lxw_doc_properties properties = {.author = (char *)(size_t) "bangban", .created = 1};
    workbook_set_properties(workbook, &properties);
    lxw_format *plain = workbook_add_format(workbook), *head = workbook_add_format(workbook);
    format_set_num_format_index(plain, 49); /* text: what is typed over it stays text, too */
    format_set_text_wrap(plain);
    format_set_align(plain, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format_index(head, 49);
    format_set_bold(head);
    const struct bb_err *err = NULL;
    for (; !err && pairs[0]; pairs += 2) {
        struct sheet sheet = {.plain = plain, .head = head, .rows_path = pairs[1]};
        err = sheet_write(workbook, &sheet, pairs[0]);
    }
    lxw_error fault = workbook_close(workbook);
    if (!err && fault)
        err = bb_err(BB_ERR_FILE_WRITE, path, lxw_strerror(fault), NULL);
    if (err)
        unlink(path);
    return err;
}

/* The words of its sentence: in the installation's layout, beside the others. */
static void find_words(void)
{
    char self[PATH_MAX], words[PATH_MAX + 32];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    if (!setlocale(LC_ALL, "") || MB_CUR_MAX == 1)
        setlocale(LC_CTYPE, "C.UTF-8"); /* widths are counted in cells */
    snprintf(words, sizeof words, "%s/../../share/locale", dirname(self));
    bindtextdomain("bangban", words);
    textdomain("bangban");
}

int main(int argc, char **argv)
{
    const struct bb_err *err;
    bb_process_harden();
    find_words();
    if (argc >= 4 && argc % 2 == 0)
        err = book_write(argv[1], argv + 2);
    else
        err = bb_err(BB_ERR_USAGE, "bangban-workbook OUT.xlsx SHEET ROWS.csv …", "export", NULL);
    if (err)
        fprintf(stderr, "%s\n", err->text);
    return bb_err_exit(err);
}
