/* Every refusal of the forms stands in a test: the sentences are counted from the sources and from
 * the table of errors, and each must be seen in a test or in a picture, in either language. */
#include "ui/rig.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

/* ---- refusals that no other test shows ---- */

static const struct {
    const char *keys; /* from the log-in on */
    const char *sentence;
} at_the_screen[] = {
    {"c y c Enter F2 C-r", "登录后尚未保存过记录，请直接输入事项。"},
    {"c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab Tab Tab 110101199003070134 C-n F2 Tab "
     "Tab Tab Tab Tab Tab Tab Tab Tab Tab 110101199003070134 C-e",
     "那一件还没结束：F3 后按 p 接着办。"},
    {"c y c Enter F2 C-z", "此栏没有可撤销的输入。要撤销已保存的记录：按 F3 回到今日"},
    {"c y c Enter F3 b C-z", "本栏没有可撤销的录入。"},
    {"c y c Enter C-b 5 m", "不知是哪个电话：请先按 n 登记本窗口的第一次来电。"},
    {"c y c Enter F3 Down Down V 登错 Tab 作废 C-s e", "作废的记录不能补填，请按 F2 重新登记。"},
    {"c y c Enter F3 / zzz Enter", "尚未选中任何一行，请先用方向键选择。"},
    {"d t Enter Down Enter F4 S C-s", "请先键入名称。"},
    {"d t Enter Down Enter C-b 7 n", "这些数字由登记自动算出，不用填写。"},
    {"w y n Enter Enter C-b n c y c Enter C-s x", "本簿册的内容不能撤销。"},
    {"d t Enter Down Enter F4 Space s", "有选中的各条：a 交办、u 提醒、P 打印清单；Esc 取消选中。"},
    {"c y c Enter y", "请先结束这次帮办，再请群众评价。"},
};

START_TEST(said_at_the_screen)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 40, 120, NULL);
    rig_fill(&rig);
    rig_keys(&rig, at_the_screen[_i].keys);
    if (!rig_sees(&rig, at_the_screen[_i].sentence)) {
        char *screen = rig_screen(&rig);
        fprintf(stderr, "%s\nlacks %s\n", screen, at_the_screen[_i].sentence);
        free(screen);
        ck_abort_msg("%s: not said", at_the_screen[_i].keys);
    }
    rig_down(&rig);
}
END_TEST

static void has(const struct bb_problems *problems, const char *field, const char *sentence)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->rows[i].field, field) == 0)
            ck_assert_str_eq(problems->rows[i].sentence, sentence);
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->rows[i].field, field) == 0)
            return;
    ck_abort_msg("nothing is said at %s", field);
}

/* Fields that a screen fills in, and a command may leave out. */
START_TEST(said_at_the_fields)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    ck_ok(bb_app_login(rig.app, "M001", NULL));
    struct bb_problems problems = {0};
    struct bb_waiver waiver = {0};
    ck_assert_ptr_nonnull(bb_app_waiver_add(rig.app, &waiver, &problems));
    has(&problems, "person", "请写明是哪位领导。");
    has(&problems, "tier", "请写明免除哪一层级的次数。");
    has(&problems, "day", "请写周期内的任一日期。");
    problems.count = 0;
    struct bb_vplan plan = {0};
    ck_assert_ptr_nonnull(bb_app_vplan_add(rig.app, &plan, &problems));
    has(&problems, "day", "请写帮办的日期，今天或以后。");
    problems.count = 0;
    struct bb_duty duty = {0};
    bb_duty_check(&duty, &problems);
    has(&problems, "day", "请填写日期：2026-12-10。");
    problems.count = 0;
    struct bb_phone_count count = {.offered = -1, .answered = 3, .solved = 5};
    bb_phone_count_check(&count, &problems);
    has(&problems, "offered", "请填写呼入数，0 或以上。");
    has(&problems, "solved", "请填写解决数，不超过接通数。");
    problems.count = 0;
    struct bb_project project = {0};
    ck_assert_ptr_nonnull(bb_app_project_add(rig.app, &project, &problems));
    has(&problems, "enterprise", "请写企业名称。");
    problems.count = 0;
    struct bb_session session = {0};
    bb_session_check(&session, 0, &problems);
    has(&problems, "kind", "请写明谁帮办：工作人员或志愿者。");
    problems.count = 0;
    struct bb_visit visit = {0};
    bb_visit_check(&visit, &problems);
    has(&problems, "person", "请写明来的是哪位领导。");
    has(&problems, "mode", "请选择帮办方式：亲自办、陪同办或走流程。");
    has(&problems, "place_kind", "请选择场所类型。");
    ck_ok(bb_app_login(rig.app, "V001", NULL));
    problems.count = 0;
    bb_app_session_defaults(rig.app, &session);
    bb_strset(&session.helper, "S001");
    ck_assert_ptr_nonnull(bb_app_session_add(rig.app, &session, NULL, 0, &problems));
    has(&problems, "helper", "只能登记自己所做的帮办，请保留本人姓名。");
    bb_session_done(&session);
    rig_down(&rig);
}
END_TEST

