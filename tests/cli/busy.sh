# Another program holds the file: status 5, nothing changed, and afterwards it works.
bangban init >/dev/null
mkfifo hold
sqlite3 t.db <hold >/dev/null &
exec 3>hold
echo 'BEGIN IMMEDIATE;' >&3
while ! bangban check >/dev/null 2>&1; do :; done # reading goes on
t bangban session add --at '2026-03-02 09:00'
echo 'ROLLBACK;' >&3
exec 3>&-
wait
t bangban session add --at '2026-03-02 09:00'
