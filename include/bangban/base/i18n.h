/* gettext: `_()` translates, `N_()` only marks a string in a table for translation. */
#ifndef BANGBAN_BASE_I18N_H
#define BANGBAN_BASE_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

#endif
