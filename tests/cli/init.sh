# A new database with its folder of keys; nothing half made, nothing overwritten.
t bangban init --data nowhere
ls -A
t bangban init
t stat -c '%a %n' t.db t.db.d t.db.d/sign.pem
t bangban init
bangban check --format json >checked
one checked "value->>'replicas', value->>'sessions', value->>'issues', value->>'rebuilt'"
bangban unit list --format tsv | wc -l
bangban item list --format tsv | wc -l
bangban person list --format tsv
t bangban --db "$PWD/missing.db" session list
mkdir broken && cp -r "$TOP/data/." broken/ && printf 'X1,y\n' >>broken/items.csv
use other.db
t bangban init --data broken
find . -name "other*" | sort
# Without --db the usual place is made; a folder that was typed is not.
t env HOME="$PWD/home" "$PROGRAM" --lang en init
find home -name '*.db' -printf '%p %m\n'
find home -type d -printf '%p %m\n' | sort
t bangban --db typo/t.db init
