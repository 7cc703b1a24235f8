/* What neither side takes (trust.md §3): keys that do not hold, folders and receipts of others, one
 * id with two contents, a clock of next year, a server that loses the file. Nothing changes, and
 * both sides say why. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/receipt.h"
#include "bangban/packet/writer.h"
#include "hub/rig.h"

enum { DAY_MS = 86400000 };

struct pair {
    struct rig rig;
    struct node window;
};

static void pair_up(struct pair *pair)
{
    rig_up(&pair->rig, "JS");
    node_up(&pair->rig, &pair->window, "w.db", "C1W03");
    session_add(&pair->window, "一");
}

static void pair_down(struct pair *pair)
{
    node_down(&pair->window);
    rig_down(&pair->rig);
}

/* Registers the window's key with these days; the window pins the hub's. */
static void join(struct pair *pair, int64_t from, int64_t to)
{
    char *pub = node_folder(&pair->window, "sign.pub"),
         *pin = node_folder(&pair->window, "hub.pub");
    char *hub_pub = node_folder(&pair->rig.hub, "sign.pub");
    int64_t today = bb_app_today(pair->rig.hub.app);
    struct bb_node row = {.node = bb_strdup("C1W03"),
                          .valid_from = from ? today + from : 0,
                          .valid_to = to ? today + to : 0};
    ck_ok(bb_hub_node_add(pair->rig.hub.app, &row, pub));
    bb_record_done(&bb_node_record, &row);
    file_copy(hub_pub, pin);
    free(pub);
    free(pin);
    free(hub_pub);
}

/* But for the trace of the hub's own archiving. */
static int64_t hub_events(struct pair *pair)
{
    return sql_number(pair->rig.hub.path, "SELECT count(*) FROM event WHERE kind <> 'export'");
}

static int64_t unacked(struct node *node)
{
    struct bb_sync_state state;
    ck_ok(bb_app_sync_state(node->app, &state));
    return state.unacked;
}

static const struct bb_err *reason_note(void *ctx, void *row)
{
    const struct bb_answer *answer = row;
    if (strcmp(answer->status, "refused") == 0)
        bb_strset(ctx, answer->reason);
    return NULL;
}

/* One night; the packet is refused with these words, said at the window too, and nothing of it is
 * in the tables. */
static void ck_refused(struct pair *pair, const char *words)
{
    char *reason = NULL;
    int64_t before = hub_events(pair);
    node_sync(&pair->window);
    ck_assert_int_gt(carry_up(&pair->rig, &pair->window, "C1W03"), 0);
    struct bb_hub_report report = hub_round(&pair->rig);
    ck_assert_int_eq(report.refused, 1);
    ck_assert_int_eq(report.taken, 0);
    ck_assert_int_eq(hub_events(pair), before);
    carry_down(&pair->rig, &pair->window, "C1W03");
    ck_assert_int_eq(node_sync(&pair->window).refused, 1);
    ck_assert_int_gt(unacked(&pair->window), 0);
    ck_ok(bb_app_answers(pair->window.app, &(struct bb_sink){reason_note, &reason}));
    ck_assert_ptr_nonnull(reason);
    ck_assert_msg(strstr(reason, words), "%s", reason);
    free(reason);
}

static void ck_taken(struct pair *pair)
{
    node_sync(&pair->window);
    carry_up(&pair->rig, &pair->window, "C1W03");
    ck_assert_int_eq(hub_round(&pair->rig).refused, 0);
    carry_down(&pair->rig, &pair->window, "C1W03");
    node_sync(&pair->window);
    ck_assert_int_eq(unacked(&pair->window), 0);
}

START_TEST(keys_hold_for_their_days)
{
    static const struct {
        int64_t from, to;
        bool revoked, good;
    } keys[] = {{0, 0, false, true},
                {-1, 1, false, true},
                {1, 0, false, false},
                {0, -1, false, false},
                {0, 0, true, false}};
    struct pair pair;
    int64_t count;
    pair_up(&pair);
    join(&pair, keys[_i].from, keys[_i].to);
    if (keys[_i].revoked)
        ck_ok(bb_hub_revoke(pair.rig.hub.app, "C1W03", NULL, &count));
    if (keys[_i].good) {
        ck_taken(&pair);
    } else {
        ck_refused(&pair, "no valid key of this window is registered");
        join(&pair, 0, 0); /* put right: the same comes again, whole */
        session_add(&pair.window, "二");
        ck_taken(&pair);
    }
    pair_down(&pair);
}
END_TEST

