/* bangban report: lists for people. issues: the problem list (问题清单) by leader, unit and period,
 * as of a moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

/* Lines that pass, as they stood. */
struct listing {
    struct bb_cli *cli;
    const char *leader;            /* NULL: all */
    const char *unit;              /* NULL: all */
    int64_t from_at, to_at, as_of; /* found in [from, to); as it stood at as_of */
    char **ids;
    size_t count, cap;
};

static const struct bb_err *id_note(void *ctx, void *row)
{
    struct listing *listing = ctx;
    if (listing->count == listing->cap) {
        listing->cap = listing->cap ? listing->cap * 2 : 64;
        listing->ids = bb_realloc(listing->ids, listing->cap * sizeof *listing->ids);
    }
    listing->ids[listing->count++] = bb_strdup(((const struct bb_issue *)row)->id);
    return NULL;
}

static bool passes(const struct listing *listing, const struct bb_issue *issue)
{
    return issue->state != BB_STATE_VOID &&
           (!listing->from_at || issue->happened_at >= listing->from_at) &&
           (!listing->to_at || issue->happened_at < listing->to_at) &&
           (!listing->leader || (issue->leader && strcmp(issue->leader, listing->leader) == 0)) &&
           (!listing->unit || (issue->lead_unit && strcmp(issue->lead_unit, listing->unit) == 0));
}

static const struct bb_column columns[] = {{.name = "no", .cols = 18},
                                           {.name = "happened_at", .cols = 16},
                                           {.name = "point", .cols = 12},
                                           {.name = "state", .cols = 12},
                                           {.name = "lead_unit", .cols = 12},
                                           {.name = "person", .cols = 8},
                                           {.name = "due_day", .cols = 10},
                                           {.name = "description", .cols = -1},
                                           {0}};

/* Number and moment of the list, in text alone: files carry the rows. */
static void head_print(const struct listing *listing, const struct bb_buf *said, long rows)
{
    char at[BB_AT_BYTES];
    struct bb_buf number = {0};
    if (listing->cli->format != BB_FORMAT_TEXT)
        return;
    bb_app_list_number(listing->cli->app, bb_day_of(listing->as_of), bb_buf_text(said), said->len,
                       &number);
    printf(_("Problem list %s, as of %s, %ld lines\n"), bb_buf_text(&number),
           bb_at_format_minute(at, listing->as_of), rows);
    bb_buf_done(&number);
}

static const struct bb_err *lines_print(struct listing *listing)
{
    struct bb_issue *rows = bb_alloc((listing->count + 1) * sizeof *rows);
    struct bb_buf said = {0};
    size_t kept = 0;
    const struct bb_err *err = NULL;
    for (size_t i = 0; !err && i < listing->count; i++) {
        bool found = false;
        err = bb_app_issue_as_of(listing->cli->app, listing->ids[i], listing->as_of, &rows[kept],
                                 &found);
        if (!err && found && passes(listing, &rows[kept]))
            bb_record_json(&bb_issue_record, &rows[kept++], BB_FIELD_EXPORT, &said);
        else
            bb_issue_done(&rows[kept]);
    }
    if (!err) {
        struct bb_print print;
        head_print(listing, &said, (long)kept);
        bb_print_begin(&print, listing->cli, &bb_issue_record, columns, BB_FIELD_EXPORT);
        for (size_t i = 0; !err && i < kept; i++)
            err = bb_print_item(&print, &rows[i]);
        const struct bb_err *ended = bb_print_end(&print);
        err = err ? err : ended;
    }
    for (size_t i = 0; i < kept; i++)
        bb_issue_done(&rows[i]);
    free(rows);
    bb_buf_done(&said);
    return err;
}

static const struct bb_err *issues(struct bb_cli *cli)
{
    struct listing listing = {.cli = cli,
                              .leader = cli->option[BB_OPTION_PERSON],
                              .unit = cli->option[BB_OPTION_LEAD],
                              .as_of = bb_app_now(cli->app)};
    const struct bb_issue_query every = {0};
    BB_TRY(bb_cli_range(cli, &listing.from_at, &listing.to_at));
    if (listing.leader && !bb_app_person_of(cli->app, listing.leader))
        return bb_err(BB_ERR_NOT_FOUND, "person", listing.leader, NULL);
    if (listing.unit && !bb_app_unit(cli->app, listing.unit))
        return bb_err(BB_ERR_NOT_FOUND, "unit", listing.unit, NULL);
    const struct bb_err *err =
        bb_app_issue_list(cli->app, &every, &(struct bb_sink){id_note, &listing});
    if (!err)
        err = lines_print(&listing);
    for (size_t i = 0; i < listing.count; i++)
        free(listing.ids[i]);
    free(listing.ids);
    return err;
}

const struct bb_command bb_command_report = {
    "report",
    N_("Lists for people."),
    {{"issues", "", 0, 0, BB_OPT_LIST | BB_OPT(PERSON) | BB_OPT(LEAD) | BB_OPT(FROM) | BB_OPT(TO),
      BB_NEED_PERSON,
      N_("The problem list (问题清单) with its number: by responsible leader (--person), lead "
         "unit, and the days on which problems were found, as they stood at --as-of."),
      issues}},
    NULL};
