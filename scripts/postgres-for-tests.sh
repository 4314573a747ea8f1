#!/bin/sh
# A private PostgreSQL for the tests: start | stop | crash | url.
#
# Lives under ${LAPOR_TEST_DIR:-/tmp/lapor-test-postgres}, listens on loopback and a socket
# there, orders text by bytes (locale C) and flushes for real, because the crash tests rely
# on it. PostgreSQL refuses to run as root; then the user postgres runs it.
set -eu

dir=${LAPOR_TEST_DIR:-/tmp/lapor-test-postgres}
port=${LAPOR_TEST_POSTGRES_PORT:-54329}
url="postgres://postgres@127.0.0.1:$port/postgres"

say() { printf '%s\n' "$*" >&2; }

# The newest installed server's programs.
find_bin() {
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) \
        "$(dirname "$(command -v initdb 2>/dev/null || echo /none/none)")"; do
        if [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]; then
            printf '%s\n' "$bin"
            return 0
        fi
    done
    return 1
}

install_server() {
    say "PostgreSQL is not installed; installing the distribution's package"
    if [ "$(id -u)" -ne 0 ]; then
        say "not root: install the package postgresql and run this again"
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2
    # The package must not start a cluster of its own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    apt-get install -y -q --no-install-recommends postgresql >&2
}

as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        # The caller's folder may be closed to that user.
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

running() { as_server "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; }

start() {
    bin=$(find_bin) || { install_server; bin=$(find_bin); }
    if [ ! -e "$dir/data/PG_VERSION" ]; then
        mkdir -p "$dir"
        if [ "$(id -u)" -eq 0 ]; then chown postgres: "$dir"; fi
        as_server "$bin/initdb" -D "$dir/data" -U postgres --auth=trust \
            --locale=C --encoding=UTF8 >"$dir/initdb.log" 2>&1 ||
            { cat "$dir/initdb.log" >&2; exit 1; }
        as_server sh -c "cat >>'$dir/data/postgresql.conf'" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 128MB
fsync = on
synchronous_commit = on
max_wal_size = 2GB
checkpoint_timeout = 15min
logging_collector = off
CONF
    fi
    running || as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start >/dev/null ||
        { tail -n 20 "$dir/server.log" >&2; exit 1; }
    printf '%s\n' "$url"
}

# fast: sessions are ended, everything is written; immediate: as if the power had gone.
stop() {
    bin=$(find_bin) || return 0
    if [ -e "$dir/data/PG_VERSION" ] && running; then
        as_server "$bin/pg_ctl" -D "$dir/data" -m "$1" -w stop >/dev/null
    fi
}

case "${1:-}" in
    start) start ;;
    stop) stop fast ;;
    crash) stop immediate ;;
    url) printf '%s\n' "$url" ;;
    *) say "usage: $0 start|stop|crash|url"; exit 2 ;;
esac
