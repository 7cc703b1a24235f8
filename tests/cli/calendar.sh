# Deadlines, on the years that shipped; and what happens at their edge.
bangban init >/dev/null
from='2024-09-13 10:00'
t bangban calendar due --from "$from" --days 5
t bangban calendar due --from "$from" --days 5 --count-start
t bangban calendar due --from "$from" --days 5 --before
t bangban calendar due --from "$from" --days 5 --same-clock
t bangban calendar due --from "$from" --days 5 --unit day
t bangban calendar due --from "$from" --days 5 --unit hour
t bangban calendar due --from "$from" --days 90 --unit minute
t bangban calendar due --from "$from" --days 0
t bangban calendar due --from "$from" --days 5 --why
t bangban calendar due --from "$from" --days 5 --unit hour --why
t bangban calendar due --from "$from" --days 2 --before --why --format csv
t bangban calendar due --from "$from" --days 1 --why --format tsv
t bangban calendar due --from "$from" --days 2 --format json
bangban calendar due --from "$from" --days 2 --why --format json >why
one why "value->>'due', json_array_length(value, '\$.days'), value->>'\$.days[1].reason', value->>'\$.days[1].counted'"
echo '-- a year that is not known is never guessed'
t bangban calendar due --from '2030-01-04' --days 1
t bangban calendar due --from '2026-12-31' --days 1
t bangban calendar due --from '2022-01-04' --days 10 --before
t bangban calendar due --from '2024-13-01' --days 1
echo '-- loading a year'
printf 'date,kind,name,notice\n2030-01-01,holiday,元旦,国办发明电〔2029〕1号\n2030-01-05,workday,元旦,国办发明电〔2029〕1号\n' >2030.csv
t bangban calendar import 2030.csv
t bangban calendar due --from '2030-01-04' --days 1 --why
for bad in '2030-02-30,holiday,春节,' '2030-02-04,feast,春节,' '2030-02-04,workday,春节,' '2030-02-04,holiday' '2030-01-01,holiday,再一次,'; do
    (cat 2030.csv && printf '%s\n' "$bad") >bad.csv
    t bangban calendar import bad.csv
done
printf 'day,kind\n' >header.csv
t bangban calendar import header.csv
: >empty.csv
t bangban calendar import empty.csv
t bangban calendar import nowhere.csv
printf 'date,kind,name\n2030-03-01,holiday,\377\n' >bytes.csv
t bangban calendar import bytes.csv
t bangban calendar due --from '2030-01-04' --days 1
