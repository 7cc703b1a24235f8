/* Generates believable rows from one seed. Every row is the fold of its events, as in the real
 * program. */
#include "bench/fill.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/account.h"
#include "bangban/packet/digest.h"
#include "bench/bench.h"

enum { DESKS = 7, PER_COMMIT = 50000, OPENS = 9 * 3600, OPEN_SECONDS = 27000 };

static const struct {
    const char *code, *name;
    int zone;
} desks[DESKS] = {{"C1W01", "1号窗口", BB_ZONE_WINDOW}, {"C1W02", "2号窗口", BB_ZONE_WINDOW},
                  {"C1W03", "3号窗口", BB_ZONE_WINDOW}, {"C1W04", "4号窗口", BB_ZONE_WINDOW},
                  {"C1W05", "5号窗口", BB_ZONE_WINDOW}, {"C1H01", "咨询台", BB_ZONE_HELP_DESK},
                  {"C1S01", "自助服务区", BB_ZONE_SELF}};
static const char *const people[DESKS] = {"程亦诚", "韦远娜", "单于沐旭", "丁彤",
                                          "马小青", "何志远", "林秋月"};

/* Parts of a note; a note has four of them. */
static const char *const parts[] = {
    "身份证复印件缺一份", "已告知需补居住证明", "网上申报页面打不开",   "帮助上传了三张照片",
    "材料齐全当场受理",   "委托书没有签字",     "老人不会用手机操作",   "引导到自助机打印",
    "排队时间较长有意见", "社保缴费基数有疑问", "公积金提取银行卡不符", "营业执照地址变更",
    "食品经营许可延续",   "不动产登记资料核对", "医保转移接续手续",     "新生儿落户资料说明",
    "残疾人补贴申请表",   "退休待遇测算解释",   "灵活就业人员参保",     "个体工商户注销流程",
    "税务窗口联合核验",   "表格填写第二页有误", "系统提示信息不一致",   "电话联系后台科室",
    "承诺两个工作日答复", "已取号改为预约办理", "企业法人未到场",       "电子证照调取失败",
    "人脸识别多次不通过", "建议下载随申办",     "住址与户口簿不一致",   "签注到期需要续签",
    "发票信息填写错误",   "船员证件换发咨询",   "学籍证明跨区调取"};
enum { PARTS = sizeof parts / sizeof *parts };

struct fill {
    struct bb_db *db;
    uint64_t seed;
    struct bb_chain chain;
    char replica[BB_REPLICA_BYTES];
    struct bb_item *items;
    size_t item_count;
    long per_issue;
    int due_dates;
    int64_t first_day;
};

/* Records own their texts; these are only lent to them while an event's body is written. */
static char *lent(const char *text)
{
    return (char *)(uintptr_t)text;
}

static uint64_t rnd(struct fill *fill, uint64_t below) /* splitmix64 */
{
    uint64_t z = fill->seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (z ^ z >> 31) % below;
}

static void uuid(struct fill *fill, char out[BB_UUID_BYTES], int64_t at)
{
    char text[64];
    uint64_t ms = (uint64_t)at * 1000 + rnd(fill, 1000);
    snprintf(text, sizeof text, "%012" PRIx64 "7%03" PRIx64 "%04" PRIx64 "%012" PRIx64, ms,
             rnd(fill, 0x1000), 0x8000 | rnd(fill, 0x4000), rnd(fill, UINT64_C(1) << 48));
    snprintf(out, BB_UUID_BYTES, "%.8s-%.4s-%.4s-%.4s-%.12s", text, text + 8, text + 12, text + 16,
             text + 20);
}

