# The restore drill: a damaged file is noticed, put aside with its journal, and the newest good copy takes its place.
bangban init >/dev/null
log() {
    bangban session add item=P001 note="$1" --at "2026-03-0$2 09:00" >/dev/null
}
listed() {
    bangban session list --from 2026-03-01 --to 2026-03-09 --format json >rows.json
    rows rows.json "value->>'note'"
}
days() { # the moment is in the names
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}/DAY/g; s/of [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5}/of NOW/' | steady
}
copy() { # named by day, so that it is a generation
    bangban backup "$DB.d/backup/2026-03-0$1-032400.db" >/dev/null
}
spoil() {
    dd if=/dev/urandom of=t.db bs=4096 seek=2 count=40 conv=notrunc 2>/dev/null
}
mkdir t.db.d/backup
echo '-- nothing to restore'
t bangban restore
log first 1
copy 1
log second 2
copy 2
(cd t.db.d/backup && openssl dgst -sm3 -r 2026-03-02-032400.db | cmp - 2026-03-02-032400.db.sm3 && echo 'its digest is what openssl says')
log third 3
label() {
    sqlite3 "$1" "SELECT value FROM meta WHERE key = 'replica'"
}
before=$(label t.db)
echo '-- a start notices; nobody writes from then on'
spoil
bangban check --start >said 2>&1
status=$?
sed -E 's/is damaged \(.*\)/is damaged (…)/' said | steady
echo "=> $status"
bangban session list 2>&1 | sed -E 's/damaged \([^)]*\)/damaged (…)/' | steady
echo '-- who may, and who has it open'
t bangban --as nobody restore
# shellcheck disable=SC2016 # for the inner shell
flock -s t.db.lock sh -c '"$PROGRAM" --lang en --db "$0" restore; echo "=> $?"' "$DB" 2>&1 | steady
# shellcheck disable=SC2016 # for the inner shell
flock -x t.db.lock sh -c '"$PROGRAM" --lang en --db "$0" session list; echo "=> $?"' "$DB" 2>&1 | steady
echo '-- a copy that was altered is passed over; the one before it comes'
printf x | dd of=t.db.d/backup/2026-03-02-032400.db bs=1 seek=9000 conv=notrunc 2>/dev/null
: >t.db-journal
cp t.db bad
bangban restore 2>&1 | days
listed
cmp bad t.db.d/quarantine/*/t.db && find t.db.d/quarantine -name t.db-journal | days
[ "$before" = "$(label t.db)" ] || echo 'under a new label'
bangban check --format json >checked
one checked "value->>'replicas'"
log fourth 4
t bangban check --start
echo '-- a named copy replaces a sound file too, which is kept'
t bangban restore nowhere.db
t bangban restore t.db.d/backup/2026-03-02-032400.db 2>&1 | sed -E 's/digest.*/digest …/'
bangban restore t.db.d/backup/2026-03-01-032400.db 2>&1 | days
listed
find t.db.d/quarantine -name t.db | wc -l
echo '-- ended between putting aside and putting in place'
copy 3
mkdir -m 700 t.db.d/quarantine/2026-03-09-000000
mv t.db t.db.d/quarantine/2026-03-09-000000/
cp t.db.d/backup/2026-03-03-032400.db t.db.restored
printf 'A restore was not finished.' >t.db.d/damaged
bangban session list 2>&1 | days
bangban restore 2>&1 | days
listed
ls t.db.restored 2>/dev/null
echo '-- ended before the new label'
before=$(label t.db)
printf 'A restore was not finished.' >t.db.d/damaged
t bangban session list
t bangban restore
[ "$before" = "$(label t.db)" ] || echo 'under a new label'
t bangban --as nobody restore
echo '-- one letter of one event: only the chain shows it'
sed -i 's/"note":"first"/"note":"firsT"/' t.db # the event's line; the row says it otherwise
bangban check --start
t bangban check --start --all 2>&1 | sed -E 's/installation [0-9a-f]+/installation LABEL/'
t bangban session list 2>&1 | sed -E 's/installation [0-9a-f]+/installation LABEL/'
echo '-- no copy at all'
rm -r t.db.d/backup
t bangban restore
