# Leaders' visits by command: what is refused, what is flagged, corrected, taken back; what then counts.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
t bangban person post person=L001 tier=unit_head valid_from=2024-01-01 valid_to=2024-06-30 unit=310116D15
t bangban person post person=L003 tier=district_leader valid_from=2024-01-01 unit=310116D15
visit() { # leader, moment, words
    leader=$1 at=$2
    shift 2
    t bangban visit add "person=$leader" mode=accompany place_kind=centre item=P020 identity_shown=1 "$@" --at "$at"
}
visit L001 '2024-07-01 09:30' opinions_asked=1 none_offered=1
visit L001 '2024-05-06 09:30' none_offered=1
visit L001 '2024-05-06 09:30' opinions_asked=1 none_offered=1 companions=-1
visit L001 '2024-05-06 09:30' opinions_asked=1 none_offered=1 companions=4 source=arranged
N=C1-L240506-001
t bangban visit list --from 2024-05-01 --to 2024-05-31
t bangban quota --as-of 2024-06-30 --person L001
echo '-- corrected'
t bangban visit edit $N companions=1 source=ticket opinions=叫号太慢
t bangban visit edit $N companions=1 source=ticket none_offered= opinions=叫号太慢
t bangban visit edit $N item=Z999
t bangban visit edit $N person=S001
t bangban visit edit $N voided=1
t bangban visit edit L-404 mode=walk_through
t bangban visit list --from 2024-05-01 --to 2024-05-31
echo '-- taken back'
t bangban visit void $N
t bangban visit void $N --reason 登记重复
t bangban visit void $N --reason 再次
t bangban visit edit $N mode=walk_through
t bangban visit list --from 2024-05-01 --to 2024-05-31
bangban visit show $N --format json >one.json
one one.json "value ->> 'tiers', value ->> 'companions', value ->> 'opinions', value ->> 'voided', value ->> 'void_reason'"
t bangban quota --as-of 2024-06-30 --person L001
t bangban check --rebuild
bangban visit show $N --format json >one.json
one one.json "value ->> 'companions', value ->> 'opinions', value ->> 'voided', value ->> 'void_reason'"
echo '-- a window: kept, not counted'
echo 'quota: { rules = "2024-01-01 district_leader 1 10-01..10-31"; };' >window.conf
t bangban visit add person=L003 mode=walk_through place_kind=centre item=P020 identity_shown=1 opinions_asked=1 none_offered=1 --at '2024-09-30 10:00'
t bangban visit list --from 2024-09-01 --to 2024-09-30
t bangban --config window.conf quota --as-of 2024-10-31 --person L003
