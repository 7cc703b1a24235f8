# A centre between two windows and the district: raw packets go up unchanged, answers and decisions come down; then the
# hub's other commands: reply, export, and a status that names forks, waiting events and silent windows.
node() { # name, code: its program's command line
    echo "node = { code = \"$2\"; };" >"$1.conf"
    eval "$1() { \"\$PROGRAM\" --lang en --config $1.conf --db \"\$PWD/$1.db\" \"\$@\"; }"
}
node js JS
node c1 C1
node w3 C1W03
node w4 C1W04
carry() { # node, its code, its hub: both ways
    mkdir -p "$1.db.d/outbox" "$1.db.d/inbox"
    cp "$1.db.d/outbox/"*.zip "$3.db.d/hub/transfer/in/$2/" 2>/dev/null
    "$3" hub ingest | short
    cp "$3.db.d/hub/transfer/out/$2/"* "$1.db.d/inbox/" 2>/dev/null
}
short() {
    sed -E 's/-[0-9a-f]{16}\.(zip|receipt)/-DIGEST.\1/' | sort # files come in the order of their digests
}
for one in js c1; do $one init >/dev/null && $one hub init >/dev/null; done
for one in w3 w4; do $one init >/dev/null; done
c1 hub add-node C1W03 w3.db.d/sign.pub >/dev/null
c1 hub add-node C1W04 w4.db.d/sign.pub >/dev/null
js hub add-node C1 c1.db.d/sign.pub >/dev/null
js hub add-node C1W03 w3.db.d/sign.pub via=C1 >/dev/null
js hub add-node C1W04 w4.db.d/sign.pub via=C1 >/dev/null
cp c1.db.d/sign.pub w3.db.d/hub.pub
cp c1.db.d/sign.pub w4.db.d/hub.pub
cp js.db.d/sign.pub c1.db.d/hub.pub
w3 issue add description=缺纸 --at '2026-03-02 10:00' >/dev/null
w4 session add item=P001 note=一 --at '2026-03-02 10:00' >/dev/null
echo '-- the windows to the centre, the centre to the district'
w3 sync >/dev/null && w4 sync >/dev/null
carry w3 C1W03 c1
carry w4 C1W04 c1
c1 sync >/dev/null
carry c1 C1 js
echo '-- each packet at the district is the window'"'"'s own, byte for byte'
js hub export --out all | short
for packet in all/C1W*; do
    for own in w?.db.d/outbox/"${packet#all/}"; do cmp "$packet" "$own" && echo same; done
done
t js hub export C1W03 --out three
find three -type f | wc -l
t js hub export C1W09 --out nine
t c1 sync
js issue plan C1W03-T260302-001 plan=加纸 measures=每日补 lead_unit=310116G03 person=office due_named=2026-03-12 --at '2026-03-03 09:00' >/dev/null
echo '-- a decision of the district: to the centre by an answer given again, to the window with its next'
js hub reply C1 | short
cp js.db.d/hub/transfer/out/C1/* c1.db.d/inbox/
t c1 sync
t c1 hub reply
cp c1.db.d/hub/transfer/out/C1W03/* w3.db.d/inbox/
t w3 sync
w3 issue list --as-of 2026-03-04 --format json >lines.json
rows lines.json "value->>'no', value->>'state', value->>'due_day'"
t js hub reply C1W09
echo '-- equal state on all three'
for table in event issue session; do
    [ "$(js hub digest | grep "^$table ")" = "$(c1 hub digest | grep "^$table ")" ] && echo "$table: district and centre agree"
done
echo '-- one disk in two machines'
carry w3 C1W03 c1 >/dev/null && w3 sync >/dev/null
cp w3.db twin.db && cp -r w3.db.d twin.db.d && cp w3.conf twin.conf
twin() { "$PROGRAM" --lang en --config twin.conf --db "$PWD/twin.db" "$@"; }
w3 session add item=P001 note=甲 --at '2026-03-03 10:00' >/dev/null
twin session add item=P001 note=乙 --at '2026-03-03 10:00' >/dev/null
rm -f w3.db.d/outbox/* twin.db.d/outbox/*
w3 sync >/dev/null && twin sync >/dev/null
cp c1.db kept.db
carry w3 C1W03 c1
carry twin C1W03 c1
c1 hub add-node C1W05 js.db.d/sign.pub >/dev/null
status() {
    c1 hub status --format json >nodes.json
    rows nodes.json "value->>'node', value->>'packets', value->>'forks', value->>'remark'"
}
status
twin sync | grep copy
w3 sync >/dev/null
carry w3 C1W03 c1 >/dev/null && w3 sync >/dev/null && twin sync >/dev/null
label() { sqlite3 "$1.db" "SELECT value FROM meta WHERE key = 'replica'"; }
[ "$(label w3)" != "$(label twin)" ] && echo "two labels now"
echo '-- the hub restored without its archive: what comes waits for what is before it'
cp kept.db c1.db && rm -rf c1.db.d/hub/archive && c1 hub init >/dev/null
w3 session add item=P001 note=丙 --at '2026-03-04 10:00' >/dev/null
rm -f w3.db.d/outbox/* && w3 sync >/dev/null
carry w3 C1W03 c1
c1 hub status | tail -n 1
w3 sync >/dev/null
carry w3 C1W03 c1
c1 hub status | tail -n 1 | grep -c wait
t c1 check
