/*
 * The window's three steps: receipts from the inbox, packets into the outbox, files to and fro
 * (transport.c). Each can be killed anywhere and run again: what counts is in the database, and a
 * file is moved only after the transaction that read it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"
#include "bangban/packet/receipt.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { PEM_MAX_BYTES = 4096, CLOCK_GRACE_SECONDS = 600, DIGITS = 16 };

void bb_sync_report_done(struct bb_sync_report *report)
{
    free(report->sentence);
    *report = (struct bb_sync_report){0};
}

/* ---- names of files ---- */

struct names {
    char **rows;
    size_t count, cap;
};

static void names_add(struct names *names, const char *name)
{
    if (names->count == names->cap) {
        names->cap = names->cap ? names->cap * 2 : 16;
        names->rows = bb_realloc(names->rows, names->cap * sizeof *names->rows);
    }
    names->rows[names->count++] = bb_strdup(name);
}

static void names_done(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->rows[i]);
    free(names->rows);
    *names = (struct names){0};
}

/* <node>-<16 digits><suffix>; node NULL: of any. */
static bool name_fits(const char *name, const char *node, const char *suffix)
{
    const char *dash = strrchr(name, '-');
    if (!dash || dash == name ||
        (node && (strlen(node) != (size_t)(dash - name) || strncmp(name, node, strlen(node)) != 0)))
        return false;
    return strspn(dash + 1, "0123456789abcdef") == DIGITS && strcmp(dash + 1 + DIGITS, suffix) == 0;
}

static const struct bb_err *names_read(struct names *out, const char *dir, const char *node,
                                       const char *suffix)
{
    struct dirent *entry;
    BB_TRY(bb_file_mkdir(dir));
    DIR *handle = opendir(dir);
    if (!handle)
        return bb_err(BB_ERR_FILE_OPEN, dir, strerror(errno), NULL);
    while ((entry = readdir(handle)))
        if (name_fits(entry->d_name, node, suffix))
            names_add(out, entry->d_name);
    closedir(handle);
    return NULL;
}

/* ---- a receipt ---- */

struct incoming {
    struct bb_app *app;
    struct bb_sync_report *report;
    const char *file;
    struct bb_receipt receipt;
    struct bb_buf body;
};

static const struct bb_err *hub_key_load(struct bb_app *app, struct bb_buf *out)
{
    char *path = bb_path_join(app->folder, "hub.pub");
    const struct bb_err *err = bb_file_exists(path) ? bb_file_read(out, path, PEM_MAX_BYTES)
                                                    : bb_err(BB_ERR_NO_HUB, path, NULL);
    free(path);
    return err;
}

/* One line of the body: an event or a row of reference data. */
static const struct bb_err *line_take(struct incoming *in, struct bb_merge *merge,
                                      struct bb_reference_in *reference, const char *line,
                                      size_t len)
{
    bool clash = false;
    if (*line == '[')
        return reference ? bb_reference_line(reference, line, len) : NULL;
    BB_TRY(bb_merge_line(merge, line, len, &clash));
    if (clash && !in->report->sentence)
        in->report->sentence = bb_strdup(_("An event came down whose id is known here with other "
                                           "content; it was not taken. Tell the district."));
    return NULL;
}

static const struct bb_err *body_lines(struct incoming *in, struct bb_merge *merge,
                                       struct bb_reference_in *reference)
{
    const char *at = bb_buf_text(&in->body), *end = at + in->body.len;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        BB_TRY(line_take(in, merge, reference, at, len));
        at += len + 1;
    }
    return NULL;
}

/* Reference data first, so that what is folded afterwards uses the new calendar. A lower version is
 * passed over: only a higher one replaces (data.md, "The protocol" 5). */
static const struct bb_err *body_merge(struct incoming *in, struct bb_merge_result *merged)
{
    struct bb_app *app = in->app;
    struct bb_merge *merge = NULL;
    struct bb_reference_in *reference = NULL;
    int64_t version = 0;
    BB_TRY(bb_number_load(app, "hub_reference", &version));
    BB_TRY(bb_merge_begin(app, &merge));
    const struct bb_err *err = NULL;
    if (in->receipt.reference > version)
        err = bb_reference_begin(app, &reference);
    if (!err)
        err = body_lines(in, merge, reference);
    if (!err && reference)
        err = bb_reference_end(reference, in->receipt.reference);
    else
        bb_reference_drop(reference);
    if (err) {
        bb_merge_drop(merge);
        return err;
    }
    in->report->reference |= reference != NULL;
    return bb_merge_end(merge, merged);
}

