# A copy that opens as the original does; check and rebuild.
bangban init >/dev/null
bangban session add --at '2026-03-02 09:00' item=P001 >/dev/null
t bangban backup copy.db
t bangban backup copy.db
t bangban backup nowhere/copy.db
bangban backup | sed -E 's/[0-9]{6}-[0-9]{6}/DAY/; s/[0-9]{4}-?[0-9]{2}-?[0-9]{2}(-[0-9]{6})?/DAY/' | steady
bangban session list --as-of 2026-03-02 --format json >a
mkdir -m 700 copy.db.d && cp -p t.db.d/*.key copy.db.d # the keys stay apart from the copy
bangban --db "$PWD/copy.db" session list --as-of 2026-03-02 --format json | cmp - a && echo 'the copy is the same'
bangban check --format json >checked
one checked "value->>'sessions', value->>'issues', value->>'rebuilt'"
bangban check --rebuild --format json >checked
one checked "value->>'sessions', value->>'issues'"
bangban session list --as-of 2026-03-02 --format json | cmp - a && echo 'rebuilt is the same'
echo '-- generations: the newest of each of 7 days, 4 weeks and 12 months'
for day in 2020-01-31 2020-06-30 2020-10-15 2020-11-30 2020-12-31 2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 \
    2021-06-30 2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-01 2021-11-08 2021-11-14 2021-11-15 2021-11-20 2021-11-21 \
    2021-11-22 2021-11-23 2021-11-24 2021-11-25 2021-11-26 2021-11-27; do
    : >t.db.d/backup/$day-032400.db
    : >t.db.d/backup/$day-032400.db.sm3
done
: >t.db.d/backup/2021-11-27-032399.db
: >t.db.d/backup/version-1.db
bangban backup >/dev/null
find t.db.d/backup -name '20[12]*' | sed 's#.*/##' | grep -v "^$(date +%Y)" | sort
find t.db.d/backup -name 'version*'
