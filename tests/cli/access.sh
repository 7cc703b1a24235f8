# Who proves what: accounts, tries counted across processes, secrets from private places alone.
bangban init >/dev/null
printf 'code,name,role\nS1,程亦诚,staff\nV1,韦远娜,volunteer\nM1,丁彤,supervisor\nA1,单于沐旭,admin\n' >people.csv
bangban person import people.csv >/dev/null
secret() { # its lines, into a private file
    printf '%s\n' "$@" >secret
    chmod 400 secret
}
forget() { rm -f secret; }
until_now() { sed -E 's/until [0-9-]+ [0-9:]+/until NOW/'; }

# The first account is an administrator's; weak passwords are refused.
secret first2022
t bangban --secret-file secret user add S1
t bangban --secret-file secret user add A1
forget
secret first2022 short1
t bangban --as A1 --secret-file secret user add S1
forget
secret first2022 counter2022
t bangban --as A1 --secret-file secret user add S1
t bangban --as A1 --secret-file secret user key M1 m1.key
t stat -c %a m1.key
t bangban --as A1 --secret-file secret user key M1 m1.key
t bangban --as M1 --secret-file m1.key user list

# Four programs guess together: they have the five tries of one.
forget
secret wrong2022
for i in 1 2 3 4; do
    for _ in 1 2 3 4; do
        bangban --as S1 --secret-file secret session list
    done >out.$i 2>&1 &
done
wait
cat out.* | grep -c 'not the secret'
cat out.* | grep -c 'Too many failed tries'
forget
secret counter2022
t bangban --as S1 --secret-file secret session list | until_now
t bangban --as V1 user unlock S1
t bangban --as M1 --secret-file m1.key user unlock S1
t bangban --as S1 --secret-file secret session list

# A secret comes from nowhere else, and from nobody's open file.
chmod 644 secret
t bangban --as S1 --secret-file secret session list
nowhere() { setsid -w "$PROGRAM" --lang en --db "$DB" "$@"; }
t nowhere --as S1 session list
mv "$DB.d/office.key" office.key
t nowhere session list
mv office.key "$DB.d/office.key"

# One's own password; an account that is closed.
forget
secret counter2022 window2023
t bangban --as S1 --secret-file secret user passwd
t bangban --as S1 --secret-file secret session list
forget
secret first2022
t bangban --as A1 --secret-file secret user disable S1
forget
secret window2023
t bangban --as S1 --secret-file secret session list

# What a volunteer may not, and that all of it is in the journal, which is whole.
mkdir out
t bangban --as V1 export --out out
t bangban --as V1 user list
ls out
bangban audit list --format tsv | cut -f3 | sort | uniq -c
t bangban verify
grep -c -e first2022 -e counter2022 -e window2023 "$DB" # no password stands in the file
