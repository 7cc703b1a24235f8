#!/bin/sh
# The smoke suite: one walk through the main job on the command line, every step under valgrind. Any error or leak fails.
set -u
: "${B:?name the build folder}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0
failed=0

step() { # expected exit status, arguments
    want=$1
    shift
    valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
        "$B/bin/bangban" --db "$dir/smoke.db" "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    if [ "$got" = "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "bangban $*: exit $got, not $want"
        cat "$dir/err"
    fi
}

step 0 init --data data
step 0 desk import tests/smoke/desks.csv
step 0 person import tests/smoke/people.csv
step 0 user key admin "$dir/admin.key" name=管理员
step 0 user key --as admin --secret-file "$dir/admin.key" S001 "$dir/S001.key"
step 0 session add --as S001 --secret-file "$dir/S001.key" item=P020 note='缴费基数怎么定' client_name=欧阳晓明 client_id=11010519491231002X
step 0 session list --format json
step 1 session add --as S001 --secret-file "$dir/S001.key" quantity=0
step 0 issue add --as S001 --secret-file "$dir/S001.key" description='自助机缺纸' point=pain_point
step 0 issue list
step 0 search 缴费
step 3 calendar due --from '2031-01-01 10:00' --days 5
step 0 calendar due --from '2024-09-13 10:00' --days 5 --why
mkdir "$dir/out.d"
step 0 export --out "$dir/out.d"
step 0 verify "$dir"/out.d/*.zip
step 0 check --rebuild
step 0 backup
echo "valgrind: $passed passed, $failed failed"
[ "$failed" = 0 ]