/* Acknowledgement of an earlier label's chain: its head or nothing, for another hash may belong to
 * another branch under the same label. */
static const struct bb_err *branch_ack(struct incoming *in)
{
    struct bb_branch branch = {0};
    bool found;
    const struct bb_err *err =
        bb_db_load(in->app->db, &bb_branch_record, in->receipt.replica, &branch, &found);
    if (!err && found && strcmp(in->receipt.have, branch.head) == 0) {
        err = bb_db_branch_drop(in->app->db, branch.id);
    } else if (!err && found && strcmp(in->receipt.status, "gap") == 0) {
        bb_strset(&branch.acked, bb_hash_zero);
        err = bb_db_save(in->app->db, &bb_branch_record, &branch);
    }
    bb_record_done(&bb_branch_record, &branch);
    return err;
}

/* `have` goes up or down; resending costs nothing. A head that this file does not have was sent by
 * a copy of it, or before it was restored. */
static const struct bb_err *ack(struct incoming *in, bool *copy)
{
    struct bb_app *app = in->app;
    struct bb_place place;
    bool gap = strcmp(in->receipt.status, "gap") == 0;
    if (strcmp(in->receipt.replica, app->replica) != 0)
        return branch_ack(in);
    if (gap)
        return bb_acked_save(app, bb_hash_zero, 0);
    BB_TRY(bb_db_event_place(app->db, in->receipt.have, &place));
    if (place.found && strcmp(place.replica, app->replica) == 0)
        return bb_acked_save(app, in->receipt.have, place.seq);
    *copy = !place.found && strcmp(in->receipt.have, bb_hash_zero) != 0;
    return NULL;
}

/* What came down reaches to `seen`, if it began where this file stands. */
static const struct bb_err *seen_move(struct incoming *in)
{
    char *seen = NULL;
    BB_TRY(bb_db_meta_load(in->app->db, "hub_seen", &seen));
    bool joins = strcmp(in->receipt.from, bb_hash_zero) == 0 ||
                 (seen && strcmp(seen, in->receipt.from) == 0);
    free(seen);
    return joins ? bb_db_meta_save(in->app->db, "hub_seen", in->receipt.seen) : NULL;
}

static const struct bb_err *answer_save(struct incoming *in, const char *digest)
{
    char id[BB_DIGEST_HEX_BYTES];
    memcpy(id, digest, sizeof id);
    struct bb_receipt *receipt = &in->receipt;
    struct bb_answer answer = {.id = id,
                               .file = (char *)(size_t)in->file,
                               .packet = receipt->packet,
                               .replica = receipt->replica,
                               .status = receipt->status,
                               .reason = receipt->reason,
                               .at = receipt->at,
                               .read_at = bb_app_now(in->app)};
    return bb_db_save(in->app->db, &bb_answer_record, &answer);
}

static const struct bb_err *receipt_merge(struct incoming *in, const char *digest)
{
    struct bb_merge_result merged = {0};
    char head[BB_HASH_BYTES];
    struct bb_chain chain;
    bool copy = false, refused = strcmp(in->receipt.status, "refused") == 0;
    BB_TRY(bb_replica_load(in->app));
    BB_TRY(bb_db_chain_load(in->app->db, in->app->replica, &chain));
    memcpy(head, chain.hash, sizeof head);
    bool own = strcmp(in->receipt.replica, in->app->replica) == 0;
    if (!refused)
        BB_TRY(ack(in, &copy));
    BB_TRY(body_merge(in, &merged));
    if (copy && !merged.copy)
        BB_TRY(bb_relabel(in->app, head));
    if (!refused && own) /* not one relayed, nor an answer to a copy of this installation */
        BB_TRY(seen_move(in));
    BB_TRY(answer_save(in, digest));
    in->report->fresh += merged.fresh;
    in->report->relabelled |= copy || merged.copy;
    return NULL;
}

/* In one transaction: down-part, acknowledgement, and that it was read. */
static const struct bb_err *receipt_take(struct incoming *in, const char *digest)
{
    struct bb_answer known = {0};
    bool found;
    BB_TRY(bb_db_begin(in->app->db));
    const struct bb_err *err = bb_db_load(in->app->db, &bb_answer_record, digest, &known, &found);
    bb_record_done(&bb_answer_record, &known);
    if (!err && !found)
        err = receipt_merge(in, digest);
    err = bb_act_end(in->app, err);
    if (err || found)
        return err;
    in->report->receipts++;
    in->report->refused += strcmp(in->receipt.status, "refused") == 0;
    int64_t behind = in->receipt.at - bb_app_now(in->app);
    if (behind > CLOCK_GRACE_SECONDS)
        in->report->behind_s = behind;
    return NULL;
}

