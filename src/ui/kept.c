/* Drafts of forms that are not open: kept in memory for coming back, and on the disk for after a
 * crash. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/screen.h"

struct bb_kept *bb_kept_new(const char *form)
{
    struct bb_kept *kept = bb_alloc(sizeof *kept);
    kept->form = bb_strdup(form);
    return kept;
}

struct bb_kept *bb_kept_take(struct bb_ui *ui, const char *form)
{
    for (struct bb_kept **at = &ui->kept; *at; at = &(*at)->next) {
        struct bb_kept *found = *at;
        if (strcmp(found->form, form) == 0) {
            *at = found->next;
            found->next = NULL;
            return found;
        }
    }
    return NULL;
}

void bb_kept_put(struct bb_ui *ui, struct bb_kept *kept)
{
    kept->next = ui->kept;
    ui->kept = kept;
}

const struct bb_err *bb_kept_write(struct bb_ui *ui, struct bb_kept *kept, const char *text)
{
    bb_strset(&kept->text, text);
    if (!kept->draft)
        BB_TRY(bb_app_draft_new(ui->app, kept->form, &kept->draft));
    return bb_app_draft_write(kept->draft, text);
}

void bb_kept_free(struct bb_kept *kept, bool discard)
{
    if (kept->draft && discard)
        bb_app_draft_discard(kept->draft);
    else if (kept->draft)
        bb_app_draft_leave(kept->draft);
    free(kept->form);
    free(kept->text);
    free(kept);
}
