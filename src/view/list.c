/* The list cursor. Holds just the rows in view; every other row is asked for by the key of one it
 * holds. */
#include "bangban/view/list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

struct bb_list_rows {
    struct bb_list_row *rows;
    int count, cap;
};

struct bb_list {
    struct bb_list_source source;
    struct bb_list_rows view;
    int height;
    int cursor;   /* index in view; meaningless while it is empty */
    char *wanted; /* what was selected before it went out of the list; NULL: nothing */
    bool loaded;
    unsigned version;
};

struct bb_list *bb_list_new(struct bb_list_source source)
{
    struct bb_list *list = bb_alloc(sizeof *list);
    list->source = source;
    list->height = 1;
    return list;
}

void bb_list_add(struct bb_list_rows *into, const char *id, void *data)
{
    if (into->count == into->cap) {
        into->cap = into->cap ? into->cap * 2 : 32;
        into->rows = bb_realloc(into->rows, (size_t)into->cap * sizeof *into->rows);
    }
    into->rows[into->count++] = (struct bb_list_row){bb_strdup(id), data};
}

static void drop_rows(struct bb_list *list, struct bb_list_rows *rows, int from, int count)
{
    for (int i = from; i < from + count; i++) {
        free(rows->rows[i].id);
        if (list->source.free_row)
            list->source.free_row(rows->rows[i].data);
    }
    rows->count -= count;
    if (rows->count > from)
        memmove(rows->rows + from, rows->rows + from + count,
                (size_t)(rows->count - from) * sizeof *rows->rows);
}

static void rows_done(struct bb_list *list, struct bb_list_rows *rows)
{
    drop_rows(list, rows, 0, rows->count);
    free(rows->rows);
    *rows = (struct bb_list_rows){0};
}

void bb_list_free(struct bb_list *list)
{
    if (!list)
        return;
    rows_done(list, &list->view);
    free(list->wanted);
    free(list);
}

/* Fills the empty rows; leaves nothing in them after an error. */
static const struct bb_err *fetch(struct bb_list *list, enum bb_list_ask ask, const char *id,
                                  int count, struct bb_list_rows *rows)
{
    if (count <= 0)
        return NULL;
    const struct bb_err *err = list->source.fetch(list->source.ctx, ask, id, count, rows);
    assert(rows->count <= count);
    if (err)
        rows_done(list, rows);
    return err;
}

/* Moves all rows of from behind those of to. */
static void append(struct bb_list_rows *to, struct bb_list_rows *from)
{
    int count = to->count + from->count;
    if (count > to->cap) {
        to->cap = count;
        to->rows = bb_realloc(to->rows, (size_t)count * sizeof *to->rows);
    }
    if (from->count)
        memcpy(to->rows + to->count, from->rows, (size_t)from->count * sizeof *from->rows);
    to->count = count;
    free(from->rows);
    *from = (struct bb_list_rows){0};
}

static void show(struct bb_list *list, struct bb_list_rows *rows, int cursor)
{
    rows_done(list, &list->view);
    list->version++;
    list->view = *rows;
    list->cursor = cursor < rows->count ? cursor : rows->count > 0 ? rows->count - 1 : 0;
    *rows = (struct bb_list_rows){0};
}

/* Fills before and after so that middle's row gets `above` rows over it, if the list has them, and
 * the view is full, if the list is long enough. */
static const struct bb_err *fetch_around(struct bb_list *list, const char *id, int above,
                                         struct bb_list_rows *before, struct bb_list_rows *after)
{
    int rest = list->height - 1;
    BB_TRY(fetch(list, BB_LIST_BEFORE, id, above, before));
    const struct bb_err *err = fetch(list, BB_LIST_AFTER, id, rest - before->count, after);
    if (!err && after->count < rest - above && before->count == above) { /* near the end */
        rows_done(list, before);
        err = fetch(list, BB_LIST_BEFORE, id, rest - after->count, before);
    }
    if (err) {
        rows_done(list, before);
        rows_done(list, after);
    }
    return err;
}

/* Shows the list around a record, if it is there: *found. */
static const struct bb_err *go_to(struct bb_list *list, const char *id, int above, bool *found)
{
    struct bb_list_rows before = {0}, middle = {0}, after = {0};
    *found = false;
    BB_TRY(fetch(list, BB_LIST_AT, id, 1, &middle));
    if (middle.count == 0) {
        rows_done(list, &middle);
        return NULL;
    }
    const struct bb_err *err = fetch_around(list, id, above, &before, &after);
    if (err) {
        rows_done(list, &middle);
        return err;
    }
    int cursor = before.count;
    append(&before, &middle);
    append(&before, &after);
    show(list, &before, cursor);
    *found = true;
    return NULL;
}

/* The rows in view by how near they are as a replacement: the selected, those below it, those
 * above. */
static const char *nth_choice(const struct bb_list *list, int n)
{
    int index = list->cursor + n;
    if (index >= list->view.count)
        index = list->view.count - 1 - n;
    return index >= 0 && index < list->view.count ? list->view.rows[index].id : NULL;
}