/* An answered packet has done its duty: what is still missing goes into the next one. */
static void packet_forget(const struct incoming *in)
{
    if (!name_fits(in->receipt.packet, NULL, ".zip"))
        return;
    char *outbox = bb_path_join(in->app->folder, "outbox");
    char *path = bb_path_join(outbox, in->receipt.packet);
    unlink(path);
    free(path);
    free(outbox);
}

static const struct bb_err *receipt_file(struct incoming *in, const char *inbox,
                                         const char *hub_key)
{
    char digest[BB_DIGEST_HEX_BYTES];
    struct bb_buf raw = {0};
    char *path = bb_path_join(inbox, in->file);
    bool relayed = false;
    const struct bb_err *err = bb_receipt_read(&in->receipt, &in->body, path, hub_key);
    if (!err && strcmp(in->receipt.node, in->app->config->node) != 0) {
        err = bb_db_node_is_known(in->app->db, in->receipt.node, &relayed);
        if (!err && !relayed)
            err = bb_err(BB_ERR_RECEIPT, in->file, _("it is for another window"), NULL);
    }
    if (!err)
        err = bb_file_read(&raw, path, BB_PACKET_UNPACKED_MAX_BYTES);
    if (!err) {
        bb_sm3_hex(digest, raw.data, raw.len);
        err = receipt_take(in, digest);
    }
    if (!err)
        packet_forget(in);
    bb_buf_done(&raw);
    free(path);
    return err;
}

/* done/ keeps the names that need not be fetched again; bad/ those that must. */
static const struct bb_err *file_move(const char *inbox, const char *file, const char *folder)
{
    char *to_dir = bb_path_join(inbox, folder);
    char *from = bb_path_join(inbox, file), *to = bb_path_join(to_dir, file);
    const struct bb_err *err = bb_file_mkdir(to_dir);
    if (!err)
        err = bb_file_move(from, to);
    free(to_dir);
    free(from);
    free(to);
    return err;
}

static const struct bb_err *receipt_handle(struct bb_app *app, struct bb_sync_report *report,
                                           const char *inbox, const char *file, const char *key)
{
    struct incoming in = {.app = app, .report = report, .file = file};
    const struct bb_err *err = receipt_file(&in, inbox, key);
    bb_receipt_done(&in.receipt);
    bb_buf_done(&in.body);
    if (!err)
        return file_move(inbox, file, "done");
    if (bb_err_exit(err) != BB_EXIT_INPUT)
        return err; /* the machine's fault: the same file again, later */
    report->bad++;
    bb_strset(&report->sentence, err->text);
    return file_move(inbox, file, "bad");
}

const struct bb_err *bb_sync_read(struct bb_app *app, struct bb_sync_report *out)
{
    struct names names = {0};
    struct bb_buf key = {0};
    char *inbox = bb_path_join(app->folder, "inbox");
    const struct bb_err *err = names_read(&names, inbox, NULL, ".receipt");
    if (!err && names.count)
        err = hub_key_load(app, &key);
    for (size_t i = 0; !err && i < names.count; i++)
        err = receipt_handle(app, out, inbox, names.rows[i], bb_buf_text(&key));
    names_done(&names);
    bb_buf_done(&key);
    free(inbox);
    return err;
}

/* ---- packets ---- */

struct branches {
    struct bb_branch *rows;
    size_t count;
};

static const struct bb_err *branch_note(void *ctx, void *row)
{
    struct branches *branches = ctx;
    branches->rows = bb_realloc(branches->rows, (branches->count + 1) * sizeof *branches->rows);
    struct bb_branch *slot = &branches->rows[branches->count++];
    *slot = (struct bb_branch){0};
    bb_record_copy(&bb_branch_record, slot, row);
    return NULL;
}

static void path_note(struct names *written, char *path, struct bb_sync_report *report)
{
    if (!path)
        return;
    const char *slash = strrchr(path, '/');
    names_add(written, slash ? slash + 1 : path);
    report->packets++;
    free(path);
}

static const struct bb_err *branches_write(struct bb_app *app, const char *outbox,
                                           struct names *written, struct bb_sync_report *report)
{
    struct branches branches = {0};
    const struct bb_err *err =
        bb_db_all(app->db, &bb_branch_record, &(struct bb_sink){branch_note, &branches});
    for (size_t i = 0; i < branches.count; i++) {
        char *path = NULL;
        if (!err)
            err = bb_branch_export(app, &branches.rows[i], outbox, &path);
        path_note(written, path, report);
        bb_record_done(&bb_branch_record, &branches.rows[i]);
    }
    free(branches.rows);
    return err;
}