/* Signed by C1W04, laid into the folder of C1W03. */
START_TEST(folders_are_of_their_nodes)
{
    struct pair pair;
    struct node other;
    pair_up(&pair);
    join(&pair, 0, 0);
    node_up(&pair.rig, &other, "other.db", "C1W04");
    node_join(&pair.rig, &other, NULL);
    session_add(&other, "三");
    node_sync(&other);
    int64_t before = hub_events(&pair);
    ck_assert_int_eq(carry_up(&pair.rig, &other, "C1W03"), 1);
    ck_assert_int_eq(hub_round(&pair.rig).refused, 1);
    ck_assert_int_eq(hub_events(&pair), before);
    carry_up(&pair.rig, &other, "C1W04");
    ck_assert_int_eq(hub_round(&pair.rig).taken, 1);
    /* and the receipt of one laid into the inbox of the other */
    ck_assert_int_eq(carry_down(&pair.rig, &pair.window, "C1W04"), 1);
    struct bb_sync_report report;
    ck_ok(bb_app_sync(pair.window.app, NULL, &report));
    ck_assert_int_eq(report.bad, 1);
    ck_assert_int_eq(report.receipts, 0);
    ck_assert_ptr_nonnull(strstr(report.sentence, "for another window"));
    bb_sync_report_done(&report);
    node_down(&other);
    pair_down(&pair);
}
END_TEST

static const struct bb_err *first_line(void *ctx, void *row)
{
    char **line = ctx;
    if (!*line)
        *line = bb_strdup(((const struct bb_event *)row)->line);
    return NULL;
}

/* A line of a chain of its own, with the id of one that is known and another body. */
static void twin_make(struct pair *pair, struct bb_event *twin)
{
    char *line = NULL;
    ck_ok(bb_app_unacked(pair->window.app, &(struct bb_sink){first_line, &line}));
    ck_ok(bb_event_parse(twin, line, strlen(line)));
    free(line);
    memset(twin->replica, 'e', sizeof twin->replica - 1);
    memcpy(twin->prev, bb_hash_zero, sizeof twin->prev);
    twin->seq = 1;
    bb_strset(&twin->body, "{\"note\":\"zwilling\"}");
    bb_event_format(twin);
    bb_event_hash(twin->hash, twin->prev, twin->line, strlen(twin->line));
}

/* At the hub: the whole packet is refused, whoever signed it. */
START_TEST(one_id_two_contents_at_the_hub)
{
    struct pair pair;
    struct bb_event twin;
    struct bb_packet *packet;
    char *path;
    pair_up(&pair);
    join(&pair, 0, 0);
    twin_make(&pair, &twin);
    ck_taken(&pair);
    struct bb_packet_head head = {.window = "C1W03",
                                  .replica = twin.replica,
                                  .base = bb_hash_zero,
                                  .head = twin.hash,
                                  .seen = bb_hash_zero,
                                  .made_at = twin.at,
                                  .program = "bangban test",
                                  .rules = "1"};
    char *key = node_folder(&pair.window, "sign.pem"), *in = hub_way(&pair.rig, "in", "C1W03");
    ck_ok(bb_packet_begin(&packet, in, &head));
    ck_ok(bb_packet_event(packet, twin.line, strlen(twin.line)));
    ck_ok(bb_packet_end(packet, key, &path));
    int64_t before = hub_events(&pair);
    ck_assert_int_eq(hub_round(&pair.rig).refused, 1);
    ck_assert_int_eq(hub_events(&pair), before);
    ck_assert_int_eq(hub_round(&pair.rig).refused, 0); /* the archive does not bring it back */
    ck_assert_int_eq(hub_events(&pair), before);
    bb_event_done(&twin);
    free(key);
    free(in);
    free(path);
    pair_down(&pair);
}
END_TEST

