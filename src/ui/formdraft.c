/* Keeps what is typed into a form, through leaving, locking and crashes. Knows no field. */
#include "bangban/ui/formdraft.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

void bb_formdraft_open(struct bb_ui *ui, struct bb_formdraft *draft, const char *name,
                       struct bb_form *form)
{
    draft->kept = bb_kept_take(ui, name);
    if (!draft->kept) {
        draft->kept = bb_kept_new(name);
    } else {
        bb_ui_say(ui, _("Going on with the text that was not saved. Ctrl-X empties the form."));
        bb_ui_tell(ui, bb_form_restore(form, draft->kept->text, strlen(draft->kept->text)));
    }
    draft->written = bb_form_changes(form);
}

void bb_formdraft_write(struct bb_ui *ui, struct bb_formdraft *draft, struct bb_form *form)
{
    if (bb_form_changes(form) == draft->written || !bb_form_is_changed(form))
        return;
    struct bb_buf text = {0};
    bb_form_save(form, &text);
    const struct bb_err *err = bb_kept_write(ui, draft->kept, bb_buf_text(&text));
    bb_ui_tell(ui, err);
    if (!err)
        draft->written = bb_form_changes(form);
    bb_buf_done(&text);
}

void bb_formdraft_close(struct bb_ui *ui, struct bb_formdraft *draft, struct bb_form *form,
                        const char *said)
{
    bb_formdraft_write(ui, draft, form);
    if (bb_form_is_changed(form)) {
        bb_kept_put(ui, draft->kept);
        bb_ui_say(ui, said);
    } else {
        bb_kept_free(draft->kept, true);
    }
    free(draft->dropped);
}

void bb_formdraft_saved(struct bb_formdraft *draft, struct bb_form *fresh)
{
    struct bb_kept *next = bb_kept_new(draft->kept->form);
    bb_kept_free(draft->kept, true);
    draft->kept = next;
    if (fresh)
        draft->written = bb_form_changes(fresh);
}

bool bb_formdraft_drop(struct bb_formdraft *draft, struct bb_form *form)
{
    struct bb_buf text = {0};
    if (!bb_form_is_changed(form))
        return false;
    bb_form_save(form, &text);
    free(draft->dropped);
    draft->dropped = bb_buf_take(&text);
    return true;
}

bool bb_formdraft_undo(struct bb_ui *ui, struct bb_formdraft *draft, struct bb_form *form)
{
    if (bb_form_undo(form))
        return true;
    if (!draft->dropped || bb_form_is_changed(form)) {
        bb_ui_warn(ui,
                   _("Nothing typed in this field to undo. What was saved is undone from Today: "
                     "F3, then Ctrl-Z for your last act, or V on its line."));
        return false;
    }
    bb_ui_tell(ui, bb_form_restore(form, draft->dropped, strlen(draft->dropped)));
    bb_strset(&draft->dropped, NULL);
    return true;
}
