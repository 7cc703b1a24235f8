# Export and verify; a changed packet is named with the member that is wrong.
bangban init >/dev/null
bangban session add --at '2026-03-02 09:00' item=P001 note=第一条 >/dev/null
bangban issue add --at '2026-03-02 10:00' description=缺纸 >/dev/null
mkdir out
t bangban export --out out
packet=$(ls out/*.zip)
bangban verify "$packet" --key t.db.d/sign.pub --format json >verified
one verified "value->>'window', value->>'members', value->>'signature_checked'"
t bangban verify "$packet"
other() {
    "$PROGRAM" --lang en "$@"
}
t other verify "$packet"
mkdir open && (cd open && unzip -q "../$packet") && t bangban verify open
sed -i 's/第一条/第二条/' open/sessions.csv && t bangban verify open
cp "$packet" changed.zip && printf 'x' | dd of=changed.zip bs=1 seek=200 conv=notrunc 2>/dev/null
"$PROGRAM" --lang en verify changed.zip >/dev/null 2>&1
echo "=> $?"
use second.db
bangban init >/dev/null
t bangban verify "$packet"
t bangban verify nowhere.zip
t bangban export --out nowhere/else
