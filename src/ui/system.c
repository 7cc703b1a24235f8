/* F9, the program itself: which pages there are and who sees which. A page is a screen of its own.
 */
#include "bangban/ui/system.h"

static const struct page {
    enum bb_screen_id screen;
    enum bb_use use;
} pages[] = {{BB_SCREEN_DISTRICT, BB_USE_EXPORT}, {BB_SCREEN_AUDIT, BB_USE_AUDIT}};
enum { PAGES = sizeof pages / sizeof *pages };

static bool may(const struct bb_ui *ui, size_t page)
{
    return !bb_app_may(ui->app, pages[page].use);
}

static void open_from(struct bb_ui *ui, size_t from)
{
    for (size_t i = from; i < from + PAGES; i++) {
        if (may(ui, i % PAGES)) {
            bb_ui_go(ui, pages[i % PAGES].screen);
            return;
        }
    }
    bb_ui_tell(ui, bb_app_may(ui->app, pages[PAGES - 1].use));
}

void bb_system_open(struct bb_ui *ui)
{
    open_from(ui, 0);
}

void bb_system_next(struct bb_ui *ui)
{
    size_t at = 0;
    while (at < PAGES - 1 && pages[at].screen != bb_ui_top(ui))
        at++;
    open_from(ui, at + 1);
}

struct bb_rect bb_system_head(struct bb_ui *ui)
{
    enum { GAP = 2 };
    struct bb_rect body = ui->body;
    int end = body.x + body.cols, x = body.x;
    for (size_t i = 0; i < PAGES; i++) {
        if (!may(ui, i))
            continue;
        x += bb_paint_some(body.y, x, end - x, bb_screen_title(pages[i].screen),
                           pages[i].screen == bb_ui_top(ui) ? BB_LOOK_FOCUS : BB_LOOK_QUIET);
        x += GAP;
    }
    body.y += 2;
    body.rows -= 2;
    return body;
}
