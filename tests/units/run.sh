#!/bin/sh
# The systemd units as they are installed: systemd has nothing to say against them, and finds the service well shut in.
set -u
: "${B:?name the build folder: B=build/release sh tests/units/run.sh}"
program=$(cd "$B" && pwd)/bin
units=$(cd "$(dirname "$0")/../../data/systemd" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0
ok() { # what holds, command …: silent when it holds
    name=$1
    shift
    if "$@" >said 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "units: $name"
        sed 's/^/    /' said
    fi
}
for unit in bangban-sync.service bangban-backup.service bangban-kiosk@.service; do
    sed "s#@BINDIR@#$program#" "$units/$unit.in" >"$unit"
done
cp bangban-kiosk@.service bangban-kiosk@tty7.service
cp "$units"/*.timer .
clean() { # verify also speaks of the machine's own units: only what names ours counts
    systemd-analyze verify --man=no "$work/$1" >verified 2>&1
    ! grep -F bangban verified
}
ok 'bangban-sync.service is verified' clean bangban-sync.service
ok 'bangban-sync.timer is verified' clean bangban-sync.timer
ok 'bangban-sync-hourly.timer is verified' clean bangban-sync-hourly.timer
ok 'bangban-backup.service is verified' clean bangban-backup.service
ok 'bangban-backup.timer is verified' clean bangban-backup.timer
echo 'NoSuchSetting=yes' >>bangban-sync.timer
not() {
    ! "$@"
}
ok 'bangban-kiosk@.service is verified' clean bangban-kiosk@tty7.service
ok 'a wrong line would be found' not clean bangban-sync.timer
ok 'the kiosk: at most 3.5 of 10' systemd-analyze security --offline=true --threshold=35 --no-pager bangban-kiosk@tty7.service
ok 'exposure is at most 2.0 of 10' systemd-analyze security --offline=true --threshold=20 --no-pager bangban-sync.service
ok 'copies: at most 2.0 of 10' systemd-analyze security --offline=true --threshold=20 --no-pager bangban-backup.service
echo "units: $passed passed, $failed failed"
[ "$failed" = 0 ]