const struct bb_err *bb_list_reload(struct bb_list *list)
{
    int above = list->cursor < list->height ? list->cursor : list->height - 1;
    bool found = false;
    if (list->wanted)
        BB_TRY(go_to(list, list->wanted, above, &found));
    if (found) {
        bb_strset(&list->wanted, NULL);
        return NULL;
    }
    for (int n = 0; n < list->view.count; n++) {
        char *id = bb_strdup(nth_choice(list, n)), *lost = bb_strdup(nth_choice(list, 0));
        const struct bb_err *err = go_to(list, id, above, &found);
        if (found && n > 0 && !list->wanted)
            bb_strset(&list->wanted, lost);
        free(id);
        free(lost);
        if (err || found)
            return err;
    }
    struct bb_list_rows first = {0};
    BB_TRY(fetch(list, BB_LIST_FIRST, NULL, list->height, &first));
    if (list->view.count > 0 && !list->wanted)
        bb_strset(&list->wanted, list->view.rows[list->cursor].id);
    show(list, &first, 0);
    list->loaded = true;
    return NULL;
}

const struct bb_err *bb_list_resize(struct bb_list *list, int rows)
{
    int old = list->height;
    if (rows < 1)
        rows = 1;
    list->height = rows;
    if (!list->loaded || rows == old)
        return NULL;
    const struct bb_err *err = bb_list_reload(list);
    if (err)
        list->height = old;
    return err;
}

/* Adds up to count rows below the view; *dropped rows leave it at the top. */
static const struct bb_err *extend_down(struct bb_list *list, int count, int *dropped)
{
    struct bb_list_rows more = {0}, *view = &list->view;
    BB_TRY(fetch(list, BB_LIST_AFTER, view->rows[view->count - 1].id, count, &more));
    append(view, &more);
    list->version++;
    *dropped = view->count > list->height ? view->count - list->height : 0;
    drop_rows(list, view, 0, *dropped);
    return NULL;
}

/* Adds up to count rows above the view. */
static const struct bb_err *extend_up(struct bb_list *list, int count, int *added)
{
    struct bb_list_rows more = {0};
    BB_TRY(fetch(list, BB_LIST_BEFORE, list->view.rows[0].id, count, &more));
    *added = more.count;
    append(&more, &list->view);
    list->version++;
    list->view = more;
    if (more.count > list->height)
        drop_rows(list, &list->view, list->height, more.count - list->height);
    return NULL;
}

static const struct bb_err *move_down(struct bb_list *list, int by)
{
    int dropped = 0, missing = list->cursor + by - (list->view.count - 1);
    if (by ==
        list->height) /* a page: the view goes on by a page, the cursor stays on its screen row */
        missing = by;
    if (missing > 0)
        BB_TRY(extend_down(list, missing, &dropped));
    int target = list->cursor + by - dropped;
    list->cursor = target < list->view.count ? target : list->view.count - 1;
    return NULL;
}

static const struct bb_err *move_up(struct bb_list *list, int by)
{
    int added = 0, missing = by == list->height ? by : by - list->cursor;
    if (missing > 0)
        BB_TRY(extend_up(list, missing, &added));
    int target = list->cursor + added - by;
    list->cursor = target > 0 ? target : 0;
    return NULL;
}

static const struct bb_err *move_to_end(struct bb_list *list, enum bb_list_ask ask)
{
    struct bb_list_rows rows = {0};
    BB_TRY(fetch(list, ask, NULL, list->height, &rows));
    show(list, &rows, ask == BB_LIST_FIRST ? 0 : list->height);
    return NULL;
}

const struct bb_err *bb_list_move(struct bb_list *list, enum bb_list_move move)
{
    bool some = list->view.count > 0;
    bb_strset(&list->wanted, NULL);
    switch (move) {
    case BB_LIST_UP:
        return some ? move_up(list, 1) : NULL;
    case BB_LIST_DOWN:
        return some ? move_down(list, 1) : NULL;
    case BB_LIST_PAGE_UP:
        return some ? move_up(list, list->height) : NULL;
    case BB_LIST_PAGE_DOWN:
        return some ? move_down(list, list->height) : NULL;
    case BB_LIST_HOME:
        return move_to_end(list, BB_LIST_FIRST);
    case BB_LIST_END:
        return move_to_end(list, BB_LIST_LAST);
    }
    return NULL;
}

const struct bb_err *bb_list_select(struct bb_list *list, const char *id)
{
    bool found;
    for (int i = 0; i < list->view.count; i++) {
        if (strcmp(list->view.rows[i].id, id) == 0) {
            list->cursor = i;
            bb_strset(&list->wanted, NULL);
            return NULL;
        }
    }
    BB_TRY(go_to(list, id, list->height / 2, &found));
    if (found) {
        list->loaded = true;
        bb_strset(&list->wanted, NULL);
    }
    return NULL;
}

unsigned bb_list_version(const struct bb_list *list)
{
    return list->version;
}

int bb_list_count(const struct bb_list *list)
{
    return list->view.count;
}

const struct bb_list_row *bb_list_row(const struct bb_list *list, int index)
{
    return index >= 0 && index < list->view.count ? &list->view.rows[index] : NULL;
}

int bb_list_cursor(const struct bb_list *list)
{
    return list->view.count > 0 ? list->cursor : -1;
}

const struct bb_list_row *bb_list_selected(const struct bb_list *list)
{
    return bb_list_row(list, list->cursor);
}