/* The new packets hold everything that the older ones held. */
static const struct bb_err *older_remove(struct bb_app *app, const char *outbox,
                                         const struct names *written)
{
    struct names names = {0};
    const struct bb_err *err = names_read(&names, outbox, app->config->node, ".zip");
    for (size_t i = 0; !err && i < names.count; i++) {
        bool fresh = false;
        for (size_t j = 0; j < written->count; j++)
            fresh |= strcmp(written->rows[j], names.rows[i]) == 0;
        char *path = bb_path_join(outbox, names.rows[i]);
        if (!fresh)
            unlink(path);
        free(path);
    }
    names_done(&names);
    return err;
}

const struct bb_err *bb_sync_write(struct bb_app *app, struct bb_sync_report *out)
{
    char acked[BB_HASH_BYTES], head[BB_HASH_BYTES];
    struct names written = {0};
    char *outbox = bb_path_join(app->folder, "outbox"), *path = NULL;
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    const struct bb_err *err = bb_file_mkdir(outbox);
    if (!err)
        err = bb_replica_load(app);
    if (!err)
        err = bb_acked_load(app, acked);
    if (!err)
        err = bb_chain_export(app, acked, outbox, false, head, &path);
    path_note(&written, path, out);
    if (!err)
        err = branches_write(app, outbox, &written, out);
    if (!err)
        err = older_remove(app, outbox, &written);
    names_done(&written);
    free(outbox);
    return err;
}

/* ---- the whole ---- */

const struct bb_err *bb_app_sync(struct bb_app *app, struct bb_sync_report *out)
{
    struct bb_buf key = {0};
    struct bb_sync_state state = {0};
    *out = (struct bb_sync_report){0};
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    const struct bb_err *err = hub_key_load(app, &key); /* without it no answer can be believed */
    bb_buf_done(&key);
    if (!err)
        err = bb_sync_read(app, out);
    if (!err)
        err = bb_sync_write(app, out);
    if (!err)
        err = bb_app_transport(app);
    if (!err)
        err = bb_sync_read(app, out);
    if (!err)
        err = bb_app_sync_state(app, &state);
    out->unacked = state.unacked;
    return err;
}

/* ---- how it stands ---- */

static const struct bb_err *event_count(void *ctx, void *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return NULL;
}

const struct bb_err *bb_app_unacked(struct bb_app *app, const struct bb_sink *sink)
{
    struct bb_chain chain;
    struct branches branches = {0};
    int64_t acked = 0;
    BB_TRY(bb_replica_load(app));
    BB_TRY(bb_number_load(app, "acked_seq", &acked));
    BB_TRY(bb_db_chain_work_load(app->db, app->replica, &chain));
    const struct bb_err *err =
        bb_db_all(app->db, &bb_branch_record, &(struct bb_sink){branch_note, &branches});
    for (size_t i = 0; i < branches.count; i++) {
        if (!err)
            err = bb_db_branch_events(app->db, branches.rows[i].acked, branches.rows[i].head, sink);
        bb_record_done(&bb_branch_record, &branches.rows[i]);
    }
    free(branches.rows);
    if (!err && chain.seq > acked)
        err = bb_db_replica_events(app->db, app->replica, acked, chain.seq, sink);
    return err;
}

const struct bb_err *bb_app_answers(struct bb_app *app, const struct bb_sink *sink)
{
    return bb_db_all(app->db, &bb_answer_record, sink);
}

const struct bb_err *bb_app_sync_state(struct bb_app *app, struct bb_sync_state *out)
{
    struct bb_answer last = {0};
    bool found;
    char *path = bb_path_join(app->folder, "hub.pub");
    *out = (struct bb_sync_state){.joined = bb_file_exists(path), .nights = -1};
    free(path);
    BB_TRY(bb_app_unacked(app, &(struct bb_sink){event_count, &out->unacked}));
    BB_TRY(bb_number_load(app, "hub_reference", &out->seen_reference));
    BB_TRY(bb_db_answer_last(app->db, &last, &found));
    if (found) {
        int64_t nights = bb_app_today(app) - bb_day_of(last.at);
        out->last_at = last.at;
        out->nights = nights > 0 ? nights : 0;
    }
    bb_record_done(&bb_answer_record, &last);
    return NULL;
}
