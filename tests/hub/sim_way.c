/* The way between windows and hub: files lost, late, twice, out of order, changed, forged. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/member.h"
#include "hub/sim.h"

static void byte_change(struct sim *sim, const char *path)
{
    struct bb_buf bytes = {0};
    ck_ok(bb_file_read(&bytes, path, 1 << 28));
    if (sim_chance(sim, 300))
        bytes.len = sim_next(sim) % bytes.len; /* cut */
    else
        bytes.data[sim_next(sim) % bytes.len] ^= (char)(1 + sim_next(sim) % 255);
    ck_ok(bb_file_write(path, 0600, bytes.data, bytes.len));
    bb_buf_done(&bytes);
}

/* A letter of the journal is another one, in a zip that is sound in itself. */
static void journal_forge(struct sim *sim, const char *path)
{
    const char *args[BB_MEMBER__COUNT + 4] = {"read", path};
    struct bb_buf dir = {0}, bytes = {0};
    bb_buf_printf(&dir, "%s/forge", sim->rig.dir);
    ck_ok(bb_file_mkdir(dir.data));
    args[2] = dir.data;
    ck_ok(bb_helper_run("zip", args));
    char *journal = bb_path_join(dir.data, "journal.jsonl");
    ck_ok(bb_file_read(&bytes, journal, 1 << 28));
    if (bytes.len) {
        char *letter = strstr(bb_buf_text(&bytes), "office");
        if (letter)
            *letter = 'x';
        ck_ok(bb_file_write(journal, 0600, bytes.data, bytes.len));
    }
    size_t count = 3;
    args[0] = "write";
    for (int member = 0; member < BB_MEMBER__COUNT; member++) {
        char *file = bb_path_join(dir.data, bb_member_file((enum bb_member)member));
        if (bb_file_exists(file))
            args[count++] = bb_member_file((enum bb_member)member);
        free(file);
    }
    unlink(path);
    ck_ok(bb_helper_run("zip", args));
    folder_drop(dir.data);
    free(journal);
    bb_buf_done(&bytes);
    bb_buf_done(&dir);
}

static void later(struct sim *sim, const char *source, const char *waiting, const char *name)
{
    char *target = bb_path_join(waiting, name);
    (void)sim;
    ck_ok(bb_file_mkdir(waiting));
    file_copy(source, target);
    free(target);
}

static void carry_one(struct sim *sim, const char *from, const char *to, const char *name,
                      const char *waiting, bool storm)
{
    char *source = bb_path_join(from, name), *target = bb_path_join(to, name);
    bool packet = strcmp(name + strlen(name) - 4, ".zip") == 0;
    if (storm && sim_chance(sim, 200)) {
        sim->lost++;
    } else if (storm && sim_chance(sim, 250)) {
        later(sim, source, waiting, name);
        sim->late++;
    } else {
        file_copy(source, target);
        if (storm && sim_chance(sim, 90)) {
            byte_change(sim, target);
            sim->changed++;
        } else if (storm && packet && sim_chance(sim, 40)) {
            journal_forge(sim, target);
            sim->forged++;
        }
        if (storm && sim_chance(sim, 150)) {
            later(sim, source, waiting, name);
            sim->twice++;
        }
    }
    free(source);
    free(target);
}

static void carry_all(struct sim *sim, const char *from, const char *to, const char *waiting,
                      const char *ending, bool storm)
{
    struct dirent **entries = NULL;
    ck_ok(bb_file_mkdir(to));
    char *done = bb_path_join(to, "done");
    int count = scandir(from, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        size_t len = strlen(entries[i]->d_name);
        char *known = bb_path_join(done, entries[i]->d_name);
        if (len > strlen(ending) &&
            strcmp(entries[i]->d_name + len - strlen(ending), ending) == 0 &&
            !bb_file_exists(known))
            carry_one(sim, from, to, entries[i]->d_name, waiting, storm);
        free(known);
        free(entries[i]);
    }
    free(entries);
    free(done);
}

/* What was late arrives one of these nights, in any order. */
static void late_arrive(struct sim *sim, const char *waiting, const char *to, bool storm)
{
    struct dirent **entries = NULL;
    int count = scandir(waiting, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.' && (!storm || sim_chance(sim, 1000 / SIM_LATE_MAX))) {
            char *source = bb_path_join(waiting, entries[i]->d_name);
            char *target = bb_path_join(to, entries[i]->d_name);
            file_copy(source, target);
            unlink(source);
            free(source);
            free(target);
        }
        free(entries[i]);
    }
    free(entries);
}

void sim_way(struct sim *sim, struct node *node, bool up, bool storm)
{
    const char *code = node->config.node;
    char *outbox = node_folder(node, "outbox"), *inbox = node_folder(node, "inbox");
    char *in = hub_way(&sim->rig, "in", code), *out = hub_way(&sim->rig, "out", code);
    char *waiting = node_folder(node, up ? "late-up" : "late-down");
    carry_all(sim, up ? outbox : out, up ? in : inbox, waiting, up ? ".zip" : ".receipt", storm);
    late_arrive(sim, waiting, up ? in : inbox, storm);
    free(outbox);
    free(inbox);
    free(in);
    free(out);
    free(waiting);
}
