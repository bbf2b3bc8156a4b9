# What the measurements share; read by them with `.`. Linux only (/proc, ss).
set -eu
top=$(cd "$(dirname "$0")/../../.." && pwd -P)
plexichat() { "$top/plexichat" "$@"; }

# A folder of its own for all that a measurement makes; removed at the end unless KEEP is set.
work=${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/plexichat-bench.XXXXXX")}
mkdir -p "$work"
cluster=$work/cluster
finish() {
  if [ -f "$cluster/cluster.json" ]; then
    plexichat local down --dir "$cluster" --quiet >/dev/null 2>&1 || :
  fi
  if [ -z "${KEEP:-}" ]; then rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# java NAME ARGS: a JDK that runs source files of today; the one that the launcher would take.
java25() {
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
    if [ -x "$jdk/bin/java" ] && grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$jdk/release" 2>/dev/null; then
      "$jdk/bin/java" "$@"
      return
    fi
  done
  echo "no JDK 25 or later was found; set JAVA_HOME" >&2
  exit 1
}

now() { date +%s.%N; }
calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }
number() { sed -n "s/^ *\"$1\" *: *\\([0-9][0-9]*\\).*/\\1/p" "$2" | head -n 1; }
text() { sed -n "s/^ *\"$1\" *: *\"\\([^\"]*\\)\".*/\\1/p" "$2" | head -n 1; }

# up AGENTS: a fresh cluster; its agents' process ids are then in $pids.
up() {
  rm -rf "$cluster"
  plexichat local up --dir "$cluster" --agents "$1" --quiet >/dev/null
  pids=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$cluster/cluster.json")
}
down() { plexichat local down --dir "$cluster" --quiet >/dev/null; }
pid_of() { # name of an agent
  awk -v name="\"$1\"" '/"name"/ { mine = index($0, name) } /"pid"/ && mine { gsub(/[^0-9]/, ""); print; exit }' "$cluster/cluster.json"
}

# Seconds of processor time of processes so far.
cpu_of() {
  total=0
  for one in "$@"; do
    total=$(awk -v sum="$total" -v hz="$(getconf CLK_TCK)" \
      '{ sub(/.*\) /, ""); printf "%.2f", sum + ($12 + $13) / hz }' "/proc/$one/stat")
  done
  echo "$total"
}

machine() {
  echo "machine: $(nproc) cores, $(uname -m), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)," \
    "load $(cut -d' ' -f1-3 /proc/loadavg), $(date -u +%Y-%m-%dT%H:%MZ)"
}
