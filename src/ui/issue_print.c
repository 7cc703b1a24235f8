/* The problem list on paper: plain text whose columns line up; what does not fit goes on in the
 * next line. Writes no file. */
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/text.h"
#include "bangban/ui/batch.h"
#include "bangban/ui/show.h"
#include "bangban/view/table.h"

enum { PAPER_COLS = 118, COLUMNS = 9 };
enum { PLACE, NO, KIND, DESCRIPTION, UNIT, PERSON, DUE, LIGHT, STATE };
static const struct bb_column columns[COLUMNS] = {
    {N_("#"), 4, 4, 0, 0, BB_ALIGN_RIGHT},
    {N_("No."), 18, 18, 0, 0, BB_ALIGN_LEFT},
    {N_("Kind"), 11, 11, 0, 0, BB_ALIGN_LEFT},
    {N_("Description"), 20, 30, 1, 0, BB_ALIGN_LEFT},
    {N_("Lead unit"), 10, 10, 0, 0, BB_ALIGN_LEFT},
    {N_("Person"), 8, 8, 0, 0, BB_ALIGN_LEFT},
    {N_("Due"), 10, 10, 0, 0, BB_ALIGN_LEFT},
    {N_("Light"), 8, 8, 0, 0, BB_ALIGN_LEFT},
    {N_("State"), 10, 10, 0, 0, BB_ALIGN_LEFT},
};

/* A cell's text in lines of the column's width. */
struct wrapped {
    struct bb_buf lines[8];
    int count;
};

static void take_line(void *ctx, const char *start, size_t len)
{
    struct wrapped *wrapped = ctx;
    if (wrapped->count < (int)(sizeof wrapped->lines / sizeof *wrapped->lines))
        bb_buf_add(&wrapped->lines[wrapped->count++], start, len);
}

static void trim_line(struct bb_buf *out)
{
    while (out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
    bb_buf_char(out, '\n');
}

static void print_row(struct bb_ui *ui, const struct bb_issue *row, size_t place, const int *widths,
                      struct bb_buf *out)
{
    struct wrapped wrapped[COLUMNS];
    struct bb_buf cell = {0};
    char day[BB_DAY_BYTES];
    int lines = 1;
    memset(wrapped, 0, sizeof wrapped);
    bb_buf_printf(&cell, "%zu", place);
    const char *texts[COLUMNS] = {
        [PLACE] = bb_buf_text(&cell),
        [NO] = row->no,
        [KIND] = bb_code_label(BB_CODES_POINT, row->point),
        [DESCRIPTION] = row->description,
        [UNIT] = bb_show_unit(ui, row->lead_unit),
        [PERSON] = bb_show_person(ui, row->person),
        [DUE] = row->due_day ? bb_day_format(day, row->due_day) : "?",
        [LIGHT] = bb_show_light(bb_app_issue_light(ui->app, row, NULL)),
        [STATE] = row->contested ? _("To be checked") : bb_code_label(BB_CODES_STATE, row->state),
    };
    for (size_t i = 0; i < COLUMNS; i++) {
        bb_text_wrap(texts[i] ? texts[i] : "", widths[i], take_line, &wrapped[i]);
        lines = wrapped[i].count > lines ? wrapped[i].count : lines;
    }
    for (int line = 0; line < lines; line++) {
        for (size_t i = 0; i < COLUMNS; i++)
            texts[i] = line < wrapped[i].count ? bb_buf_text(&wrapped[i].lines[line]) : NULL;
        bb_table_row(out, columns, COLUMNS, widths, PAPER_COLS, texts);
        trim_line(out);
    }
    for (size_t i = 0; i < COLUMNS; i++)
        for (int line = 0; line < wrapped[i].count; line++)
            bb_buf_done(&wrapped[i].lines[line]);
    bb_buf_done(&cell);
}

static void rule(struct bb_buf *out)
{
    for (int i = 0; i < PAPER_COLS; i++)
        bb_buf_char(out, '-');
    bb_buf_char(out, '\n');
}

void bb_issue_print(struct bb_ui *ui, const struct bb_issue *rows, size_t count, const char *range,
                    struct bb_buf *out)
{
    int widths[COLUMNS];
    char day[BB_DAY_BYTES];
    struct bb_buf said = {0}, number = {0};
    int64_t today = bb_app_today(ui->app);
    for (size_t i = 0; i < count; i++)
        bb_record_json(&bb_issue_record, &rows[i], BB_FIELD_EXPORT, &said);
    bb_app_list_number(ui->app, today, bb_buf_text(&said), said.len, &number);
    bb_buf_printf(out, "%s  %s\n", bb_app_centre_name(ui->app), _("Problem list"));
    bb_buf_printf(out, _("List number %s   As of %s   %s   Lines: %d   By %s\n"),
                  bb_buf_text(&number), bb_day_format(day, today), range, (int)count,
                  bb_app_person(ui->app)->name);
    bb_buf_done(&said);
    bb_buf_done(&number);
    rule(out);
    bb_table_layout(columns, COLUMNS, PAPER_COLS, widths);
    bb_table_head(out, columns, COLUMNS, widths, PAPER_COLS);
    trim_line(out);
    rule(out);
    for (size_t i = 0; i < count; i++)
        print_row(ui, &rows[i], i + 1, widths, out);
    rule(out);
}
