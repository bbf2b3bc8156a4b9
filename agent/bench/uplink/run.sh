#!/bin/sh
# What the source of a first backup sends over the network, counted outside of the program.
#
#   agent/bench/uplink/run.sh [SCALE]       scale of the corpus, 0.2 unless it is said
#
# The source is agent-2, so that the coordinator's own traffic is not in it. Its bytes are counted by the kernel, which
# knows of every TCP connection how much went out on it, TLS and everything else included, and to which process it
# belongs (`ss -tinp`, Debian's iproute2; connections stay open from the first heartbeat on). Compared with one copy of
# the data and the parity as they lie on the other agents' disks.
. "$(dirname "$0")/../common.sh"
command -v ss >/dev/null || { echo "ss was not found: apt-get install iproute2" >&2; exit 1; }
scale=${1:-0.2}
plexichat --help >/dev/null
machine
java25 "$top/agent/bench/compare/Corpus.java" "$work/tree" "$scale"
up 5
source=$(pid_of agent-2)

# Bytes that a process has sent on all of its connections: ss prints two lines for each.
sent_by() {
  ss -Htinp state established | awk -v who="pid=$1," '
    /users:/ { mine = index($0, who) }
    match($0, /bytes_sent:[0-9]+/) && mine { sum += substr($0, RSTART + 11, RLENGTH - 11); mine = 0 }
    END { printf "%.0f", sum }'
}
before=$(sent_by "$source")
plexichat backup create --home "$cluster/home" --host agent-2 --set uplink --path "$work/tree" --tier silver --wait \
  --quiet --output json >"$work/backup.json"
sent=$(($(sent_by "$source") - before))
echo "backup: $(text state "$work/backup.json"), sent by its own count $(number sent_bytes "$work/backup.json") bytes"

# A shard's name begins its file's name: each distinct one once is one copy of the data and the parity.
distinct=$(find "$cluster"/agents/*/data/store -name '*.shard' -printf '%f %s\n' | sort -u |
  awk '{ sum += $2 } END { printf "%.0f", sum }')
echo "{\"sent_bytes\":$sent,\"one_copy_and_parity_bytes\":$distinct,\"ratio\":$(calc "$sent / $distinct" 3),\"goal\":1.1}"
awk "BEGIN { exit !($sent <= 1.1 * $distinct) }"
