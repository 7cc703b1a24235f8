/* F9, the audit: the newest events about the program itself, to read and scroll. */
#include "bangban/base/date.h"
#include "bangban/ui/reader.h"
#include "bangban/ui/show.h"
#include "bangban/ui/system.h"

enum { SHOWN_MAX = 1000 };

struct audit {
    struct bb_ui *ui;
    struct bb_reader reader;
};

static const struct bb_err *line_add(void *ctx, void *row)
{
    struct audit *state = ctx;
    const struct bb_event *event = row;
    char at[BB_AT_BYTES];
    struct bb_buf text = {0}, on = {0}, with = {0};
    bb_app_audit_on(state->ui->app, event, &on);
    bb_app_audit_with(event, &with);
    bb_buf_str(&text, bb_event_label(event->kind));
    if (*event->by)
        bb_buf_printf(&text, " · %s", bb_show_person(state->ui, event->by));
    if (on.len)
        bb_buf_printf(&text, " · %s", on.data);
    if (with.len)
        bb_buf_printf(&text, " · %s", with.data);
    bool bad = event->kind == BB_EVENT_LOGIN_FAIL || event->kind == BB_EVENT_REFUSED;
    bb_reader_add(&state->reader, bb_at_format_minute(at, event->at), bb_buf_text(&text),
                  bad ? BB_LOOK_WARN : BB_LOOK_PLAIN);
    bb_buf_done(&text);
    bb_buf_done(&on);
    bb_buf_done(&with);
    return NULL;
}

static const struct bb_err *audit_reload(struct bb_ui *ui, void *opaque)
{
    struct audit *state = opaque;
    struct bb_audit_query query = {.limit = SHOWN_MAX};
    state->ui = ui;
    state->reader.label_cols = sizeof "2026-11-24 09:30" - 1;
    bb_reader_clear(&state->reader);
    return bb_app_audit_list(ui->app, &query, &(struct bb_sink){line_add, state});
}

static const struct bb_err *audit_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)opaque, (void)arg;
    return bb_app_may(ui->app, BB_USE_AUDIT);
}

static void audit_close(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    bb_reader_done(&((struct audit *)opaque)->reader);
}

static void audit_draw(struct bb_ui *ui, void *opaque)
{
    struct bb_rect area = bb_system_head(ui);
    bb_reader_draw(ui, &((struct audit *)opaque)->reader, &area);
}

static unsigned audit_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    (void)ui, (void)input;
    return bb_reader_handle(&((struct audit *)opaque)->reader, action);
}

const struct bb_screen bb_screen_audit = {
    .state_bytes = sizeof(struct audit),
    .open = audit_open,
    .close = audit_close,
    .reload = audit_reload,
    .draw = audit_draw,
    .handle = audit_handle,
};
