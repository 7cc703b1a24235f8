# Manual pages and completion say what the program's tables say. Mend with: make man
mkdir -p copy/man copy/data/completion
cp "$TOP"/man/*.[15] copy/man/
sh "$TOP/man/renew.sh" "$PROGRAM" "$PWD/copy"
for file in man/bangban.1 man/bangban.conf.5 data/completion/bangban; do
    cmp "$TOP/$file" "copy/$file" && echo "$file is up to date"
done
cat >ask.bash <<'EOT'
source "$TOP/data/completion/bangban"
compopt() { :; }
ask() { COMP_WORDS=(bangban "$@"); COMP_CWORD=$#; COMPREPLY=(); _bangban; echo "$* -> ${COMPREPLY[*]}"; }
ask ses
ask session ''
ask --db x.db session a
ask session add client_
ask session list --format ''
ask calendar due --unit ''
ask --db x.db issue list --st
EOT
bash ask.bash
