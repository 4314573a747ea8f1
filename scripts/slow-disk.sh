#!/usr/bin/env bash
# Runs a command on a slower disk: every flush (fsync, fdatasync) takes at least MILLISECONDS longer.
# For machines whose disk acknowledges flushes at once and so hides what a commit costs elsewhere.
#
#   scripts/slow-disk.sh 4 lapor bench --only intake
set -euo pipefail

ms=${1:?"usage: slow-disk.sh MILLISECONDS COMMAND..."}
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/slow.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static int slowly(const char *name, int fd) {
    int (*flush)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct timespec pause = {MS / 1000, (MS % 1000) * 1000000L};
    int done = flush(fd);
    nanosleep(&pause, 0);
    return done;
}
int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
C
cc -shared -fPIC -O2 -DMS="$ms" -o "$dir/slow.so" "$dir/slow.c" -ldl
LD_PRELOAD="$dir/slow.so" "$@"
