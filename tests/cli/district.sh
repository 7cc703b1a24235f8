# The same program under other districts' rules, each a configuration file that is shipped beside the demo.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
cat >items.csv <<'EOT'
code,name,audience,unit_code,stages,volume
X001,户籍证明,personal,310116D15,申请/办结,69999
X002,护照签发,personal,310116D15,申请/办结,20001
X003,驾照换证,personal,310116D15,申请/办结,10000
EOT
t bangban item import items.csv
t bangban person add code=L009 name=韩冰 role=leader --at '2024-02-01 09:00' --format json
t bangban person post person=L009 tier=section_head unit=310116D15 --at '2024-02-01 09:00' --format json
t bangban person post person=L009 tier=section_head unit=310116D15 --at '2024-02-01 09:00' --format csv
t bangban person posts --format csv
post() {
    t bangban person post "person=$1" "tier=$2" unit=310116D15 valid_from=2024-01-01
}
post L001 unit_head
post L002 section_head
post L003 district_leader
visit() { # leader, item, day
    bangban visit add "person=$1" mode=accompany place_kind=centre "item=$2" identity_shown=1 opinions_asked=1 \
        none_offered=1 --at "$3 10:00" >/dev/null
}
quota() { # file, day, options
    file=$1 day=$2
    shift 2
    t bangban --config "$TOP/data/demo/$file.conf" quota --as-of "$day" --format json "$@"
}
visit L001 X001 2024-02-05
visit L002 X001 2024-01-15
visit L002 X002 2024-02-15
echo '-- leaders by the quarter, section heads by the month'
quota quarterly 2024-02-20
quota quarterly 2024-02-20 --tier section_head
quota quarterly 2024-01-10 --person L002
quota quarterly 2024-03-31 --person L002
quota quarterly 2024-04-01 --person L001
quota quarterly 2024-06-30 --person L003
quota quarterly 2023-12-31
echo '-- once a year, in October, with seven tenths of the cases'
quota october 2024-09-30
quota october 2024-10-08
visit L001 X001 2024-10-09
quota october 2024-10-20
visit L001 X003 2024-10-21
quota october 2024-10-20
quota october 2024-10-31
visit L001 X002 2024-11-01
quota october 2024-10-31
quota october 2024-11-01
echo '-- the rules that come with the program, on the same visits'
t bangban quota --as-of 2024-10-31 --format json
t bangban --config none.conf quota
printf 'quota = { rules = "2024-01-01 section_head 1 fortnight"; };\n' >bad.conf
t bangban --config bad.conf quota
printf 'quota = { rules = "2024-01-01 section_chief 1 month"; };\n' >bad.conf
t bangban --config bad.conf quota
t bangban quota --tier section_chief
