/* Problems waiting for their session to be saved. Text in, text out; the form keeps it. */
#include "bangban/ui/pending.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/json.h"
#include "bangban/base/mem.h"

/* Appends the array in text ("" for none) with one problem more. */
static void problem_add(struct bb_buf *out, const char *text, const struct bb_issue *issue,
                        bool on_spot)
{
    size_t len = strlen(text);
    if (len > 2)
        bb_buf_add(out, text, len - 1); /* without the bracket at the end */
    else
        bb_buf_char(out, '[');
    bb_buf_str(out, len > 2 ? ",{" : "{");
    bb_json_put_key(out, "spot");
    bb_json_put_int(out, on_spot);
    bb_json_put_key(out, "body");
    bb_record_body_format(&bb_issue_record, issue, out);
    bb_buf_str(out, "}]");
}

void bb_pending_attach(struct bb_ui *ui, struct bb_form *form, struct bb_formdraft *draft,
                       const struct bb_issue *issue, bool on_spot)
{
    struct bb_buf text = {0};
    problem_add(&text, bb_form_text(form, "problems"), issue, on_spot);
    bb_form_set_text(form, "problems", bb_buf_text(&text));
    bb_form_touch(form);
    bb_buf_done(&text);
    bb_formdraft_write(ui, draft, form);
}

int bb_pending_count(const char *text)
{
    struct bb_json_doc *doc = NULL;
    int count = 0;
    if (!*text || bb_json_parse(&doc, text, strlen(text)))
        return 0;
    for (const struct bb_json *at = bb_json_root(doc)->child; at; at = at->next)
        count++;
    bb_json_free(doc);
    return count;
}

char *bb_pending_last(const char *text)
{
    struct bb_json_doc *doc = NULL;
    char *out = NULL;
    if (!*text || bb_json_parse(&doc, text, strlen(text)))
        return NULL;
    const struct bb_json *at = bb_json_root(doc)->child;
    while (at && at->next)
        at = at->next;
    if (at)
        out = bb_strdup(bb_json_text(bb_json_get(at, "body"), "description"));
    bb_json_free(doc);
    return out;
}

static const struct bb_err *save_one(struct bb_ui *ui, const struct bb_json *problem,
                                     const struct bb_session *session)
{
    struct bb_problems problems = {0};
    struct bb_issue issue = {0};
    const struct bb_err *err =
        bb_record_body_apply(&bb_issue_record, &issue, bb_json_get(problem, "body"));
    if (!err) {
        bb_strset(&issue.session, session->id);
        if (!issue.item)
            bb_strset(&issue.item, session->item);
        err = bb_app_issue_add(ui->app, &issue, bb_json_int(problem, "spot", 0) != 0, 0, &problems);
    }
    bb_issue_done(&issue);
    return err;
}

const struct bb_err *bb_pending_save(struct bb_ui *ui, const char *text,
                                     const struct bb_session *session, char **rest)
{
    struct bb_json_doc *doc = NULL;
    const struct bb_err *err = NULL;
    struct bb_buf left = {0};
    *rest = bb_strdup("");
    if (!*text)
        return NULL;
    BB_TRY(bb_json_parse(&doc, text, strlen(text)));
    for (const struct bb_json *at = bb_json_root(doc)->child; at; at = at->next) {
        if (!err)
            err = save_one(ui, at, session);
        if (err) {
            bb_buf_char(&left, left.len ? ',' : '[');
            bb_buf_add(&left, at->source, at->source_bytes);
        }
    }
    if (left.len)
        bb_buf_char(&left, ']');
    bb_json_free(doc);
    free(*rest);
    *rest = bb_buf_take(&left);
    return err;
}
