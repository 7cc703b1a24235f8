# What the cases share. t COMMAND… shows the command, its output and its status, with what differs from run to run
# replaced by words. Cases speak English; $DB is the database that bangban works on.
use() {
    DB=$PWD/$1
}
use t.db

steady() {
    sed -E \
        -e "s#$PWD/##g" -e "s#$TOP/##g" \
        -e 's/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/UUID/g' \
        -e 's/\b[0-9a-f]{64}\b/HASH/g' -e 's/\b[0-9a-f]{32}\b/LABEL/g' \
        -e 's/(C1[A-Z0-9]*)-[0-9a-f]{16}\.zip/\1-DIGEST.zip/g' \
        -e 's/^(Recorded)  +[0-9].*/\1  NOW/'
}

# Whoever is named with --as has the service person's key as his own, written below the program: no case but access.sh
# is about proving who one is.
bangban() {
    case " $* " in
    *" --secret-f"*) ;;
    *" --as "*)
        if [ -f "$DB" ]; then
            sqlite3 "$DB" "INSERT OR IGNORE INTO account
                SELECT p.code, a.secret, NULL, 0, 0, 0, 0, NULL, 0, 0, 0 FROM person p, account a WHERE a.person = 'office'" 2>/dev/null # a damaged file has nothing to say
            set -- --secret-file "$DB.d/office.key" "$@"
        fi
        ;;
    esac
    "$PROGRAM" --lang en --db "$DB" "$@"
}

t() {
    printf '$ %s\n' "$*" | steady
    "$@" >stdout 2>stderr
    status=$?
    steady <stdout
    steady <stderr | sed 's/^/! /'
    [ $status = 0 ] || echo "=> $status"
    rm -f stdout stderr
}

# Values out of JSON printed into a file: of one object, or a line for each of an array. $2: SQL on `value`.
one() {
    sqlite3 -separator ' | ' -nullvalue - :memory: "SELECT $2 FROM (SELECT CAST(readfile('$1') AS TEXT) AS value)"
}
rows() {
    sqlite3 -separator ' | ' -nullvalue - :memory: "SELECT $2 FROM json_each(CAST(readfile('$1') AS TEXT)) ${3-}"
}