static void is_said(const struct bb_err *err, const char *sentence)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_str_eq(err->text, sentence);
}

START_TEST(said_by_the_use_cases)
{
    struct rig rig;
    struct bb_session row = {0};
    struct bb_problems problems = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    ck_ok(bb_app_login(rig.app, "S001", NULL));
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-003", &row));
    ck_assert_ptr_nonnull(bb_app_session_hand(rig.app, row.id, "C1W03", "缺表", &problems));
    has(&problems, "desk", "已经在这个窗口了；请选别的窗口。");
    bb_session_done(&row);
    ck_ok(bb_app_login(rig.app, "M001", NULL));
    is_said(bb_app_visit_void(rig.app, "无此", ""), "请写明该次帮办作废的原因。");
    is_said(bb_app_vplan_drop(rig.app, "无此", ""), "请写明取消安排的原因。");
    rig_down(&rig);
}
END_TEST

/* Voided by another program while it is being completed. */
START_TEST(voided_meanwhile)
{
    struct rig rig;
    struct bb_session row = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter End e Tab Tab Tab Tab Tab Tab Tab 打到一半");
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-001", &row));
    ck_ok(bb_app_session_void(rig.app, row.id, "重复登记"));
    bb_session_done(&row);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "此次帮办期间已被作废，请"));
    ck_assert(rig_sees(&rig, "打到一半"));
    rig_down(&rig);
}
END_TEST

/* ---- the count ---- */

static void file_add(struct bb_buf *out, const char *path)
{
    ck_ok(bb_file_read(out, path, 1 << 24));
    bb_buf_char(out, '\n');
}

/* Without what wraps a sentence: blanks, boxes, the quotes between two pieces of one string. */
static void squeeze(struct bb_buf *out, const char *text)
{
    static const char *const dropped[] = {"│", "├", "┤", "\\\"", "\"", " ", "\n", "\t", "\\n"};
    while (*text) {
        size_t skip = 0;
        for (size_t i = 0; !skip && i < sizeof dropped / sizeof *dropped; i++)
            if (strncmp(text, dropped[i], strlen(dropped[i])) == 0)
                skip = strlen(dropped[i]);
        if (!skip)
            bb_buf_char(out, *text);
        text += skip ? skip : 1;
    }
}

/* Of this file only what runs: up to the count, whose lists show nothing. */
static char *tests_read(void)
{
    static const char *const patterns[] = {"tests/*/*.c", "tests/*/*.h", "tests/cli/*.out",
                                           "tests/ui/pictures/*.txt"};
    struct bb_buf all = {0}, out = {0};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        ck_assert_int_eq(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t k = 0; k < found.gl_pathc; k++)
            file_add(&all, found.gl_pathv[k]);
        globfree(&found);
    }
    char *lists = strstr(all.data, "/* ---- the count"
                                   " ---- */");
    char *more = lists ? strstr(lists, "Suite *suite_refusals(void)\n{") : NULL;
    if (more)
        memset(lists, ' ', (size_t)(more - lists));
    squeeze(&out, bb_buf_text(&all));
    bb_buf_done(&all);
    return bb_buf_take(&out);
}

