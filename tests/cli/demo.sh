# The demo centre: the same on every run of a day, whole, and quick enough to try things on.
t bangban init --demo
bangban issue list --all --format json >issues
rows issues "value->>'state', count(*)" 'GROUP BY 1 ORDER BY 1'
rows issues "count(*)" "WHERE value->>'relapse_count' > 0"
bangban person list --format json >people
rows people "value->>'role', count(*)" 'GROUP BY 1 ORDER BY 1'
bangban desk list --format tsv
bangban session list --format json >today
rows today "value->>'phase', count(*)" 'GROUP BY 1 ORDER BY 1'
bangban session list --from 2020-01-01 --all --format json >all
rows all "count(*) BETWEEN 800 AND 1300, sum(value->>'happened_at' > coalesce(value->>'closed_at', 'Z'))"
rows all "sum(value->>'late'), sum(value->>'voided'), sum(value->>'category' IS NULL), count(DISTINCT value->>'helper')"
shape="value->>'helper', value->>'item', value->>'category', value->>'outcome', value->>'phase', value->>'note', value->>'client_name', value->>'voided'"
rows all "$shape" >first
bangban phone list --format json >numbers
bangban duty list --format json >roster
bangban rating list --from 2020-01-01 --format json >ratings
rows numbers "count(*)"
rows roster "count(*), count(DISTINCT value->>'day')"
rows ratings "count(*) > 50, sum(value->>'level' = 'dissatisfied') > 0"
bangban issue list --waits approval --format json >asked
rows asked "count(*)"
bangban issue list --waits lookback --format json >due
rows due "count(*) > 0"
bangban check --format json >checked
one checked "value->>'replicas', value->>'rebuilt'"
use again.db
bangban init --demo >/dev/null
bangban session list --from 2020-01-01 --all --format json >all
rows all "$shape" | cmp - first && echo 'the same again'
