/*
 * The command line: one command = one file in src/cli ending in one const entry; one table of
 * options. Parser, help, manual page and completion read the same tables. Commands call bb_app_*
 * and print; main.c does the rest.
 */
#ifndef BANGBAN_CLI_CLI_H
#define BANGBAN_CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "bangban/app/account.h"
#include "bangban/app/admin.h"
#include "bangban/app/app.h"
#include "bangban/base/i18n.h"

/* Every option there is: enum, word, its value as the help shows it ("": a switch), help ("": not
 * shown). */
/* clang-format off */
#define BB_OPTION_LIST(X)                                                                          \
    X(CONFIG,   "config",   "FILE",      N_("Configuration file to use instead of the usual one."))  \
    X(DB,       "db",       "FILE",      N_("Database file to use instead of the configured one."))  \
    X(AS,       "as",       "PERSON",    N_("Who acts, by code or whole name; asks his secret. Without it the service person office.")) \
    X(DESK,     "desk",     "CODE",      N_("The desk one sits at; without it the person's own."))   \
    X(LANG,     "lang",     "LANGUAGE",  N_("Language of messages: zh_CN or en."))                   \
    X(HELP,     "help",     "",          N_("Show how the command goes."))                           \
    X(FORMAT,   "format",   "FORMAT",    N_("How to print: text, tsv, csv or json."))                \
    X(AS_OF,    "as-of",    "TIME",      N_("Figures, lights and lists as of this day or time."))    \
    X(AT,       "at",       "TIME",      N_("When it really happened: enters it late (补录)."))        \
    X(FROM,     "from",     "TIME",      N_("Beginning: a day, or a day and a time."))               \
    X(TO,       "to",       "DAY|URL",   N_("Last day; with hub: a PostgreSQL database, postgresql://HOST/DATABASE.")) \
    X(DAYS,     "days",     "N",         N_("How many of the unit."))                                \
    X(UNIT,     "unit",     "UNIT",      N_("What is counted: wd (working days), day, hour or minute."))   \
    X(COUNT_START, "count-start", "",    N_("The first day counts too."))                            \
    X(BEFORE,   "before",   "",          N_("Count back."))                                          \
    X(SAME_CLOCK, "same-clock", "",      N_("Due at the clock time of the start, not at the end of the day.")) \
    X(WHY,      "why",      "",          N_("List every day, counted or skipped, and the notice that made it so.")) \
    X(STATE,    "state",    "STATE",     N_("Only lines in this state.")) \
    X(LEAD,     "lead",     "UNIT",      N_("Only lines led by the unit with this code."))           \
    X(TEXT,     "text",     "TEXT",      N_("Only lines with this text, or its initials."))          \
    X(WAITS,    "waits",    "WHAT",      N_("Only lines that wait for: lookback (due today or before), approval, or check (待核对).")) \
    X(DUE,      "due",      "",          N_("Every reminder that is due now."))                      \
    X(ALL,      "all",      "",          N_("Ended and void records too."))                          \
    X(LIMIT,    "limit",    "N",         N_("At most so many rows."))                                \
    X(ON_SPOT,  "on-spot",  "",          N_("Fixed at once; needs evidence=…."))                     \
    X(TIER,     "tier",     "TIER",      N_("Only this tier of leaders."))                           \
    X(PERSON,   "person",   "PERSON",    N_("Only the person with this code."))                      \
    X(REASON,   "reason",   "TEXT",      N_("Why."))                                                 \
    X(OUT,      "out",      "DIR",       N_("Folder to write into; without it the present one."))    \
    X(PRINT,    "print",    "",          N_("Send it to the printer (print.command)."))              \
    X(KEY,      "key",      "FILE",      N_("Public key (PEM) of the window that made the packet.")) \
    X(DATA,     "data",     "DIR",       N_("Folder with the reference data; without it the one that came with the program.")) \
    X(DEMO,     "demo",     "",          N_("Fill it with a made-up centre to try things on."))      \
    X(REBUILD,  "rebuild",  "",          N_("Write the tables anew from the events."))               \
    X(START,    "start",    "",          N_("Only what a start checks: the quick check, once a day (or with --all) the whole file and every chain.")) \
    X(FORM,     "form",     "NAME",      N_("A form of the district, by its name or by the path of its map."))   \
    X(PART,     "part",     "PART",      "")                                                         \
    X(SECRET_FILE, "secret-file", "FILE", N_("File, readable by its owner alone, with the secret of who acts; a line each for what else is asked.")) \
    X(SECRET_FD, "secret-fd", "N",       N_("The same from an open file descriptor.")) \
    X(MASK,     "mask",     "",          N_("Store id numbers, phones and bank cards found in the text masked."))
/* clang-format on */

