/* F9: its pages, and what their heads share. */
#ifndef BANGBAN_UI_SYSTEM_H
#define BANGBAN_UI_SYSTEM_H

#include "bangban/ui/screen.h"

/* The first page that the person may see; where there is none, why. */
void bb_system_open(struct bb_ui *ui);
void bb_system_next(struct bb_ui *ui); /* from the page on top */
/* Names the pages on the body's first line; returns what is left of the body beneath. */
struct bb_rect bb_system_head(struct bb_ui *ui);

#endif
