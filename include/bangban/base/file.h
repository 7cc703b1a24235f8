/*
 * Plain files. The one way a plain file is written here: `x.part` in the same folder → fsync →
 * rename → fsync of the folder (trust.md §1: everything less lost files in simulated power cuts).
 * Files are 0600 (or the mode given), folders 0700.
 */
#ifndef BANGBAN_BASE_FILE_H
#define BANGBAN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

/* An output file being written: begin opens PATH.part, end makes it durable under its name, drop
 * removes it. `stream` is the caller's to write to between begin and end. */
struct bb_file {
    FILE *stream;
    char *path; /* owned */
    char *part; /* owned */
};

const struct bb_err *bb_file_begin(struct bb_file *file, const char *path, mode_t mode);
const struct bb_err *bb_file_end(struct bb_file *file);
void bb_file_drop(struct bb_file *file);

const struct bb_err *bb_file_write(const char *path, mode_t mode, const void *bytes, size_t len);
/* Makes a finished PATH.part (written by another program) durable as PATH. */
const struct bb_err *bb_file_settle(const char *part, const char *path);
/* Gives a finished file another name, in another folder perhaps; it stays where it was when that
 * fails. */
const struct bb_err *bb_file_move(const char *from, const char *to);
/* Reads a whole file of at most max bytes, appending to out. */
const struct bb_err *bb_file_read(struct bb_buf *out, const char *path, size_t max_bytes);
const struct bb_err *bb_file_mkdir(const char *path); /* 0700; an existing folder is fine */
/* Every folder above this file or folder that is missing yet. */
const struct bb_err *bb_file_mkdir_above(const char *path);
bool bb_file_exists(const char *path);
/* dir/name, heap. */
char *bb_path_join(const char *dir, const char *name);

#endif
