# A copy that opens as the original does; check and rebuild.
bangban init >/dev/null
bangban session add --at '2026-03-02 09:00' item=P001 >/dev/null
t bangban backup copy.db
t bangban backup copy.db
t bangban backup nowhere/copy.db
bangban backup | sed -E 's/[0-9]{6}-[0-9]{6}/DAY/; s/[0-9]{4}-?[0-9]{2}-?[0-9]{2}(-[0-9]{6})?/DAY/' | steady
bangban session list --as-of 2026-03-02 --format json >a
bangban --db "$PWD/copy.db" session list --as-of 2026-03-02 --format json | cmp - a && echo 'the copy is the same'
bangban check --format json >checked
one checked "value->>'sessions', value->>'issues', value->>'rebuilt'"
bangban check --rebuild --format json >checked
one checked "value->>'sessions', value->>'issues'"
bangban session list --as-of 2026-03-02 --format json | cmp - a && echo 'rebuilt is the same'