/* A receipt with what the body says, signed by that node; its file is in the window's inbox. */
static char *receipt_put(struct pair *pair, const struct node *signer, const char *line)
{
    char *path = NULL;
    char *key = node_folder(signer, "sign.pem"), *inbox = node_folder(&pair->window, "inbox");
    struct bb_buf body = {0};
    struct bb_receipt receipt = {.hub = bb_strdup("JS"),
                                 .node = bb_strdup("C1W03"),
                                 .packet = bb_strdup("C1W03-0000000000000000.zip"),
                                 .replica = bb_strdup("x"),
                                 .status = bb_strdup("have"),
                                 .reason = bb_strdup("")};
    memcpy(receipt.have, bb_hash_zero, BB_HASH_BYTES);
    memcpy(receipt.from, bb_hash_zero, BB_HASH_BYTES);
    memcpy(receipt.seen, bb_hash_zero, BB_HASH_BYTES);
    receipt.at = bb_app_now(pair->rig.hub.app);
    bb_buf_printf(&body, "%s\n", line);
    ck_ok(bb_file_mkdir(inbox));
    ck_ok(bb_receipt_write(&receipt, &body, key, inbox, &path));
    bb_receipt_done(&receipt);
    bb_buf_done(&body);
    free(key);
    free(inbox);
    return path;
}

/* At the window: it is not taken, somebody is told, the rest of the receipt counts. */
START_TEST(one_id_two_contents_at_the_window)
{
    struct pair pair;
    struct bb_event twin;
    struct bb_sync_report report;
    pair_up(&pair);
    join(&pair, 0, 0);
    twin_make(&pair, &twin);
    free(receipt_put(&pair, &pair.rig.hub, twin.line));
    ck_ok(bb_app_sync(pair.window.app, NULL, &report));
    ck_assert_int_eq(report.receipts, 1);
    ck_assert_int_eq(report.fresh, 0);
    ck_assert_ptr_nonnull(report.sentence);
    bb_sync_report_done(&report);
    ck_assert_int_eq(
        sql_number(pair.window.path, "SELECT count(*) FROM event WHERE line LIKE '%zwilling%'"), 0);
    bb_event_done(&twin);
    pair_down(&pair);
}
END_TEST

/* The signature fits the head, what follows it was exchanged. */
START_TEST(right_signature_wrong_digest)
{
    struct pair pair;
    struct bb_buf text = {0};
    struct bb_sync_report report;
    pair_up(&pair);
    join(&pair, 0, 0);
    char *path = receipt_put(&pair, &pair.rig.hub, "[\"columns\",\"unit\"]");
    ck_ok(bb_file_read(&text, path, 1 << 20));
    memcpy(strstr(text.data, "unit"), "item", 4);
    ck_ok(bb_file_write(path, 0600, text.data, text.len));
    ck_ok(bb_app_sync(pair.window.app, NULL, &report));
    ck_assert_int_eq(report.bad, 1);
    ck_assert_int_eq(report.receipts, 0);
    bb_sync_report_done(&report);
    ck_assert(!bb_file_exists(path)); /* put aside: fetched again */
    bb_buf_done(&text);
    free(path);
    pair_down(&pair);
}
END_TEST

/* Everything in it agrees; only the hub's key did not sign it. */
START_TEST(a_receipt_signed_by_somebody_else)
{
    struct pair pair;
    struct bb_sync_report report;
    pair_up(&pair);
    join(&pair, 0, 0);
    free(receipt_put(&pair, &pair.window, "[\"columns\",\"unit\"]"));
    ck_ok(bb_app_sync(pair.window.app, NULL, &report));
    ck_assert_int_eq(report.bad, 1);
    ck_assert_int_eq(report.receipts, 0);
    bb_sync_report_done(&report);
    pair_down(&pair);
}
END_TEST

struct seen {
    int64_t ahead_s, nights;
};

static const struct bb_err *line_note(void *ctx, struct bb_hub_line *line)
{
    struct seen *seen = ctx;
    seen->ahead_s = line->ahead_s;
    seen->nights = line->nights;
    return NULL;
}

