#!/bin/sh
# Backs up and restores 20,000 small files and one large one with agents whose heap is 256 MiB.
#
#   agent/bench/memory/run.sh [GIB]        size of the large file, 4 unless it is said
#
# Needs about 6 × GIB of disk. Prints the heap that each agent was started with, its highest resident memory, how long
# backup and restore took, and whether the restored tree is the same. WORK=DIR says where, KEEP=1 leaves it there.
. "$(dirname "$0")/../common.sh"
gib=${1:-4}
machine
echo "corpus: $(java25 "$top/agent/bench/compare/Corpus.java" "$work/tree" --large-file "$gib")"
up 5
begun=$(now)
plexichat backup create --home "$cluster/home" --set memory --path "$work/tree" --tier silver --wait --quiet \
  --output json >"$work/backup.json"
echo "backup: $(text state "$work/backup.json") in $(calc "$(now) - $begun" 0) s," \
  "$(number files "$work/backup.json") files, $(number source_bytes "$work/backup.json") bytes"
begun=$(now)
plexichat backup restore latest --home "$cluster/home" --to "$work/restored" --wait --quiet --output json \
  >"$work/restore.json"
echo "restore: $(text state "$work/restore.json") in $(calc "$(now) - $begun" 0) s"
for pid in $pids; do
  heap=$(tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n 's/^-Xmx//p' | tail -n 1)
  peak=$(awk '/VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
  echo "agent $pid: heap $heap, highest resident memory $peak MiB"
done
diff -r "$work/tree" "$work/restored$work/tree" >"$work/differences" && echo "restored tree: identical" ||
  { echo "restored tree: DIFFERENT"; head -n 5 "$work/differences"; exit 1; }
