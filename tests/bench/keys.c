/* Key to last byte, in the ledger and in a field, beside the floor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/screen.h"

enum { KEYS_FACTOR = 6, QUEUED = 200 };

struct side {
    struct pty *pty;
    struct bench_samples us, bytes;
};

static void sample(struct side *side, const char *keys)
{
    uint64_t bytes;
    double us = screen_keys(side->pty, keys, &bytes);
    if (us < 0)
        return;
    bench_add(&side->us, us);
    bench_add(&side->bytes, (double)bytes);
}

/* Program and floor in turn, `count` times; first keys of odd, then of even rounds. */
static void turns(struct side *program, struct side *floor, const char *odd, const char *even,
                  int count)
{
    bench_drop(&program->us);
    bench_drop(&program->bytes);
    bench_drop(&floor->us);
    bench_drop(&floor->bytes);
    for (int i = 0; i < count; i++) {
        sample(program, i % 2 ? even : odd);
        sample(floor, i % 2 ? even : odd);
    }
}

static void latency_line(const char *what, const struct side *program, const struct side *floor,
                         double must, double reach)
{
    bench_line(&(struct bench_line){.what = what,
                                    .unit = "µs",
                                    .figure = bench_median(&program->us),
                                    .reference = bench_median(&floor->us),
                                    .goal = BENCH_RATIO_AT_MOST,
                                    .must = must,
                                    .reach = reach});
}

static void moves(struct side *program, struct side *floor, int count)
{
    turns(program, floor, "Down", "Up", count);
    latency_line("cursor move in the ledger, key to last byte", program, floor, 1.25, 1);
    bench_line(&(struct bench_line){.what = "cursor move in the ledger, bytes",
                                    .unit = "B",
                                    .figure = bench_median(&program->bytes),
                                    .reference = bench_median(&floor->bytes),
                                    .goal = BENCH_AT_MOST,
                                    .must = 160,
                                    .reach = 40});
}

static void pages(struct side *program, struct side *floor, int count)
{
    turns(program, floor, "PageDown", "PageDown", count);
    latency_line("page turn, pages not seen before", program, floor, 1.25, 0.5);
    bench_line(&(struct bench_line){.what = "page turn, bytes against visible text",
                                    .unit = "B",
                                    .figure = bench_median(&program->bytes),
                                    .reference = (double)screen_body_bytes(program->pty),
                                    .goal = BENCH_RATIO_AT_MOST,
                                    .must = 1.25});
    turns(program, floor, "PageUp", "PageUp", count);
    latency_line("page turn, pages seen before", program, floor, 1.25, 0);
}

static void queued(struct side *program, struct side *floor, int count)
{
    char keys[QUEUED * 5 + 1] = "";
    for (int i = 0; i < QUEUED; i++)
        strcat(keys, "Down ");
    turns(program, floor, "Home", "Home", 1);
    bench_drop(&program->us);
    bench_drop(&floor->us);
    for (int i = 0; i < count; i++) {
        sample(program, keys);
        sample(floor, keys);
    }
    bench_line(&(struct bench_line){.what = "200 queued moves",
                                    .unit = "ms",
                                    .figure = bench_median(&program->us) / 1000,
                                    .reference = bench_median(&floor->us) / 1000,
                                    .goal = BENCH_AT_MOST,
                                    .must = 15,
                                    .reach = 5.9});
}

/* Typing into the filter of the ledger line is not typing: that reads the store. The note of the
 * form is. */
static void typing(struct side *program, struct side *floor, int count)
{
    turns(program, floor, "x", "y", count < 40 ? count : 40);
    latency_line("a typed character", program, floor, 1.25, 0);
    bench_line(&(struct bench_line){.what = "a typed character, bytes",
                                    .unit = "B",
                                    .figure = bench_median(&program->bytes),
                                    .reference = bench_median(&floor->bytes),
                                    .goal = BENCH_AT_MOST,
                                    .must = 12,
                                    .reach = 1});
}

/* From the item field, with an empty form: initials that match many items. */
static void candidates(struct side *program, int count)
{
    uint64_t bytes;
    bench_drop(&program->us);
    for (int i = 0; i < count; i++) {
        sample(program, "s");
        screen_keys(program->pty, "Backspace", &bytes);
    }
    bench_line(&(struct bench_line){.what = "candidates while typing an item, first paint",
                                    .unit = "ms",
                                    .figure = bench_median(&program->us) / 1000,
                                    .goal = BENCH_AT_MOST,
                                    .must = 2});
}

static void all_keys(struct bench *bench, struct side *program, struct side *floor)
{
    uint64_t bytes;
    int count = bench->pairs * KEYS_FACTOR;
    screen_keys(program->pty, "F4", &bytes);
    if (!pty_see(program->pty, "台账")) {
        screen_missing("keys in the ledger", "F4 shows no ledger", program->pty);
        return;
    }
    moves(program, floor, count);
    pages(program, floor, count);
    queued(program, floor, bench->pairs);
    screen_keys(program->pty, "F2", &bytes);
    if (!pty_see(program->pty, "备注")) {
        screen_missing("typing in the form", "F2 shows no form", program->pty);
        return;
    }
    candidates(program, count / 2);
    /* to the note: the field after the rating */
    for (int i = 0; i < 20; i++) {
        int row, col, note_row, note_col;
        bool visible;
        pty_cursor(program->pty, &row, &col, &visible);
        if (pty_find(program->pty, "备注", &note_row, &note_col) && row == note_row &&
            col > note_col)
            break;
        screen_keys(program->pty, "Tab", &bytes);
    }
    typing(program, floor, count);
}

void bench_keys(struct bench *bench)
{
    double ms;
    char *db = bench_db_copy(bench, BENCH_1M), *why = NULL;
    struct side program = {.pty = screen_program(bench, db, &ms, &why)},
                floor = {.pty = screen_floor(bench, &ms)};
    if (program.pty)
        all_keys(bench, &program, &floor);
    else
        bench_missing("keys in the ledger", "the program shows no first screen");
    pty_end(program.pty);
    pty_end(floor.pty);
    bench_drop(&program.us);
    bench_drop(&program.bytes);
    bench_drop(&floor.us);
    bench_drop(&floor.bytes);
    free(why);
    free(db);
}
