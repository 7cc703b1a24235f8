/* Receipts from the inbox: down-part, acknowledgement and that it was read in one transaction; a
 * file is moved only after it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/sync.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"
#include "bangban/packet/receipt.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { PEM_MAX_BYTES = 4096 };

struct incoming {
    struct bb_app *app;
    struct bb_sync_report *report;
    const char *file;
    struct bb_receipt receipt;
    struct bb_buf body;
};

const struct bb_err *bb_hub_key_load(struct bb_app *app, struct bb_buf *out)
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

/* The hub's clock against this one: behind it is what reads an answer of the future; ahead, whose
 * event came to the hub before it was written. An answer older than the last says nothing new. */
static const struct bb_err *clock_compare(struct incoming *in)
{
    struct bb_answer last = {0};
    struct bb_place head;
    bool found;
    int64_t hub = in->receipt.at, off = 0;
    BB_TRY(bb_db_event_place(in->app->db, in->receipt.have, &head));
    const struct bb_err *err = bb_db_answer_last(in->app->db, &last, &found);
    bool older = !err && found && last.at > hub;
    bb_record_done(&bb_answer_record, &last);
    if (err || older)
        return err;
    if (hub - bb_app_now(in->app) > BB_CLOCK_GRACE_SECONDS)
        off = hub - bb_app_now(in->app);
    else if (head.found && head.at - hub > BB_CLOCK_GRACE_SECONDS)
        off = hub - head.at;
    in->report->behind_s = off;
    return bb_clock_doubt_save(in->app, "clock_off", off);
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
    if (!refused && own && !copy) /* not one relayed, nor an answer to a copy of this installation
                                     or to what it was before it was restored: those left out what
                                     their packet's head had, and this file has not */
        BB_TRY(seen_move(in));
    if (!refused && own && !copy)
        BB_TRY(clock_compare(in));
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
    return NULL;
}

/* An answered packet has done its duty: what is still missing goes into the next one. */
static void packet_forget(const struct incoming *in)
{
    if (!bb_name_fits(in->receipt.packet, NULL, ".zip"))
        return;
    char *outbox = bb_path_join(in->app->folder, "outbox");
    char *path = bb_path_join(outbox, in->receipt.packet);
    unlink(path);
    free(path);
    free(outbox);
}

/* Whether it can be believed and is for this node, or for one whose packets it relayed. */
static const struct bb_err *receipt_check(struct incoming *in, const char *path,
                                          const char *hub_key)
{
    bool relayed = false;
    BB_TRY(bb_receipt_read(&in->receipt, &in->body, path, hub_key));
    if (strcmp(in->receipt.node, in->app->config->node) == 0)
        return NULL;
    BB_TRY(bb_db_node_is_known(in->app->db, in->receipt.node, &relayed));
    return relayed ? NULL : bb_err(BB_ERR_RECEIPT, in->file, _("it is for another window"), NULL);
}

static const struct bb_err *receipt_file(struct incoming *in, const char *inbox,
                                         const char *hub_key)
{
    char digest[BB_DIGEST_HEX_BYTES];
    struct bb_buf raw = {0};
    char *path = bb_path_join(inbox, in->file);
    const struct bb_err *err = receipt_check(in, path, hub_key);
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
    struct bb_names names = {0};
    struct bb_buf key = {0};
    char *inbox = bb_path_join(app->folder, "inbox");
    const struct bb_err *err = bb_names_read(&names, inbox, NULL, ".receipt");
    if (!err && names.count)
        err = bb_hub_key_load(app, &key);
    for (size_t i = 0; !err && i < names.count; i++)
        err = receipt_handle(app, out, inbox, names.rows[i], bb_buf_text(&key));
    bb_names_done(&names);
    bb_buf_done(&key);
    free(inbox);
    return err;
}

/* ---- what was put aside ---- */

static const struct bb_err *bad_tell(struct bb_app *app, const char *bad, const char *file,
                                     const char *key, const struct bb_sink *sink)
{
    struct incoming in = {.app = app, .file = file};
    char *path = bb_path_join(bad, file);
    const struct bb_err *err = receipt_check(&in, path, key);
    struct bb_answer answer = {.id = (char *)(size_t)file,
                               .file = (char *)(size_t)file,
                               .status = (char *)(size_t) "bad",
                               .reason = bb_strdup(err ? err->text : "")};
    if (!err || bb_err_exit(err) == BB_EXIT_INPUT)
        err = sink->item(sink->ctx, &answer);
    free(answer.reason);
    bb_receipt_done(&in.receipt);
    bb_buf_done(&in.body);
    free(path);
    /* cppcheck-suppress returnDanglingLifetime */
    return err; /* the sink's, never the answer */
}

const struct bb_err *bb_app_bad_receipts(struct bb_app *app, const struct bb_sink *sink)
{
    struct bb_names names = {0};
    struct bb_buf key = {0};
    char *bad = bb_path_join(app->folder, "inbox/bad"),
         *done = bb_path_join(app->folder, "inbox/done");
    const struct bb_err *err =
        bb_file_exists(bad) ? bb_names_read(&names, bad, NULL, ".receipt") : NULL;
    if (!err && names.count)
        err = bb_hub_key_load(app, &key);
    for (size_t i = 0; !err && i < names.count; i++) {
        char *whole = bb_path_join(done, names.rows[i]);
        if (!bb_file_exists(whole)) /* else it came again, whole */
            err = bad_tell(app, bad, names.rows[i], bb_buf_text(&key), sink);
        free(whole);
    }
    bb_names_done(&names);
    bb_buf_done(&key);
    free(bad);
    free(done);
    return err;
}