/* Clocks are data: it is taken, and the hub names the clock. */
START_TEST(a_packet_of_next_year)
{
    struct pair pair;
    struct seen seen = {0};
    int64_t parked;
    pair_up(&pair);
    join(&pair, 0, 0);
    pair.window.clock.now_ms += (int64_t)365 * DAY_MS;
    session_add(&pair.window, "明年");
    ck_taken(&pair);
    ck_ok(bb_hub_status(pair.rig.hub.app, line_note, &seen, &parked));
    ck_assert_int_eq(seen.ahead_s / 86400, 365);
    ck_assert_int_eq(seen.nights, 0);
    ck_assert_int_eq(parked, 0);
    pair_down(&pair);
}
END_TEST

/* 201 and gone: without a receipt everything comes again. */
START_TEST(a_server_that_loses_the_file)
{
    struct pair pair;
    struct bb_hub_report report;
    pair_up(&pair);
    join(&pair, 0, 0);
    node_sync(&pair.window);
    ck_assert_int_eq(carry_up(&pair.rig, &pair.window, "C1W03"), 1);
    char *in = hub_way(&pair.rig, "in", "C1W03");
    fixture_dir_done(in); /* the disk of the server; frees the path */
    ck_ok(bb_hub_ingest(pair.rig.hub.app, &report, NULL, NULL));
    ck_assert_int_eq(report.taken, 0);
    int64_t waits = unacked(&pair.window);
    ck_assert_int_gt(waits, 0);
    session_add(&pair.window, "二");
    ck_taken(&pair);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), 2);
    pair_down(&pair);
}
END_TEST

/* The district's reference data: counted and named once to everybody, never to a lower version. */
static const struct bb_err *news_note(void *ctx, const struct bb_news *news)
{
    struct bb_buf *text = ctx;
    bb_buf_printf(text, "%s +%d ~%d %s;", news->table, (int)news->added, (int)news->changed,
                  news->names);
    return NULL;
}

START_TEST(reference_data_makes_news)
{
    struct pair pair;
    struct bb_buf text = {0};
    struct bb_item item = {
        .code = bb_strdup("P900"), .name = bb_strdup("新事项"), .unit_code = bb_strdup("U1")};
    pair_up(&pair);
    join(&pair, 0, 0);
    ck_taken(&pair);
    ck_ok(bb_app_news(pair.window.app, true, news_note, &text)); /* what came with the joining */
    bb_buf_clear(&text);
    ck_ok(bb_field_parse(bb_record_field(&bb_item_record, "audience"), &item, "personal"));
    ck_ok(bb_app_reference_add(pair.rig.hub.app, "item", &item));
    bb_record_done(&bb_item_record, &item);
    pair.window.clock.now_ms += DAY_MS;
    pair.rig.hub.clock.now_ms += DAY_MS;
    session_add(&pair.window, "二");
    ck_taken(&pair);
    ck_ok(bb_app_news(pair.window.app, true, news_note, &text));
    ck_assert_str_eq(bb_buf_text(&text), "item +1 ~0 新事项;");
    bb_buf_clear(&text);
    ck_ok(bb_app_news(pair.window.app, true, news_note, &text));
    ck_assert_str_eq(bb_buf_text(&text), "");
    bb_buf_done(&text);
    pair_down(&pair);
}
END_TEST

Suite *suite_door(void);
Suite *suite_door(void)
{
    Suite *suite = suite_create("door");
    TCase *tcase = tcase_create("door");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, keys_hold_for_their_days, 0, 5);
    tcase_add_test(tcase, folders_are_of_their_nodes);
    tcase_add_test(tcase, one_id_two_contents_at_the_hub);
    tcase_add_test(tcase, one_id_two_contents_at_the_window);
    tcase_add_test(tcase, right_signature_wrong_digest);
    tcase_add_test(tcase, a_receipt_signed_by_somebody_else);
    tcase_add_test(tcase, a_packet_of_next_year);
    tcase_add_test(tcase, a_server_that_loses_the_file);
    tcase_add_test(tcase, reference_data_makes_news);
    suite_add_tcase(suite, tcase);
    return suite;
}