/* Appends the event to the chain and to `events`. */
static void put(struct fill *fill, struct bb_events *events, enum bb_event_kind kind,
                const char *subject, const char *by, int64_t at, const struct bb_record *record,
                const void *body)
{
    struct bb_buf text = {0}, causes = {0};
    struct bb_event event = {
        .seq = ++fill->chain.seq, .lamport = ++fill->chain.lamport, .at = at, .kind = kind};
    uuid(fill, event.id, at);
    bb_buf_char(&causes, '[');
    if (events->count > 0)
        bb_buf_printf(&causes, "\"%s\"", events->rows[events->count - 1].hash);
    bb_buf_char(&causes, ']');
    bb_record_body_format(record, body, &text);
    event.by = bb_strdup(by);
    event.subject = bb_strdup(subject);
    event.causes = bb_buf_take(&causes);
    event.body = bb_buf_take(&text);
    memcpy(event.replica, fill->replica, sizeof event.replica);
    memcpy(event.prev, fill->chain.hash, sizeof event.prev);
    bb_event_format(&event);
    bb_event_hash(event.hash, event.prev, event.line, strlen(event.line));
    memcpy(fill->chain.hash, event.hash, sizeof event.hash);
    bench_ok(bb_db_event_save(fill->db, &event));
    bb_events_add(events, &event);
}

static void number(char out[40], const char *desk, const char *infix, int64_t at, long running)
{
    struct bb_civil date = bb_day_civil(bb_day_of(at));
    snprintf(out, 40, "%s-%s%02d%02d%02d-%03ld", desk, infix, date.year % 100, date.month, date.day,
             running);
}

static void note(struct fill *fill, long i, char out[400])
{
    const char *rare = i % 50000 == 777 ? "古琴考级，" : i % 1000 == 77 ? "借用轮椅，" : "";
    snprintf(out, 400, "%s%s，%s；%s，%s。", rare, parts[rnd(fill, PARTS)], parts[rnd(fill, PARTS)],
             parts[rnd(fill, PARTS)], parts[rnd(fill, PARTS)]);
}

static void session_put(struct fill *fill, long i, int64_t at, char id[BB_UUID_BYTES])
{
    int desk = (int)(i % DESKS);
    char no[40], text[400], person[8];
    const struct bb_item *item =
        &fill->items[rnd(fill, 4) ? rnd(fill, 35) % fill->item_count : rnd(fill, fill->item_count)];
    uuid(fill, id, at);
    number(no, desks[desk].code, "", at, i % FILL_PER_DAY / DESKS + 1);
    note(fill, i, text);
    snprintf(person, sizeof person, "B%02d", desk + 1);
    struct bb_session body = {
        .no = no,
        .kind = desks[desk].zone == BB_ZONE_WINDOW ? BB_KIND_STAFF : BB_KIND_VOLUNTEER,
        .happened_at = at,
        .helper = person,
        .desk = lent(desks[desk].code),
        .zone = desks[desk].zone,
        .channel = BB_CHANNEL_ON_SITE,
        .mode = BB_MODE_WINDOW,
        .item = item->code,
        .client_kind = rnd(fill, 5) ? BB_CLIENT_PERSONAL : BB_CLIENT_ENTERPRISE,
        .quantity = 1,
        .category = 1 + (int64_t)rnd(fill, BB_CATEGORY_OTHER),
        .outcome = rnd(fill, 12) ? BB_OUTCOME_SOLVED : BB_OUTCOME_UNSOLVED,
        .note = text,
        .phase = BB_PHASE_CLOSED,
        .phase_at = at,
        .closed_at = at + 60 + (int64_t)rnd(fill, 600),
    };
    struct bb_events events = {0};
    struct bb_session row = {0};
    put(fill, &events, BB_EVENT_SESSION_ADD, id, person, at, &bb_session_record, &body);
    bench_ok(bb_session_fold(&row, &events));
    bench_ok(bb_db_save(fill->db, &bb_session_record, &row));
    bb_session_done(&row);
    bb_events_done(&events);
}

