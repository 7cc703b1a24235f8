#!/bin/sh
# The transport against real servers on this machine: nginx (WebDAV, client certificates) and sshd, started here with
# throw-away keys in a folder of its own, and stopped at the end. B is the build folder.
set -u
: "${B:?name the build folder: B=build/release sh tests/transport/run.sh}"
PROGRAM=$(cd "$B" && pwd)/libexec/bangban/bangban-transport
LC_ALL=C.UTF-8
LANGUAGE=en
export LC_ALL LANGUAGE
unset CDPATH
work=$(mktemp -d)
cd "$work" || exit 1
servers=
stop() {
    for pid_file in $servers; do
        [ ! -s "$pid_file" ] || kill "$(cat "$pid_file")"
    done
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM
passed=0
failed=0
ok() { # what holds, command …
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "transport: $name"
        [ ! -s said ] || sed 's/^/    /' said
    fi
}
started() { # until the server takes connections; it does at once, or never
    tries=0
    until [ -s "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || return 1
        sleep 0.05
    done
    servers="$servers $work/$1"
}

# ---- keys ---------------------------------------------------------------------------------------------
authority() { # name
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -days 2 2>/dev/null
}
certificate() { # authority, name, common name, days
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$3" 2>/dev/null
    printf 'subjectAltName=IP:127.0.0.1\n' >"$2.ext"
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -CAcreateserial -days "$4" -extfile "$2.ext" \
        -out "$2.pem" 2>/dev/null
}
authority district
authority stranger
certificate district hub hub 2
certificate district c1w03 C1W03 2
certificate district c1w04 C1W04 2
certificate stranger forged C1W03 2
certificate district expired C1W03 -1

# ---- nginx --------------------------------------------------------------------------------------------
mkdir hub hub/in hub/out hub/tmp
for node in C1W03 C1W04; do
    mkdir "hub/in/$node" "hub/out/$node"
done
user=
[ "$(id -u)" != 0 ] || user='user root;'
nginx_start() { # port; fails when somebody has it
    cat >nginx.conf <<CONF
$user
worker_processes 1;
daemon on;
pid $work/nginx.pid;
error_log $work/nginx.log;
events {}
http {
    access_log off;
    client_body_temp_path $work/hub/tmp;
    proxy_temp_path $work/hub/tmp;
    fastcgi_temp_path $work/hub/tmp;
    uwsgi_temp_path $work/hub/tmp;
    scgi_temp_path $work/hub/tmp;
    client_max_body_size 4m;
    server {
        listen 127.0.0.1:$1 ssl;
        ssl_certificate $work/hub.pem;
        ssl_certificate_key $work/hub.key;
        ssl_client_certificate $work/district.pem;
        ssl_verify_client on;
        root $work/hub;
        location ~ ^/in/(?<folder>[^/]+)/ {
            if (\$folder != \$node) { return 403; }
            limit_except PUT { deny all; }
            dav_methods PUT;
        }
        location ~ ^/out/(?<folder>[^/]+)/ {
            if (\$folder != \$node) { return 403; }
            autoindex on;
            autoindex_format json;
            limit_rate 200k;
        }
        location /busy/ { return 503; }
        location /cut/ { return 444; }
        location /moved/ { return 302 https://127.0.0.1:$1/out/C1W03/; }
        location /page/ { return 200 "<html>"; }
    }
    map \$ssl_client_s_dn \$node { ~CN=(?<cn>[A-Z0-9-]+) \$cn; default ""; }
}
CONF
    (ulimit -f 8192 && trap '' XFSZ && nginx -p "$work" -c nginx.conf 2>nginx.said)
}
port=$((20000 + $$ % 20000))
last=$((port + 20))
until nginx_start $port; do
    port=$((port + 1))
    [ $port -lt $last ] || { cat nginx.said && break; }
done
ok 'nginx starts' started nginx.pid

box() { # node: fresh folders of a node
    rm -rf "$1"
    mkdir -p "$1/outbox" "$1/inbox/done"
}
key=c1w03
url=https://127.0.0.1:$port
move() { # node: what the node's program does
    "$PROGRAM" "$url" "$1" "$1/outbox" "$1/inbox" "$work/$key.pem" "$work/$key.key" "$work/district.pem" \
        "$work/known_hosts" >said 2>&1
}
refused() { # status, words in the sentence, node
    move "$3"
    got=$?
    [ $got = "$1" ] && grep -qF "$2" said && [ "$(wc -l <said)" = 1 ]
}
packet=C1W03-0123456789abcdef.zip
receipt=C1-fedcba9876543210.receipt
fill() { # file: other bytes each time
    head -c 200000 /dev/urandom >"$1"
}
box C1W03
fill C1W03/outbox/$packet
echo unfinished >C1W03/outbox/C1W03-00000000000000aa.zip.part
echo private >C1W03/outbox/notes.txt
ok 'https: a packet goes up' move C1W03
ok 'https: with its bytes' cmp C1W03/outbox/$packet hub/in/C1W03/$packet
ok 'https: nothing else goes up' test "$(ls hub/in/C1W03)" = $packet
ok 'https: an answer 201 removes nothing' test -f C1W03/outbox/$packet
ok 'https: the same packet again is harmless' move C1W03
rm hub/in/C1W03/$packet
ok 'https: a hub that lost it gets it again' move C1W03
ok 'https: and has it' cmp C1W03/outbox/$packet hub/in/C1W03/$packet
ok 'https: no receipt, nothing comes down' test -z "$(find C1W03/inbox -type f)"
fill hub/out/C1W03/$receipt
fill hub/out/C1W03/evil.sh
ok 'https: a receipt of three nights later comes down' move C1W03
ok 'https: with its bytes' cmp hub/out/C1W03/$receipt C1W03/inbox/$receipt
ok 'https: a file of another name does not' test ! -e C1W03/inbox/evil.sh
mv C1W03/inbox/$receipt C1W03/inbox/done/
ok 'https: what was merged' move C1W03
ok 'https: does not come again' test ! -e C1W03/inbox/$receipt
box C1W04
fill C1W04/outbox/C1W04-0123456789abcdef.zip
ok 'https: another node with this certificate is refused' refused 4 'answered 403' C1W04
ok 'https: and nothing of it arrives' test -z "$(ls hub/in/C1W04)"
key=c1w04
ok 'https: with its own it passes' move C1W04
key=forged
ok 'https: a certificate of a strange authority is refused' refused 4 '400' C1W03
key=expired
ok 'https: an expired certificate is refused' refused 4 '400' C1W03
key=nobody
ok 'https: no certificate is refused' refused 4 'nobody' C1W03
key=c1w03
cp district.pem own.pem && cp stranger.pem district.pem
ok 'https: a hub that the pinned authority does not know is refused' refused 4 'certificate' C1W03
cp own.pem district.pem
for trouble in busy cut moved; do
    url=https://127.0.0.1:$port/$trouble
    ok "https: trouble is said: $trouble" refused 4 'Nothing is lost' C1W03
done
rm -f C1W03/outbox/*.zip
url=https://127.0.0.1:$port/page
ok 'https: a page instead of a list is said' refused 4 'JSON' C1W03
url=http://127.0.0.1:$port
fill C1W03/outbox/$packet
ok 'http without TLS is not spoken' refused 4 'Protocol "http"' C1W03
url=https://127.0.0.1:1
ok 'https: nobody there is said' refused 4 'Nothing is lost' C1W03
url=https://127.0.0.1:$port
head -c 6000000 /dev/zero >C1W03/outbox/C1W03-00000000000000ff.zip
ok 'https: more than the hub takes is said' refused 4 'answered 413' C1W03
rm C1W03/outbox/*ff.zip
sed -i 's/client_max_body_size 4m/client_max_body_size 64m/' nginx.conf
kill -HUP "$(cat nginx.pid)"
head -c 9000000 /dev/zero >C1W03/outbox/C1W03-00000000000000fe.zip
full() { # the old worker may still answer for a moment: then it says 413
    tries=0
    until refused 4 'answered 500' C1W03; do
        tries=$((tries + 1))
        [ $tries -lt 40 ] || return 1
    done
}
ok 'https: a full disk at the hub is said' full
ok 'https: and leaves no half file' test ! -e hub/in/C1W03/C1W03-00000000000000fe.zip
rm C1W03/outbox/*fe.zip
both() {
    key=c1w03
    move C1W03 &
    one=$!
    key=c1w04
    fill C1W04/outbox/C1W04-00000000000000bb.zip
    move C1W04 && wait $one
}
ok 'https: two nodes at once' both
key=c1w03

# ---- sshd ---------------------------------------------------------------------------------------------
ssh-keygen -q -t ed25519 -N '' -f host
ssh-keygen -q -t ed25519 -N '' -f window
ssh-keygen -q -t ed25519 -N '' -f other
cp window.pub authorized
chmod 600 authorized
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
sshd_start() {
    cat >sshd.conf <<CONF
Port $1
ListenAddress 127.0.0.1
HostKey $work/host
PidFile $work/sshd.pid
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
AllowTcpForwarding no
ForceCommand internal-sftp
Subsystem sftp internal-sftp
CONF
    "$(command -v sshd || echo /usr/sbin/sshd)" -f "$work/sshd.conf" -E "$work/sshd.log"
}
ssh_port=$((port + 1))
sshd_start $ssh_port
until started sshd.pid; do
    ssh_port=$((ssh_port + 1))
    [ $ssh_port -lt $((last + 20)) ] || break
    sshd_start $ssh_port
done
printf '[127.0.0.1]:%s %s\n' $ssh_port "$(cut -d' ' -f1,2 host.pub)" >known_hosts
printf '[127.0.0.1]:%s %s\n' $ssh_port "$(cut -d' ' -f1,2 other.pub)" >wrong_hosts
url=sftp://$(id -un)@127.0.0.1:$ssh_port$work/hub
cp window window.key
rm -f hub/in/C1W03/* C1W03/outbox/* C1W03/inbox/done/*
fill C1W03/outbox/$packet
key=window
ok 'sftp: a packet goes up' move C1W03
ok 'sftp: with its bytes, under its name' cmp C1W03/outbox/$packet hub/in/C1W03/$packet
ok 'sftp: no .part is left' test "$(ls hub/in/C1W03)" = $packet
ok 'sftp: a receipt comes down' cmp hub/out/C1W03/$receipt C1W03/inbox/$receipt
ok 'sftp: a file of another name does not' test ! -e C1W03/inbox/evil.sh
fill C1W03/outbox/$packet
ok 'sftp: again, from the start' move C1W03
ok 'sftp: no byte of the older upload is left' cmp C1W03/outbox/$packet hub/in/C1W03/$packet
cp other other.key
key=other
ok 'sftp: a strange key is refused' refused 4 'uthentication' C1W03
key=window
mv known_hosts right_hosts
ok 'sftp: no known_hosts is refused' refused 4 'SSH remote key' C1W03
cp wrong_hosts known_hosts
ok 'sftp: a wrong host key is refused' refused 4 'SSH remote key' C1W03
mv right_hosts known_hosts
rm -rf hub/in/C1W03
ok 'sftp: a folder that is not there is said' refused 4 'Nothing is lost' C1W03

# ---- usage --------------------------------------------------------------------------------------------
"$PROGRAM" https://one >said 2>&1
ok 'too few words: exit status 2' test $? = 2
echo "transport: $passed passed, $failed failed"
[ "$failed" = 0 ]
