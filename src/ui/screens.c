/* The table of screens, one file each. */
#include "bangban/ui/screen.h"

const struct bb_screen *const bb_screens[] = {
    [BB_SCREEN_LOGIN] = &bb_screen_login,     [BB_SCREEN_DESK] = &bb_screen_desk,
    [BB_SCREEN_FORM] = &bb_screen_form,       [BB_SCREEN_TODAY] = &bb_screen_today,
    [BB_SCREEN_SESSION] = &bb_screen_session, [BB_SCREEN_LEDGER] = &bb_screen_ledger,
    [BB_SCREEN_ISSUE] = &bb_screen_issue,     [BB_SCREEN_WHY] = &bb_screen_why,
    [BB_SCREEN_RAISE] = &bb_screen_raise,     [BB_SCREEN_STEPS] = &bb_screen_steps,
    [BB_SCREEN_STEP] = &bb_screen_step,       [BB_SCREEN_SAVED] = &bb_screen_saved,
    [BB_SCREEN_BATCH] = &bb_screen_batch,     [BB_SCREEN_REFER] = &bb_screen_refer,
    [BB_SCREEN_VOID] = &bb_screen_void,       [BB_SCREEN_SEARCH] = &bb_screen_search,
    [BB_SCREEN_PALETTE] = &bb_screen_palette, [BB_SCREEN_HELP] = &bb_screen_help,
    [BB_SCREEN_LEAVE] = &bb_screen_leave,     [BB_SCREEN_LEADERS] = &bb_screen_leaders,
    [BB_SCREEN_LEADER] = &bb_screen_leader,   [BB_SCREEN_VISIT] = &bb_screen_visit,
    [BB_SCREEN_VPLAN] = &bb_screen_vplan,     [BB_SCREEN_WAIVE] = &bb_screen_waive,
    [BB_SCREEN_SUGGEST] = &bb_screen_suggest, [BB_SCREEN_KIOSK] = &bb_screen_kiosk,
    [BB_SCREEN_RATE] = &bb_screen_rate,       [BB_SCREEN_REGISTER] = &bb_screen_register,
    [BB_SCREEN_ENTRY] = &bb_screen_entry,     [BB_SCREEN_SLIP] = &bb_screen_slip,
    [BB_SCREEN_HAND] = &bb_screen_hand,       [BB_SCREEN_AUDIT] = &bb_screen_audit,
    [BB_SCREEN_UNMASK] = &bb_screen_unmask,   [BB_SCREEN_PERSONAL] = &bb_screen_personal,
    [BB_SCREEN_SECRET] = &bb_screen_secret,   [BB_SCREEN_LOCK] = &bb_screen_lock,
    [BB_SCREEN_LATE] = &bb_screen_late,       [BB_SCREEN_DISTRICT] = &bb_screen_district,
    [BB_SCREEN_BOARD] = &bb_screen_board,
};
_Static_assert(sizeof bb_screens / sizeof *bb_screens == BB_SCREEN__COUNT, "one object per screen");
