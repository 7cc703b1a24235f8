# Out of scope (R3): recorded apart, with a slip, without a word about the visitor.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
t bangban referral kinds
bangban --as S001 referral add complaint >made
one made "length(value->>'id')"
no=$(one made "value->>'no'")
bangban --as S001 referral slip "$no" | sed -E 's/[0-9]{6}/DAY/; s/^20.*  /TIME  /'
t bangban --as L001 referral add complaint
t bangban --as S001 referral add tax
t bangban --as S001 referral slip C1W01-Z000000-001
echo '-- never a session, never a problem'
t bangban session list --format csv
t bangban issue list --format csv
echo '-- the printer'
cat >./lp <<'LP'
#!/bin/sh
echo "printed: $1 $2"  >>printed
grep -c 12345 "$2" >>printed
LP
chmod 700 lp
printf 'print: { command = "./lp -s"; };\n' >conf
bangban --config conf --as S001 referral slip "$no" --print && sed -E "s#$PWD/##; s/[0-9]{6}/DAY/" printed
printf 'print: { command = "./nowhere"; };\n' >conf
bangban --config conf --as S001 referral slip "$no" --print 2>&1 | sed -E "s#$PWD/##; s/[0-9]{6}/DAY/"
echo '-- other kinds'
printf 'scope: { kinds = "petition | 信访 | 区信访办 | 上访"; };\n' >conf
t bangban --config conf referral kinds
t bangban --config conf --as S001 referral add complaint
printf 'scope: { kinds = "petition"; };\n' >conf
t bangban --config conf referral kinds
