#!/bin/sh
# First backup of one tree: three copies on separate local agents (tier silver, five agents) against restic writing one
# local copy, in turn, each time into an empty place.
#
#   agent/bench/compare/run.sh [SCALE [ROUNDS]]      1 and 3 unless they are said
#
# Needs Debian's restic (apt-get install restic), and at scale 1 about 11 GB of disk and ten minutes of a quiet machine
# with two cores; scale 0.1 is enough for a trial. WORK=DIR says where, KEEP=1 leaves everything there.
#
# A line of JSON for each run, then a table of medians. `wall_s` is what who asks for a backup waits, the start of the
# command included; `cpu_s` is the processor time of all processes that take part. Who goes first changes every round;
# the tree is read once before each run, so that both find it in memory.
. "$(dirname "$0")/../common.sh"
scale=${1:-1}
rounds=${2:-3}
command -v restic >/dev/null || { echo "restic was not found: apt-get install restic" >&2; exit 1; }
export RESTIC_PASSWORD=compare XDG_CACHE_HOME="$work/cache"
plexichat --help >/dev/null # whatever is to be built is built now
machine
restic version
if [ ! -d "$work/tree" ]; then java25 "$top/agent/bench/compare/Corpus.java" "$work/tree" "$scale" >"$work/corpus.txt"; fi
cat "$work/corpus.txt"

settle() {
  find "$work/tree" -type f -exec cat {} + >/dev/null
  sync
}

restic_run() {
  rm -rf "$work/repository" "$work/cache"
  restic -q init -r "$work/repository"
  settle
  begun=$(now)
  (restic -q -r "$work/repository" backup "$work/tree" && times) >"$work/times.txt"
  wall=$(calc "$(now) - $begun")
  # The last line of `times`: user and system time of the children, as 0m1.23s 0m0.45s.
  cpu=$(tail -n 1 "$work/times.txt" | tr 'ms' '  ' | awk '{ printf "%.2f", $1 * 60 + $2 + $3 * 60 + $4 }')
  bytes=$(find "$work/repository" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }')
  echo "{\"round\":$1,\"tool\":\"restic\",\"wall_s\":$wall,\"cpu_s\":$cpu,\"copy_bytes\":$bytes}" | tee -a "$work/runs.txt"
  rm -rf "$work/repository"
}

plexichat_run() {
  up 5
  settle
  # shellcheck disable=SC2086 # one word for each process
  before=$(cpu_of $pids)
  begun=$(now)
  (plexichat backup create --home "$cluster/home" --set compare --path "$work/tree" --tier silver --wait --quiet \
    --output json >"$work/backup.json" && times) >"$work/times.txt"
  wall=$(calc "$(now) - $begun")
  own=$(tail -n 1 "$work/times.txt" | tr 'ms' '  ' | awk '{ printf "%.2f", $1 * 60 + $2 + $3 * 60 + $4 }')
  # shellcheck disable=SC2086
  cpu=$(calc "$(cpu_of $pids) - $before + $own")
  state=$(text state "$work/backup.json")
  [ "$state" = complete ] || { echo "the backup is $state" >&2; cat "$work/backup.json" >&2; exit 1; }
  stored=$(number stored_bytes "$work/backup.json")
  parity=$(number parity_bytes "$work/backup.json")
  # What the program says is checked against the files that lie on the agents' disks.
  found=$(find "$cluster"/agents/*/data/store -name '*.shard' -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }')
  [ "$found" = "$((stored + parity))" ] || echo "note: $found bytes of shards lie on the disks, not $((stored + parity))" >&2
  echo "{\"round\":$1,\"tool\":\"plexichat\",\"wall_s\":$wall,\"cpu_s\":$cpu,\"copy_bytes\":$((stored / 3)),\
\"parity_bytes\":$parity,\"shard_files_bytes\":$found,\"sent_bytes\":$(number sent_bytes "$work/backup.json")}" |
    tee -a "$work/runs.txt"
  down
  rm -rf "$cluster"
}

: >"$work/runs.txt"
round=1
while [ "$round" -le "$rounds" ]; do
  if [ $((round % 2)) = 1 ]; then restic_run $round; plexichat_run $round; else plexichat_run $round; restic_run $round; fi
  round=$((round + 1))
done

median() { # tool field
  grep "\"tool\":\"$1\"" "$work/runs.txt" | sed "s/.*\"$2\":\\([0-9.]*\\).*/\\1/" | sort -n |
    awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
machine
row() {
  theirs=$(median restic "$2")
  ours=$(median plexichat "$2")
  printf '%-28s %14s %14s %8s  %s\n' "$1" "$theirs" "$ours" "$(calc "$ours / $theirs")" "$3"
}
printf '%-28s %14s %14s %8s  %s\n' "median of $rounds" 'restic 1 copy' '3 copies' ratio goal
row 'wall, s' wall_s '<= 1.50'
row 'processor time, s' cpu_s ''
row 'data bytes of one copy' copy_bytes '<= 1.10'
