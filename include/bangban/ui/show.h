/* Records as people read them: names for codes, ages, a whole record with its history. Several
 * screens share these. */
#ifndef BANGBAN_UI_SHOW_H
#define BANGBAN_UI_SHOW_H

#include "bangban/ui/reader.h"
#include "bangban/view/picker.h"

/* Names for codes; the code itself where it is unknown, "" for NULL. */
const char *bb_show_item(struct bb_ui *ui, const char *code);
const char *bb_show_person(struct bb_ui *ui, const char *code);
const char *bb_show_unit(struct bb_ui *ui, const char *code); /* short */
/* What a figure is of: by as for bb_app_rates(), key "" where nothing was stated. Appends. */
void bb_show_figures_key(struct bb_ui *ui, const char *by, const char *key, struct bb_buf *out);
const char *bb_show_desk(struct bb_ui *ui, const char *code);

/* A new picker over all service items. */
const struct bb_err *bb_show_items(struct bb_ui *ui, struct bb_picker **out);

/* "042" of "C1W03-261123-042": enough at one desk on one day. */
const char *bb_show_short_no(const char *no);
/* "12m", "1h05", "2d": appends. */
void bb_show_age(struct bb_buf *out, int64_t seconds);
/* "12-04", with the year when it is not this one; "" for 0. Appends. */
void bb_show_day(struct bb_ui *ui, struct bb_buf *out, int64_t day);
/* "● Red" in two cells and a word, "" for 0. */
const char *bb_show_light(int64_t light);
/* How a session stands: running phase with its age, "void", or the outcome. */
void bb_show_state(struct bb_ui *ui, const struct bb_session *session, struct bb_buf *out);
/* "C1W03-T261123-004  Rectifying  ● Red  2 working days over". Appends. */
void bb_show_standing(struct bb_ui *ui, const struct bb_issue *issue, struct bb_buf *out);
bool bb_show_is_open(const struct bb_session *session);

/* One field for a person: names for codes, "" when not set. Appends. */
void bb_show_field(struct bb_ui *ui, const struct bb_field *field, const void *row,
                   struct bb_buf *out);
/* All fields that are set and worth reading, then the history. */
void bb_show_record(struct bb_ui *ui, struct bb_reader *reader, const struct bb_record *record,
                    const void *row);
const struct bb_err *bb_show_history(struct bb_ui *ui, struct bb_reader *reader,
                                     const struct bb_record *record, const char *id);

/* Text on paper (print.command), or into F.d/print/NAME.txt; says which, or why not. */
void bb_show_print(struct bb_ui *ui, const char *name, const char *text, bool to_printer);

#endif
