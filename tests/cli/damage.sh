# Files that are not what they should be: one sentence, status 4, nothing changed.
bangban init >/dev/null
bangban session add --at '2026-03-02 09:00' item=P001 >/dev/null
try() {
    use "$1"
    sum=$(sha256sum <"$DB")
    t bangban session list --as-of 2026-03-02
    t bangban session add
    [ "$sum" = "$(sha256sum <"$DB")" ] && echo 'not changed'
}
copy() {
    cp t.db "$1"
    cp -r t.db.d "$1.d"
}
echo '-- of another program'
sqlite3 other.db 'CREATE TABLE t(a)' && chmod 600 other.db && try other.db
echo '-- no database at all'
echo 'this is a text' >text.db && chmod 600 text.db && try text.db
: >empty.db && chmod 600 empty.db && try empty.db
echo '-- of a newer version'
copy newer.db && sqlite3 newer.db 'PRAGMA user_version = 9999' && try newer.db
echo '-- readable by others'
copy open.db && chmod 644 open.db && try open.db
echo '-- a link'
ln -s t.db link.db && try link.db
echo '-- a folder'
mkdir folder.db && use folder.db && t bangban session list
echo '-- cut off'
copy cut.db && truncate -s 40000 cut.db && use cut.db
t bangban check
echo '-- a damaged page'
copy page.db && dd if=/dev/urandom of=page.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null && use page.db
bangban check 2>&1 | sed -E 's/(is damaged: ).*(\. Stop)/\1…\2/' | steady
use t.db
t bangban session list --as-of 2026-03-02
