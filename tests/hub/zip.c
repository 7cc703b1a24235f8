/* The body of bangban-zip without a process of its own: the simulation packs and unpacks a hundred
 * thousand times. The same code; helpers as processes are tested everywhere else. */
#define main zip_main
#include "../../src/libexec/zip.c"
#undef main

#include "hub/rig.h"

static const struct bb_err *zip_body(const char *const *args)
{
    return strcmp(args[0], "write") == 0
               ? write_zip(args[1], args[2], (char **)(size_t)(const void *)(args + 3))
               : read_zip(args[1], args[2]);
}

void zip_in_process(bool on)
{
    bb_helper_body_set("zip", on ? zip_body : NULL);
}