/* The steps that a line has taken: found only, in work, rectified, or closed. */
static void issue_steps(struct fill *fill, struct bb_events *events, const char *id, const char *by,
                        int64_t at, const struct bb_item *item, uint64_t kind)
{
    int64_t day = bb_day_of(at);
    int64_t due = fill->due_dates ? fill->first_day + (int64_t)rnd(fill, (uint64_t)fill->due_dates)
                                  : day + 5 + (int64_t)rnd(fill, 30);
    const struct bb_issue plan = {.plan = lent("与条线科室会商，统一口径并更新办事指南。"),
                                  .measures = lent("窗口张贴提示；后台每日核对一次。"),
                                  .lead_unit = item->unit_code,
                                  .person = lent("B08"),
                                  .due_named = due};
    char first[BB_DAY_BYTES], second[BB_DAY_BYTES], days[2 * BB_DAY_BYTES];
    snprintf(days, sizeof days, "%s %s", bb_day_format(first, day + 30),
             bb_day_format(second, day + 90));
    const struct bb_issue fix = {.evidence = lent("已上线新版填报页面，抽查三件无误。"),
                                 .lookback_plan = days};
    const struct bb_issue ask = {.asked_due = due + 10, .reason = lent("等市级接口")};
    const struct bb_issue assign = {.lead_unit = item->unit_code, .person = lent("B08")};
    const struct bb_issue feedback = {.feedback_to = lent("发现人")};
    const struct bb_issue lookback = {.lookback = BB_LOOKBACK_HOLDS,
                                      .evidence = lent("回访五人，均未再遇到。")};
    const struct bb_issue end = {.ending = BB_ENDING_SOLVED};
    if (kind >= 2)
        put(fill, events, BB_EVENT_ISSUE_PLAN, id, "B08", at, &bb_issue_record, &plan);
    if (kind == 6 && rnd(fill, 10) == 0)
        put(fill, events, BB_EVENT_ISSUE_ASK, id, by, at, &bb_issue_record, &ask);
    if (kind == 5 && rnd(fill, 20) == 0) { /* in two places at once */
        put(fill, events, BB_EVENT_ISSUE_ASSIGN, id, "B08", at, &bb_issue_record, &assign);
        events->count--; /* the next one does not know of it */
        struct bb_event other = events->rows[events->count];
        put(fill, events, BB_EVENT_ISSUE_ASSIGN, id, by, at, &bb_issue_record, &assign);
        bb_events_add(events, &other);
        bb_events_sort(events);
    }
    if (kind >= 7)
        put(fill, events, BB_EVENT_ISSUE_FIX, id, by, at, &bb_issue_record, &fix);
    if (kind >= 8) {
        put(fill, events, BB_EVENT_ISSUE_FEEDBACK, id, by, at, &bb_issue_record, &feedback);
        put(fill, events, BB_EVENT_ISSUE_LOOKBACK, id, "B08", at, &bb_issue_record, &lookback);
        put(fill, events, BB_EVENT_ISSUE_CLOSE, id, "B08", at, &bb_issue_record, &end);
    }
}

static void issue_put(struct fill *fill, long i, int64_t at, char *session)
{
    int desk = (int)(i % DESKS);
    char id[BB_UUID_BYTES], no[40], text[400], by[8];
    const struct bb_item *item = &fill->items[rnd(fill, fill->item_count)];
    uuid(fill, id, at);
    number(no, desks[desk].code, "T", at, i % FILL_PER_DAY / fill->per_issue + 1);
    snprintf(by, sizeof by, "B%02d", desk + 1);
    snprintf(text, sizeof text, "%s：%s，%s", item->name, parts[rnd(fill, PARTS)],
             parts[rnd(fill, PARTS)]);
    const struct bb_issue body = {.no = no,
                                  .origin = BB_ORIGIN_STAFF,
                                  .session = session,
                                  .happened_at = at,
                                  .found_by = by,
                                  .desk = lent(desks[desk].code),
                                  .item = item->code,
                                  .stage = BB_STAGE_ACCEPT,
                                  .point = 1 + (int64_t)rnd(fill, BB_POINT_PAIN),
                                  .description = text};
    struct bb_events events = {0};
    struct bb_issue row = {0};
    put(fill, &events, BB_EVENT_ISSUE_ADD, id, by, at, &bb_issue_record, &body);
    issue_steps(fill, &events, id, by, at, item, rnd(fill, 10));
    bench_ok(bb_issue_fold(&row, &events, NULL));
    if (row.contested && events.count < 4)
        bench_ok(
            bb_err(BB_ERR_RULE, "bench: a generated step is against the ledger's rules", NULL));
    bench_ok(bb_db_save(fill->db, &bb_issue_record, &row));
    bb_issue_done(&row);
    bb_events_done(&events);
}