/* The string literals from *at on, joined; *at goes behind them. */
static char *literals(const char **at)
{
    struct bb_buf out = {0};
    const char *c = *at;
    while (*(c += strspn(c, " \n\t")) == '"') {
        for (c++; *c && *c != '"'; c++) {
            if (*c == '\\' && c[1] == '"')
                c++;
            bb_buf_char(&out, *c);
        }
        c += *c == '"';
    }
    *at = c;
    return bb_buf_take(&out);
}

/* The longest piece without a placeholder (%s, {1}), squeezed. */
static char *longest_piece(const char *sentence)
{
    struct bb_buf piece = {0}, best = {0};
    for (const char *at = sentence; *at;) {
        size_t len = strcspn(at, "%{");
        bb_buf_clear(&piece);
        char *part = bb_strndup(at, len);
        squeeze(&piece, part);
        free(part);
        if (piece.len > best.len) {
            bb_buf_clear(&best);
            bb_buf_str(&best, bb_buf_text(&piece));
        }
        at += len;
        if (*at == '{')
            at += strcspn(at, "}") + (strchr(at, '}') != NULL);
        else if (*at == '%')
            at += 1 + strspn(at + 1, "-0123456789.*lzh") + (at[1] != '\0');
    }
    bb_buf_done(&piece);
    return bb_buf_take(&best);
}

/* What the catalogue says for it; heap, NULL: nothing. */
static char *translated(const char *catalogue, const char *sentence)
{
    for (const char *at = catalogue; (at = strstr(at, "\nmsgid "));) {
        at += sizeof "\nmsgid " - 1;
        char *id = literals(&at);
        bool same = strcmp(id, sentence) == 0;
        free(id);
        if (same && (at = strstr(at, "msgstr "))) {
            at += sizeof "msgstr " - 1;
            return literals(&at);
        }
        if (!at)
            break;
    }
    return NULL;
}

struct counting {
    char *tests, *catalogue;
    int seen;
    struct bb_buf missing;
};

/* Whole, or what is wrong: up to the first ; and its advice. */
static bool stands_in(const char *tests, const char *sentence)
{
    enum { LEAST_BYTES = 12 };
    char *piece = longest_piece(sentence ? sentence : "");
    bool yes = *piece && strstr(tests, piece);
    const char *const ends[] = {";", "；", "。", "，"};
    for (size_t i = 0; !yes && i < sizeof ends / sizeof *ends; i++) {
        char *clause = bb_strdup(piece), *end = strstr(clause, ends[i]);
        if (end && end - clause >= LEAST_BYTES) {
            *end = '\0';
            yes = strstr(tests, clause) != NULL;
        }
        free(clause);
    }
    free(piece);
    return yes;
}

static void sentence_count(struct counting *counting, const char *where, const char *sentence)
{
    char *chinese = translated(counting->catalogue, sentence);
    counting->seen++;
    if (!stands_in(counting->tests, sentence) && !stands_in(counting->tests, chinese))
        bb_buf_printf(&counting->missing, "%s: %s\n", where, sentence);
    free(chinese);
}

/* Shown by what no test of a screen can bring about; each says why. */
static const struct {
    const char *sentence, *why;
} elsewhere[] = {
    {"The key of this session is not here: keys do not travel with packets and backups. Ask where "
     "the session was logged.",
     "needs a packet from another window: tests/hub looks at what travels"},
    {"The district refused a packet, or a receipt was put aside: see the first lines.",
     "needs a hub: tests/hub refuses packets, the lines have pictures"},
    {"Somebody else wrote here meanwhile.",
     "on the screen who and what stand in its place (form-contested)"},
    {"That is as many as can be marked at once; narrow the list with / first.",
     "needs more lines than a test of a screen makes"},
};