enum bb_option_id {
#define BB_OPTION_ENUM(name, word, value, help) BB_OPTION_##name,
    BB_OPTION_LIST(BB_OPTION_ENUM)
#undef BB_OPTION_ENUM
        BB_OPTION__COUNT
};
#define BB_OPT(name) (UINT64_C(1) << BB_OPTION_##name)
/* Understood by every command. */
#define BB_OPT_GLOBAL                                                                        \
    (BB_OPT(CONFIG) | BB_OPT(DB) | BB_OPT(AS) | BB_OPT(DESK) | BB_OPT(LANG) | BB_OPT(HELP) | \
     BB_OPT(SECRET_FILE) | BB_OPT(SECRET_FD))
#define BB_OPT_LIST (BB_OPT(FORMAT) | BB_OPT(AS_OF))

struct bb_option {
    const char *word, *value, *help;
};
extern const struct bb_option bb_options[BB_OPTION__COUNT];

enum bb_format { BB_FORMAT_TEXT, BB_FORMAT_TSV, BB_FORMAT_CSV, BB_FORMAT_JSON, BB_FORMAT__COUNT };
extern const char *const bb_format_words[BB_FORMAT__COUNT];

/* What must stand before a command runs; each includes those before it. */
enum bb_need { BB_NEED_NOTHING, BB_NEED_CONFIG, BB_NEED_DATABASE, BB_NEED_PERSON };

struct bb_cli;
struct bb_verb {
    const char *name;  /* "" when the command has only one */
    const char *words; /* what follows it, as the help shows it */
    int least, most;   /* how many words; most -1: no end */
    uint64_t options;  /* beside BB_OPT_GLOBAL */
    enum bb_need need;
    const char *help;                                /* N_() */
    const struct bb_err *(*run)(struct bb_cli *cli); /* NULL: main.c runs the screen */
};

enum { BB_VERBS_MAX = 24 };
struct bb_command {
    const char *name;
    const char *help;                   /* N_() */
    struct bb_verb verbs[BB_VERBS_MAX]; /* ended by a row without name */
    const struct bb_record *record;     /* whose fields the words field=value name; NULL: none */
};

/* All commands in the order of the help, ended by NULL. */
extern const struct bb_command *const bb_commands[];
const struct bb_command *bb_command_find(const char *name); /* NULL when there is none */
const struct bb_err *bb_command_unknown(const char *name);  /* the refusal, naming all */

/* One run of the program. */
struct bb_cli {
    const struct bb_command *command;
    const struct bb_verb *verb;
    const char *option[BB_OPTION__COUNT]; /* NULL: not given; "" for a switch */
    char **words;                         /* after command and verb */
    int count;
    enum bb_format format;
    int64_t as_of, at;     /* 0: now */
    struct bb_clock clock; /* stands still at as_of once the person is logged in */
    const struct bb_config *config;
    struct bb_app *app;                   /* from BB_NEED_DATABASE on */
    void (*put_keys)(struct bb_buf *out); /* the screen's key table; main lends it from view */
    FILE *secrets;                        /* where secrets come from once one was asked */
};

/* A link of this name is the login shell of the self-service area. */
bool bb_cli_is_kiosk(const char *program);
/* Reads argv (which getopt reorders): command, verb, options, words. May be called again. */
const struct bb_err *bb_cli_parse(struct bb_cli *cli, int argc, char **argv);
/* The database file: --db, or the configured one. Heap. */
char *bb_cli_database(const struct bb_cli *cli);
/* Who acts: --as, or `office`. */
const char *bb_cli_who(const struct bb_cli *cli);
/* Seats the person of --as, whose secret is asked, or `office`, whose key stands in F.d. */
const struct bb_err *bb_cli_login(struct bb_cli *cli);
/* The next secret: a line of --secret-file or --secret-fd, else asked at the terminal, unseen;
 * where it is a new one, twice. who: for the refusal where there is neither. The caller wipes it.
 */
const struct bb_err *bb_cli_secret(struct bb_cli *cli, const char *who, const char *prompt,
                                   bool is_new, char out[BB_SECRET_BYTES]);
/* Opens the database as the command line says. */
const struct bb_err *bb_cli_open(struct bb_cli *cli);
/* Where the program's own files are: <folder of the program>/../share/<name>. Heap. */
char *bb_cli_share(const char *name);
/* --limit and --days: a number from least to most; fallback when not given. */
const struct bb_err *bb_cli_number(const struct bb_cli *cli, enum bb_option_id option,
                                   int64_t least, int64_t most, int64_t fallback, int64_t *out);
/* --from and --to as moments [from, to); 0 where not given. A day alone means the whole day. */
const struct bb_err *bb_cli_range(const struct bb_cli *cli, int64_t *from_at, int64_t *to_at);

/* ---- field=value ---- */
/* Reads the words from `first` on into row; client (may be NULL) takes client_name, client_id,
 * client_phone in clear, which point into the words. Ids, phones and bank cards in free text are
 * masked with --mask; without it a warning names them. */
