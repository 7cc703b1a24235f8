#!/bin/sh
# The hub's archive in a real PostgreSQL, started here in a folder of its own on a private socket, and stopped at the
# end: equal digests, several processes at once, killed ones, what is in the way. B is the build folder.
set -u
: "${B:?name the build folder: B=build/release sh tests/postgres/run.sh}"
PROGRAM=$(cd "$B" && pwd)/bin/bangban
SERVER=/usr/lib/postgresql/15/bin
LC_ALL=C.UTF-8
LANGUAGE=en
export LC_ALL LANGUAGE
unset CDPATH
work=$(mktemp -d)
cd "$work" || exit 1
as= # the server refuses to run as root
if [ "$(id -u)" = 0 ]; then
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
    chmod 711 "$work"
fi
mkdir server socket
[ -z "$as" ] || chown postgres server socket
stop() {
    [ ! -s server/data/postmaster.pid ] || $as "$SERVER/pg_ctl" -D server/data -m immediate stop >/dev/null 2>&1
    cd / && rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM
passed=0
failed=0
ok() { # what holds, command …
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "postgres: $name"
        [ ! -s said ] || sed 's/^/    /' said
    fi
}
# shellcheck disable=SC2086 # no word at all for who is not root
{
    $as "$SERVER/initdb" -D server/data -U bangban -A trust -E UTF8 --no-locale -N >server.log 2>&1 &&
        $as "$SERVER/pg_ctl" -D server/data -w -l server/log \
            -o "-c listen_addresses= -c unix_socket_directories=$work/socket -c fsync=off" start >>server.log 2>&1
} || {
    cat server.log
    echo "0 passed, 1 failed"
    exit 1
}
chmod 711 server socket
sql() { # database, statement
    "$SERVER/psql" -h "$work/socket" -U bangban -d "$1" -AtXqc "$2"
}
url() {
    echo "postgresql://bangban@/$1?host=$work/socket"
}
for database in one many killed late; do
    sql postgres "CREATE DATABASE $database"
done

# ---- a hub with three windows and several nights, some of them out of order -----------------------------------
hub() {
    "$PROGRAM" --lang en --config hub.conf --db "$work/hub.db" "$@"
}
win() { # node, words …
    node=$1
    shift
    "$PROGRAM" --lang en --config "$node.conf" --db "$work/$node.db" "$@"
}
echo 'node = { code = "C1JS"; };' >hub.conf
hub init >/dev/null
hub hub init >/dev/null
for node in C1W01 C1W02 C1W03; do
    echo "node = { code = \"$node\"; };" >"$node.conf"
    win "$node" init >/dev/null
    hub hub add-node "$node" "$node".db.d/sign.pub >/dev/null
    cp hub.db.d/sign.pub "$node".db.d/hub.pub
done
night() { # date; what the windows did, up to the hub, decided, down again
    for node in C1W01 C1W02 C1W03; do
        win "$node" session add item=P001 note="$1" --at "$1 09:10" >/dev/null
        win "$node" session add item=P001 note='	tab \ and 中文' --at "$1 09:20" >/dev/null
        win "$node" issue add description="缺纸 $1" --at "$1 10:00" >/dev/null
        win "$node" sync >/dev/null 2>&1
        cp "$node".db.d/outbox/*.zip hub.db.d/hub/transfer/in/"$node"/
    done
    hub hub ingest >/dev/null
    hub issue list --state found --format tsv | awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "no") c = i } NR > 1 { print $c }' |
        head -n 1 >line
    [ ! -s line ] || hub issue plan "$(cat line)" plan=加纸 measures=每日补 lead_unit=310116G03 person=office \
        due_named=2026-06-12 point=pain_point --at "$1 15:00" >/dev/null
    for node in C1W01 C1W02 C1W03; do
        mkdir -p "$node".db.d/inbox
        cp hub.db.d/hub/transfer/out/"$node"/* "$node".db.d/inbox/
        win "$node" sync >/dev/null 2>&1
    done
}
night 2026-03-02
night 2026-03-03
night 2026-03-04
hub hub ingest >/dev/null
hub hub digest >want
same() { # database
    hub hub digest --to "$(url "$1")" >got 2>said
    diff want got
}

# ---- one process, and again ------------------------------------------------------------------------------------
ok 'the archive goes in' hub hub ingest --to "$(url one)" >said 2>&1
filled() {
    awk '$1 == "event" && $2 > 20 || $1 == "session" && $2 == 18 || $1 == "issue" && $2 == 9 { n++ } END { exit n != 3 }' want
}
ok 'the hub has events, sessions and lines' filled
ok 'equal digests' same one
again() {
    hub hub ingest --to "$(url one)" >said 2>&1 && grep -q '^0 packets merged into PostgreSQL; 0 new events' said
}
ok 'again there is nothing to do' again
out() { # what stock tools say of a table is what the digest says
    "$SERVER/psql" -h "$work/socket" -U bangban -d one -AtXqc \
        "COPY (SELECT hash, line FROM bangban.event ORDER BY hash) TO STDOUT" | openssl dgst -sm3 -r | cut -d' ' -f1 |
        grep -qxF "$(awk '$1 == "event" { print $3 }' want)"
}
ok 'psql and openssl come to the same digest' out
sharded() {
    [ "$(sql one "SELECT count(*) FROM bangban.event_other")" = 0 ] &&
        [ "$(sql one "SELECT count(*) > 20 FROM \"bangban\".\"event_C1JS_$(date +%Y)\"")" = t ] &&
        [ "$(sql one "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'bangban' AND i.indisunique AND c.relkind = 'p' AND i.indkey[0] || ' ' || i.indkey[1] <> '1 2'")" = 0 ]
}
ok 'every unique key of a partitioned table begins with district and born_day' sharded
changed() { # a row that differs is seen
    sql one "UPDATE bangban.session SET note = 'other' WHERE id = (SELECT min(id) FROM bangban.session)"
    hub hub digest --to "$(url one)" >got && [ "$(diff want got | grep -c '^[<>] session')" = 2 ]
}
ok 'a changed row changes the digest' changed
anew() { # folded anew after anything that decides what a row is, here the settings
    echo 'node = { code = "C1JS"; }; light = { yellow_days = 4; };' >hub.conf
    hub hub ingest --to "$(url one)" >said 2>&1 && same one
}
ok 'another setting folds every row anew' anew

# ---- several at once ---------------------------------------------------------------------------------------------
many() {
    pids=
    for i in 1 2 3 4; do
        hub hub ingest --to "$(url many)" >said.$i 2>&1 &
        pids="$pids $!"
    done
    for pid in $pids; do
        wait "$pid" || { cat said.*; return 1; }
    done
    [ "$(awk '/merged/ { n += $1 } END { print n }' said.*)" = "$(sql many "SELECT count(*) FROM bangban.packet")" ]
}
ok 'four processes share the packets' many
ok 'equal digests after four at once' same many

# ---- killed in the middle: a child of the program holds the line, so both go -----------------------------------------
killed() {
    for events in 1 5 20 40; do
        hub hub ingest --to "$(url killed)" >said 2>&1 &
        pid=$!
        tries=0
        while [ $tries -lt 400 ]; do
            have=$(sql killed "SELECT count(*) FROM bangban.event" 2>/dev/null)
            [ "${have:-0}" -lt $events ] || break
            kill -0 $pid 2>/dev/null || break
            tries=$((tries + 1))
        done
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        [ "$(sql killed "SELECT (SELECT count(*) FROM bangban.session) =
            (SELECT count(*) FROM bangban.event WHERE kind = 'session.add')" 2>/dev/null || echo t)" = t ] || return 1
    done
    hub hub ingest --to "$(url killed)" >said 2>&1
}
ok 'killed four times, the next one goes on' killed
ok 'equal digests after kill -9' same killed
server_gone() { # the server's process of the line dies: nothing half is there
    (
        tries=0
        until [ "$(sql late "SELECT count(*) FROM bangban.packet WHERE merged_at IS NOT NULL" 2>/dev/null || echo 0)" -gt 0 ] ||
            [ $tries -gt 400 ]; do
            tries=$((tries + 1))
        done
        sql late "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'bangban'" >/dev/null
    ) &
    hub hub ingest --to "$(url late)" >said 2>&1
    wait
    hub hub ingest --to "$(url late)" >said 2>&1
}
ok 'a server that ends the line' server_gone
ok 'equal digests after that' same late

# ---- what comes later ------------------------------------------------------------------------------------------------
night 2026-03-05 # before the archive of the next day, both stores take it
hub hub ingest >/dev/null
hub hub digest >want
ok 'the next night' hub hub ingest --to "$(url many)" >said 2>&1
ok 'equal digests after the next night' same many

# ---- bad input: one sentence, nothing changed ------------------------------------------------------------------------
refused() { # status, pattern, words …
    status=$1
    pattern=$2
    shift 2
    "$@" >said 2>&1
    [ $? = "$status" ] && [ "$(wc -l <said)" = 1 ] && grep -q "$pattern" said
}
ok 'no address' refused 2 'This is no PostgreSQL address' hub hub ingest --to postgres:nonsense=
ok 'a password in the address' refused 2 'pgpass' hub hub ingest --to 'postgresql://bangban:secret@/one'
ok 'nobody there' refused 4 'PostgreSQL: .*socket' hub hub ingest --to "postgresql:///one?host=$work"
ok 'no such database' refused 4 'does not exist' hub hub ingest --to "$(url none)"
ok 'digest of an empty one' refused 4 'bangban' hub hub digest --to "$(url postgres)"
ok 'no hub' refused 1 'is no hub' win C1W01 hub ingest --to "$(url one)"
rotten() { # a packet of the archive that is no longer what it was: the others go in, it is named
    sql postgres "CREATE DATABASE rotten"
    file=$(find hub.db.d/hub/archive -name '*C1W02*' | sort | head -n 1)
    cp "$file" kept && chmod u+w "$file" && printf 'X' | dd of="$file" bs=1 seek=300 conv=notrunc 2>/dev/null
    hub hub ingest --to "$(url rotten)" >said 2>&1
    status=$?
    cp kept "$file"
    [ $status = 0 ] && grep -q '^1 packets of the archive were refused' said &&
        [ "$(sql rotten "SELECT count(*) FROM bangban.packet WHERE status = 'refused' AND reason <> ''")" = 1 ]
}
ok 'a packet that rotted is refused by name' rotten

echo "postgres: $passed passed, $failed failed"
[ "$failed" = 0 ]
