# Reference data: finding, loading, and a bad line that leaves nothing half loaded.
bangban init >/dev/null
t bangban item search sbjf
t bangban item search 居住证 --limit 2
t bangban item search juzhu --limit 1 --format tsv
t bangban item search P00 --limit 2 --format csv
t bangban item search zzzzzz
t bangban item search zzzzzz --format json
t bangban unit search 区人社局
t bangban unit list --limit 2 --format json
bangban item list --format json >before
rows before 'count(*)'
echo '-- one bad line among good ones'
(head -3 "$TOP/data/items.csv" | sed 's/办理/改名/' && echo 'P999,没有单位,personal,NOWHERE,,,,,') >items.csv
t bangban item import items.csv
(head -3 "$TOP/data/items.csv" && echo 'P998,"没有引号结尾') >items.csv
t bangban item import items.csv
(head -3 "$TOP/data/items.csv" && echo 'P997,对象不对,alien,310116D15,,,,,') >items.csv
t bangban item import items.csv
(head -3 "$TOP/data/items.csv" && echo ',没有代码,personal,310116D15,,,,,') >items.csv
t bangban item import items.csv
bangban item list --format json | cmp - before && echo 'nothing was loaded'
echo '-- good ones'
(head -1 "$TOP/data/items.csv" && echo 'P900,新事项试办,personal,310116D15,区公安分局,,,,试办') >items.csv
t bangban item import items.csv
t bangban item search xsxsb
bangban item list --format json >after
rows after 'count(*)'
t bangban unit import "$TOP/data/units.csv"
t bangban kb import "$TOP/data/kb.csv"
t bangban desk import "$TOP/data/demo/desks.csv"
t bangban person import "$TOP/data/demo/people.csv"
t bangban desk list
t bangban person search zyf
t bangban person search wy
echo '-- who may not'
t bangban --as V001 item import items.csv
t bangban --as S001 backup
t bangban --as V001 export
