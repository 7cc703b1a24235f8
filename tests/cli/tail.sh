# The second copy on another disk: written after each record, never in the way, replayed by a restore.
mkdir -m 700 stick
echo 'backup = { tail = "'"$PWD"'/stick"; }; node = { code = "C1W03"; };' >tail.conf
win() {
    "$PROGRAM" --lang en --config tail.conf --db "$DB" "$@"
}
log() {
    win session add item=P001 note="$1" --at "2026-03-0$2 09:00" >/dev/null
}
listed() {
    win session list --from 2026-03-01 --to 2026-03-09 --format json >rows.json
    rows rows.json "value->>'note'"
}
lines() { # of the second copy, whole events once
    cat stick/tail-C1W03-*.jsonl | grep -ao '"note":"[a-z]*"' | sort | uniq -c
}
days() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}/DAY/g;  s/^[0-9]+ records came/N records came/; s/of [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5}/of NOW/; s/tail-C1W03-[0-9-]+/tail-C1W03-DAY/' | steady
}
spoil() {
    dd if=/dev/urandom of=t.db bs=4096 seek=2 count=40 conv=notrunc 2>/dev/null
}
bangban init >/dev/null
log first 1
win backup "$DB.d/backup.db" >/dev/null
mkdir t.db.d/backup && win backup "$DB.d/backup/2026-03-01-032400.db" >/dev/null
log second 2
log third 3
lines
sqlite3 t.db "SELECT line FROM event ORDER BY seq" >want
cat stick/*.jsonl | cmp - want && echo 'the lines of the journal, byte for byte'
echo '-- the disk is gone: the copy, and what the second disk has'
spoil
win restore 2>&1 | days
listed
win check --format json >checked && one checked "value->>'replicas'"
log fourth 4
lines
echo '-- again: both labels are in it'
spoil
win restore 2>&1 | days
listed
echo '-- a torn line stays alone; lines of others and what is no line are passed over'
printf '{"id":"0190' >>"$(echo stick/tail-*.jsonl)"
log fifth 5
printf 'nonsense\n\n{}\n' >>"$(echo stick/tail-*.jsonl)"
printf 'no file of ours' >stick/tail-C1W03-notes.jsonl
printf 'no file of ours\n' >stick/tail-C1W04-2026-03-01.jsonl
log sixth 6
spoil
win restore 2>&1 | days
listed
win check >/dev/null && echo sound
echo '-- the stick is away: said, nobody is stopped, and brought after'
mv stick pocket
win session add item=P001 note=seventh --at '2026-03-07 09:00' 2>&1 >/dev/null | days
mv pocket stick
log eighth 8
lines | grep -E 'seventh|eighth'
echo '-- it is full'
# no file may grow beyond 40 MiB, and this one has: the database is smaller
mkdir full
truncate -s 40M "full/tail-C1W03-2099-01-01.jsonl"
sed 's#/stick#/full#' tail.conf >full.conf
(
    ulimit -f 81920
    trap '' XFSZ
    "$PROGRAM" --lang en --config full.conf --db "$DB" session add item=P001 note=ninth --at '2026-03-08 10:00'
) 2>&1 >/dev/null | days
log tenth 8
lines | grep -E 'ninth|tenth'
echo '-- killed at any point: the next record brings what was saved'
i=0
while [ $i -lt 12 ]; do
    i=$((i + 1))
    win session add item=P001 note=killed --at "2026-03-08 12:00" >/dev/null 2>&1 &
    pid=$!
    tries=0
    until [ $tries -ge $((i * 4000)) ] || ! kill -0 $pid 2>/dev/null; do
        tries=$((tries + 1))
    done
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
done
log after 8
sqlite3 t.db "SELECT line FROM event" | sort >saved
sort -u stick/tail-C1W03-[0-9]*.jsonl >second
comm -23 saved second | wc -l
echo '-- an older file stands in its place: said, and restore brings the rest'
cp t.db.d/backup.db t.db
win session add item=P001 note=eleventh --at '2026-03-08 11:00' 2>&1 >/dev/null | days
win restore 2>&1 | days
listed | grep -vc killed
win check >/dev/null && echo sound
t win restore
