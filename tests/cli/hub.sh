# One window and its hub: over the counter, up, decided, down; what the hub says of its nodes.
echo 'node = { code = "C1JS"; };' >hub.conf
echo 'node = { code = "C1W03"; };' >win.conf
hub() { # the district
    "$PROGRAM" --lang en --config hub.conf --db "$PWD/hub.db" "$@"
}
win() {
    "$PROGRAM" --lang en --config win.conf --db "$PWD/win.db" "$@"
}
over() { # files to and fro
    cp win.db.d/outbox/*.zip hub.db.d/hub/transfer/in/C1W03/
    hub hub ingest | sed -E 's/-[0-9a-f]{16}\.zip/-DIGEST.zip/'
    mkdir -p win.db.d/inbox
    cp hub.db.d/hub/transfer/out/C1W03/* win.db.d/inbox/
}
hub init >/dev/null
win init >/dev/null
t hub hub ingest
t hub hub init
t win sync
hub hub add-node C1W03 win.db.d/sign.pub valid_to=2099-12-31 | sed 's/-[0-9a-f]*$/-KEY/'
t hub hub add-node C1W03 win.db.d/sign.pem
t hub hub add-node c1 win.db.d/sign.pub
t hub hub add-node C1JS win.db.d/sign.pub
cp hub.db.d/sign.pub win.db.d/hub.pub
win issue add description=缺纸 --at '2026-03-02 10:00' >/dev/null
win session add item=P001 note=一 --at '2026-03-02 10:00' >/dev/null
t win sync
over
t win sync
t hub issue list --as-of 2026-03-03
t hub issue plan C1W03-T260302-001 plan=加纸 measures=每日补 lead_unit=310116G03 person=office due_named=2026-03-12 point=pain_point --at '2026-03-03 09:00' >/dev/null
over >/dev/null
win sync >/dev/null
t win issue list --as-of 2026-03-04
hub hub status --format json >nodes.json
rows nodes.json "value->>'node', value->>'nights', value->>'packets', value->>'refused', value->>'remark'"
win sync status --format json >state
one state "value->>'nights', value->>'unacked', value->>'reference' > 0"
t win item import "$TOP/data/items.csv"
# what the door refuses changes nothing and is answered
win session add item=P001 note=二 --at '2026-03-03 10:00' >/dev/null
win sync >/dev/null
hub hub revoke C1W03
over
t win sync
win sync receipts --format json >answers.json
rows answers.json "value->>'status', value->>'reason'" "WHERE value->>'status' = 'refused'"
LC_ALL=zh_CN.UTF-8 "$PROGRAM" --lang zh_CN --config win.conf --db win.db sync receipts 2>/dev/null | grep -o '没有用本窗口.*(' # in the reader's language
hub hub status --format json >nodes.json
rows nodes.json "value->>'node', value->>'refused', value->>'remark'"
find hub.db.d/hub/quarantine -type f | wc -l
t hub check
t win check