static const struct bb_err *item_keep(void *ctx, void *row)
{
    struct fill *fill = ctx;
    fill->items = bb_realloc(fill->items, (fill->item_count + 1) * sizeof *fill->items);
    fill->items[fill->item_count] = (struct bb_item){0};
    bb_record_copy(&bb_item_record, &fill->items[fill->item_count++], row);
    return NULL;
}

void fill_people(struct bb_db *db)
{
    struct bb_account account;
    bool found;
    bench_ok(bb_db_load(db, &bb_account_record, "office", &account, &found));
    bench_ok(bb_db_begin(db));
    for (int i = 0; i <= DESKS; i++) { /* one behind every desk, and a supervisor */
        char code[8];
        snprintf(code, sizeof code, "B%02d", i + 1);
        bool staff = i < DESKS && desks[i].zone == BB_ZONE_WINDOW;
        const struct bb_person person = {.code = code,
                                         .name = lent(i < DESKS ? people[i] : "周主任"),
                                         .role = i == DESKS ? BB_ROLE_SUPERVISOR
                                                 : staff    ? BB_ROLE_STAFF
                                                            : BB_ROLE_VOLUNTEER,
                                         .unit = lent("310116G03"),
                                         .desk = lent(desks[i % DESKS].code)};
        bench_ok(bb_db_save(db, &bb_person_record, &person));
        bb_strset(&account.person, code);
        bench_ok(bb_db_save(db, &bb_account_record, &account));
        if (i == DESKS)
            break;
        const struct bb_desk desk = {.code = lent(desks[i].code),
                                     .name = lent(desks[i].name),
                                     .centre = lent("310116G03"),
                                     .zone = desks[i].zone};
        bench_ok(bb_db_save(db, &bb_desk_record, &desk));
    }
    bb_record_done(&bb_account_record, &account);
    bench_ok(bb_db_commit(db));
}

void fill_sessions(struct bb_db *db, int64_t first_day, long count, long per_issue, int due_dates,
                   int64_t not_after)
{
    struct fill fill = {.db = db,
                        .seed = 20221,
                        .per_issue = per_issue,
                        .due_dates = due_dates,
                        .first_day = first_day};
    char *replica = NULL;
    bench_ok(bb_db_meta_load(db, "replica", &replica));
    snprintf(fill.replica, sizeof fill.replica, "%s", replica);
    free(replica);
    bench_ok(bb_db_chain_load(db, fill.replica, &fill.chain));
    bench_ok(bb_db_all(db, &bb_item_record, &(struct bb_sink){item_keep, &fill}));
    fill.seed += (uint64_t)fill.chain.seq;
    bench_ok(bb_db_begin(db));
    for (long i = 0; i < count; i++) {
        char id[BB_UUID_BYTES];
        int64_t day = first_day + i / FILL_PER_DAY;
        int64_t opens = bb_at_make(day, OPENS), closes = opens + OPEN_SECONDS;
        if (closes > not_after) { /* today, perhaps early: all before now */
            opens = bb_at_make(day, 0);
            closes = not_after;
        }
        int64_t at = opens + (closes - opens) * (i % FILL_PER_DAY) / FILL_PER_DAY;
        session_put(&fill, i, at, id);
        if (i % per_issue == 0)
            issue_put(&fill, i, at, id);
        if ((i + 1) % PER_COMMIT == 0) {
            fprintf(stderr, "\r\033[K  %ld sessions", i + 1);
            bench_ok(bb_db_commit(db));
            bench_ok(bb_db_begin(db));
        }
    }
    bench_ok(bb_db_commit(db));
    for (size_t i = 0; i < fill.item_count; i++)
        bb_record_done(&bb_item_record, &fill.items[i]);
    free(fill.items);
}