/* Still owed a test; the list only gets shorter. */
static const char *const owed[] = {
    "An extension must be later than the present deadline.",
    "No look-back is planned any more; reopen the line instead.",
    "The client data of this session were destroyed by rule; only the masked text is left. Log a "
    "new session for a new visit.",
    "Nothing of this client is kept sealed; what is shown is all there is.",
    "Say why the client data must be seen in clear; the reason is kept.",
    "The next stage is not due yet; the settings say after how many days.",
    "This is no bad rating; nothing is to be done.",
    "A case goes contact, settle, call back, each once; another step is next.",
    "A plan is not corrected: drop it with V and plan the visit anew with p.",
    "Stopped. What was done so far counts; begin again when you like.",
    "{1} has no account here. An administrator runs: bangban user add {1}",
};

static bool is_elsewhere(const char *sentence)
{
    for (size_t i = 0; i < sizeof owed / sizeof *owed; i++)
        if (strcmp(owed[i], sentence) == 0)
            return true;
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (strcmp(elsewhere[i].sentence, sentence) == 0)
            return true;
    return false;
}

/* The sentences in the calls that refuse. */
static void source_count(struct counting *counting, const char *path)
{
    static const char *const calls[] = {"bb_problem_add(", "BB_ERR_RULE,", "bb_ui_warn("};
    struct bb_buf source = {0};
    file_add(&source, path);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        for (const char *at = source.data; (at = strstr(at, calls[i]));) {
            const char *end = at + strcspn(at, ";");
            for (const char *in = at; (in = strstr(in, "_(\"")) && in < end;) {
                in += 2;
                char *sentence = literals(&in);
                if (!is_elsewhere(sentence))
                    sentence_count(counting, path, sentence);
                free(sentence);
            }
            at = end;
        }
    bb_buf_done(&source);
}

/* Rows of err.h that refuse: the sentence, or the code, stands in a test. */
static void table_count(struct counting *counting)
{
    static const struct {
        const char *name, *status, *sentence;
    } rows[] = {
#define ROW(name, status, sentence) {#name, #status, sentence},
        BB_ERR_LIST(ROW)
#undef ROW
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char code[60];
        snprintf(code, sizeof code, "BB_ERR_%s", rows[i].name);
        if (strcmp(rows[i].status, "REFUSED") == 0 && !is_elsewhere(rows[i].sentence) &&
            !strstr(counting->tests, code))
            sentence_count(counting, rows[i].name, rows[i].sentence);
    }
}

START_TEST(every_refusal_stands_in_a_test)
{
    static const char *const patterns[] = {"src/core/*.c", "src/app/*.c", "src/view/*.c",
                                           "src/ui/*.c"};
    struct counting counting = {.tests = tests_read()};
    struct bb_buf catalogue = {0};
    file_add(&catalogue, "data/po/zh_CN.po");
    counting.catalogue = bb_buf_take(&catalogue);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        glob_t found;
        ck_assert_int_eq(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t k = 0; k < found.gl_pathc; k++)
            source_count(&counting, found.gl_pathv[k]);
        globfree(&found);
    }
    ck_assert_int_gt(counting.seen, 70);
    table_count(&counting);
    if (counting.missing.len)
        fprintf(stderr, "%s", counting.missing.data);
    ck_assert_msg(!counting.missing.len, "refusals that no test shows");
    free(counting.tests);
    free(counting.catalogue);
}
END_TEST

Suite *suite_refusals(void);
Suite *suite_refusals(void)
{
    Suite *suite = suite_create("refusals");
    TCase *tests = tcase_create("refusals");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, said_at_the_screen, 0, sizeof at_the_screen / sizeof *at_the_screen);
    tcase_add_test(tests, said_at_the_fields);
    tcase_add_test(tests, said_by_the_use_cases);
    tcase_add_test(tests, voided_meanwhile);
    tcase_add_test(tests, every_refusal_stands_in_a_test);
    suite_add_tcase(suite, tests);
    return suite;
}