const struct bb_err *bb_cli_fields(const struct bb_cli *cli, int first,
                                   const struct bb_record *record, void *row,
                                   struct bb_client *client);
/* Further refusals of the same record (the first one is the error itself), one a line on stderr. */
void bb_cli_problems(const struct bb_record *record, const struct bb_problems *problems);

/* session unmask; a file of its own. */
const struct bb_err *bb_cli_unmask(struct bb_cli *cli);

/* The text of --reason: as said of bb_cli_fields() masked where --mask asks for it, else with a
 * warning. Once, when the person is logged in. */
void bb_cli_reason_look(struct bb_cli *cli);

/* ---- printing rows ---- */
/* A column: a field of the record, or a value that is computed. */
struct bb_column {
    const char *name;
    const char *label; /* N_(); NULL: the field's */
    int cols;          /* in text: cells, -1: to the end of the line, 0: not shown */
    bool right;        /* in text: at the right side */
    bool machine;      /* computed: also in tsv, csv and json */
    bool number;       /* computed: a JSON number */
    /* NULL: the field of that name. for_human: label instead of code, local time. */
    void (*value)(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out);
};

struct bb_print {
    struct bb_cli *cli;
    const struct bb_record *record;  /* NULL: only computed columns */
    const struct bb_column *columns; /* ended by a row without name */
    unsigned
        flags; /* fields that tsv, csv and json show; those about clients only with the right */
    long rows;
    struct bb_buf line;
};
void bb_print_begin(struct bb_print *print, struct bb_cli *cli, const struct bb_record *record,
                    const struct bb_column *columns, unsigned flags);
/* The item of a sink: ctx is the struct bb_print. */
const struct bb_err *bb_print_item(void *ctx, void *row);
const struct bb_err *bb_print_end(struct bb_print *print);
/* A whole list, as `list` gives it. */
const struct bb_err *
bb_print_all(struct bb_cli *cli, const struct bb_record *record, const struct bb_column *columns,
             const struct bb_err *(*list)(struct bb_app *app, const struct bb_sink *sink));
/* One record: in text a line for every field that is set, in json one object. */
const struct bb_err *bb_print_one(struct bb_cli *cli, const struct bb_record *record,
                                  const struct bb_column *columns, unsigned flags, void *row);
/* {"id":…,"no":…} */
const struct bb_err *bb_print_made(const char *id, const char *no);
/* Flushes; an error when standard output did not take everything. */
const struct bb_err *bb_print_flush(void);

/* Every day of a deadline. */
const struct bb_err *bb_print_why(struct bb_cli *cli, const struct bb_why *why);

/* Lists of reference data (item, unit, desk, person): list, search TEXT, import FILE. */
const struct bb_err *bb_reference_list(struct bb_cli *cli);
const struct bb_err *bb_reference_gaps(struct bb_cli *cli); /* units alone */
const struct bb_err *bb_reference_import(struct bb_cli *cli);
const struct bb_err *bb_reference_load(struct bb_cli *cli, const char *what);
/* more: options of list and search beyond those of all. */
#define BB_REFERENCE_VERBS BB_REFERENCE_VERBS_WITH(0)
#define BB_REFERENCE_VERBS_WITH(more)                                \
    {"list",                                                         \
     "",                                                             \
     0,                                                              \
     0,                                                              \
     BB_OPT(FORMAT) | BB_OPT(LIMIT) | (more),                        \
     BB_NEED_DATABASE,                                               \
     N_("List all of them."),                                        \
     bb_reference_list},                                             \
        {"search",                                                   \
         "TEXT",                                                     \
         1,                                                          \
         1,                                                          \
         BB_OPT(FORMAT) | BB_OPT(LIMIT) | (more),                    \
         BB_NEED_DATABASE,                                           \
         N_("List those with this code, text, pinyin or initials."), \
         bb_reference_list},                                         \
        BB_REFERENCE_IMPORT
#define BB_REFERENCE_IMPORT                                                        \
    {                                                                              \
        "import", "FILE", 1, 1, 0, BB_NEED_PERSON,                                 \
            N_("Load a newer CSV file, whole or not at all."), bb_reference_import \
    }

/* ---- long work ---- */
/* Shows a bar on stderr when that is a terminal; Ctrl-C cancels. One at a time. */
struct bb_progress bb_progress_begin(void);
void bb_progress_end(void);

/* ---- what is generated from the tables; parts of the manual and completion (bangban help --part
 * …) ---- */
void bb_man_commands(struct bb_buf *out);
void bb_man_settings(struct bb_buf *out);
/* table: the screen's keys, "keys TAB command TAB label TAB sentence" lines. */
void bb_man_keys(struct bb_buf *out, const char *table);
void bb_completion(struct bb_buf *out);

#endif
