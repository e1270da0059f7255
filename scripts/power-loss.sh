#!/bin/bash
# Cuts the power of a disk under the queue, over and over, and counts what is lost. kill -9 does not show this: the page cache survives it.
#   sudo scripts/power-loss.sh [safe|no-folder-fsync|no-fsync] [trials]
# A trial: a file system in a file, mail taken onto it, the process stopped in the middle, the file copied as it is at that moment, the copy
# mounted (its journal is replayed), everything that was answered for looked for. Prints one JSON line. Exit code 3: cannot be done here.
set -euo pipefail
mode=${1:-safe}
trials=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

cannot() { echo "power-loss: skipped, $1" >&2; exit 3; }
[ "$(id -u)" = 0 ] || cannot "root is needed to mount"
command -v mkfs.ext4 >/dev/null || cannot "mkfs.ext4 is needed"

work=$(mktemp -d "${TMPDIR:-/tmp}/plimsoll-power.XXXXXX")
pid=
clean() {
  [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true
  umount -l "$work/disk" 2>/dev/null || true
  umount -l "$work/after" 2>/dev/null || true
  rm -rf "$work"
}
trap clean EXIT
mkdir "$work/disk" "$work/after"

fresh() {
  rm -f "$work/image" "$work/acknowledged"
  truncate -s 64M "$work/image"
  mkfs.ext4 -q -F "$work/image"
  mount -o loop "$work/image" "$work/disk" 2>/dev/null || cannot "no loop device can be mounted"
  mkdir "$work/disk/data"
  sync "$work/disk"
}

acknowledged=0 lost=0 twice=0 broken=0
for _ in $(seq "$trials"); do
  fresh
  node --import tsx "$here/power-loss.ts" run "$work/disk/data" "$work/acknowledged" "$mode" &
  pid=$!
  until [ -s "$work/acknowledged" ]; do kill -0 "$pid"; sleep 0.05; done
  sleep "0.$((RANDOM % 7 + 3))"
  kill -STOP "$pid"
  cp --sparse=always "$work/image" "$work/copy"
  kill -9 "$pid"
  wait "$pid" 2>/dev/null || true
  pid=
  umount "$work/disk"
  mount -o loop "$work/copy" "$work/after"
  result=$(node --import tsx "$here/power-loss.ts" verify "$work/after/data" "$work/acknowledged")
  umount "$work/after"
  for name in acknowledged lost twice broken; do
    value=$(sed -E "s/.*\"$name\":([0-9]+).*/\1/" <<<"$result")
    printf -v "$name" '%d' $(("${!name}" + value))
  done
done
printf '{"mode":"%s","trials":%d,"acknowledged":%d,"lost":%d,"twice":%d,"broken":%d}\n' \
  "$mode" "$trials" "$acknowledged" "$lost" "$twice" "$broken"
