/* What a rating is, what its case waits for, and how a share is written. */
#include "bangban/core/rating.h"

#define BB_RECORD_STRUCT bb_rating
static const struct bb_field fields[] = {BB_RATING_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_rating_record = {"rating", sizeof(struct bb_rating),
                                           sizeof fields / sizeof *fields, fields};

bool bb_rating_is_bad(int64_t level)
{
    return level == BB_RATING_VERY_DISSATISFIED || level == BB_RATING_DISSATISFIED;
}

enum bb_case bb_rating_case(const struct bb_rating *rating)
{
    if (rating->voided || !bb_rating_is_bad(rating->level))
        return BB_CASE_NONE;
    return !rating->contacted_at ? BB_CASE_CONTACT
           : !rating->settled_at ? BB_CASE_SETTLE
           : !rating->called_at  ? BB_CASE_CALL
                                 : BB_CASE_DONE;
}

const char *bb_rating_case_label(enum bb_case waits)
{
    static const char *const labels[] = {"", N_("To contact"), N_("To settle"), N_("To call back"),
                                         N_("Done")};
    return *labels[waits] ? _(labels[waits]) : "";
}

int64_t bb_rating_case_due(const struct bb_rating *rating)
{
    enum bb_case waits = bb_rating_case(rating);
    return waits == BB_CASE_CONTACT  ? rating->contact_due
           : waits == BB_CASE_SETTLE ? rating->settle_due
                                     : 0;
}

void bb_share_show(struct bb_share share, struct bb_buf *out)
{
    if (share.whole) {
        long long tenths = (long long)((share.part * 2000 + share.whole) / (share.whole * 2));
        bb_buf_printf(out, "%lld.%lld%%", tenths / 10, tenths % 10);
    } else {
        bb_buf_str(out, "—");
    }
    bb_buf_printf(out, " (n=%lld)", (long long)share.whole);
}

bool bb_share_is_low(struct bb_share share, int64_t percent, int64_t least)
{
    return share.whole > 0 && share.whole >= least && share.part * 100 < percent * share.whole;
}
