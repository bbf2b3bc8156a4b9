#!/bin/sh
# Tries both packages in a root that holds nothing but a minimal Debian: no Java, no systemd running, no
# checkout. Needs root, debootstrap, and a mirror; takes some minutes, so no test suite runs it.
#
#   mvn -Pinstallers package && sudo packaging/jpackage/linux/try.sh [--keep] [--base DIR]
#
# --base DIR  a minimal root that is at hand; it is copied, not changed (default: debootstrap makes one)
# --keep      leave the root for looking around
#
# Exit code 0 only if everything held: both installed, the agent serves by the very command line of its
# unit and as its user, a backup is made and restored byte for byte, every cache of classes is accepted,
# the console maps its window in time, and removal keeps the data while purge deletes them.
set -eu

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -P -- "$here/../../.." && pwd -P)
suite=bookworm
# The mirror that this machine itself installs from.
mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\).*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
window_ms=2500
keep=no
base=

while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes ;;
    --base)
      base=$2
      shift
      ;;
    *)
      echo "usage: try.sh [--keep] [--base DIR]" >&2
      exit 64
      ;;
  esac
  shift
done

failures=0
step() { printf '\n== %s\n' "$*"; }
held() { printf 'ok      %s\n' "$*"; }
broken() {
  printf 'FAILED  %s\n' "$*"
  failures=$((failures + 1))
}
# check WHAT COMMAND…
check() {
  what=$1
  shift
  if "$@"; then held "$what"; else broken "$what"; fi
}
figure() { printf 'figure  %-58s %s\n' "$1" "$2"; }
now_ms() { date +%s%3N; }

[ "$(id -u)" = 0 ] || {
  echo 'try.sh: must be root, to make and enter another root' >&2
  exit 1
}
architecture=$(dpkg --print-architecture)
newest() {
  # shellcheck disable=SC2012 # names of our own
  ls -t "$top"/target/installers/plexichat-"$1"_*_"$architecture".deb 2>/dev/null | head -n 1
}
agent_deb=$(newest agent)
console_deb=$(newest console)
if [ ! -f "$agent_deb" ] || [ ! -f "$console_deb" ]; then
  echo 'try.sh: build the packages first: mvn -Pinstallers package' >&2
  exit 1
fi

# The root shares the network of this machine, for apt; its agents listen on loopback there.
if grep -qE ':6B3[3-8] 0+:0000 0A' /proc/net/tcp /proc/net/tcp6; then
  echo 'try.sh: ports 27443 to 27448 are in use; is another try still running?' >&2
  exit 1
fi

# What is mounted here is seen by nobody else, and gone with this script.
if [ "${PLEXICHAT_TRY_APART:-}" != yes ]; then
  [ "$keep" = no ] || set -- "$@" --keep
  [ -z "$base" ] || set -- "$@" --base "$base"
  PLEXICHAT_TRY_APART=yes exec unshare --mount --propagation private sh "$0" "$@"
fi

root=$(mktemp -d /tmp/plexichat-try.XXXXXX)
# Its users must come through, as through any root.
chmod 0755 "$root"
# A root is a mount: Java asks to which one a file belongs.
mount --bind "$root" "$root"
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
front() { # inside, and before all other work of this machine
  chrt --rr 20 chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
}
as_agent() { inside runuser -u plexichat -- "$@"; }

# Processes that were started in the root, and nothing else: known by their root folder.
inhabitants() {
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/root" 2>/dev/null || :)" = "$root" ] && printf '%s\n' "${process#/proc/}"
  done
  return 0
}
leave() {
  for pid in $(inhabitants); do kill "$pid" 2>/dev/null || :; done
  left=50
  while [ -n "$(inhabitants)" ] && [ "$left" -gt 0 ]; do
    left=$((left - 1))
    sleep 0.2
  done
  for pid in $(inhabitants); do kill -9 "$pid" 2>/dev/null || :; done
  for mount in dev/shm dev/pts dev proc ''; do
    umount "$root/$mount" 2>/dev/null || :
  done
  if [ "$keep" = yes ]; then
    echo "the root is left in $root"
  elif grep -q " $root/" /proc/mounts; then
    echo "try.sh: something is still mounted below $root; it is left there" >&2
  else
    rm -rf "$root"
  fi
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step "a minimal $suite without Java"
if [ -n "$base" ]; then
  cp -a "$base/." "$root/"
else
  debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 || {
    tail -n 5 "$root.log" >&2
    exit 1
  }
  rm -f "$root.log"
fi
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=0755 dev "$root/dev"
for node in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  # shellcheck disable=SC2086 # three words
  set -- $node
  mknod -m 0666 "$root/dev/$1" c "$2" "$3"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
check "there is no Java" sh -c "! chroot '$root' sh -c 'command -v java'"
inside apt-get -q update >"$root/tmp/apt.log" 2>&1 || broken "apt-get update"

step "installing the agent"
mkdir "$root/packages"
cp "$agent_deb" "$console_deb" "$root/packages/"
agent_file=/packages/$(basename "$agent_deb")
console_file=/packages/$(basename "$console_deb")
installed() { inside dpkg --get-selections | wc -l; }
before=$(installed)
check "apt installs it" inside sh -c "DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install '$agent_file' >>/tmp/apt.log 2>&1"
after=$(installed)
figure "packages that come with it" $((after - before - 1))
check "a second configuration changes nothing" inside dpkg-reconfigure -f noninteractive plexichat-agent
check "plexichat --version" inside plexichat --version
check "plexichat --version, from another launcher" inside env _JPACKAGE_LAUNCHER=0 plexichat --version
check "the user has no shell" sh -c "grep -q '^plexichat:.*:/usr/sbin/nologin\$' '$root/etc/passwd'"
check "its folder is its own" [ "$(inside stat -c '%U:%a' /var/lib/plexichat)" = plexichat:750 ]
check "completion is there" inside bash -n /usr/share/bash-completion/completions/plexichat
while read -r tool; do
  said=$(inside "$tool" 2>&1 || :)
  case $said in
    *'No runbook names'* | '') broken "$tool: $said" ;;
  esac
done <"$here/agent/tools"
check "its files are what they were when it was built" inside dpkg --verify plexichat-agent

# A cache that is refused is slower than none, and silent.
classes_from_cache() { # NAME COMMAND…
  name=$1
  shift
  : >"$root/tmp/classes.log"
  chmod 0666 "$root/tmp/classes.log"
  inside env _JAVA_OPTIONS='-Xlog:aot,class+load:file=/tmp/classes.log' "$@" >/dev/null 2>&1 || :
  used=$(grep -c 'shared objects file' "$root/tmp/classes.log" || :)
  figure "classes from the cache of the $name" "$used"
  check "the cache of the $name is accepted" [ "${used:-0}" -ge 1000 ]
}
classes_from_cache 'command line' plexichat --help
classes_from_cache agent plexichat agent run --home /nowhere

step "an agent under its unit's command line"
unit=$root/usr/lib/systemd/system/plexichat-agent.service
serve=$(sed -n 's/^ExecStart=//p' "$unit")
check "the unit waits until the machine has joined" \
  grep -q '^ConditionPathExists=/var/lib/plexichat/agent.properties$' "$unit"
(umask 077 && echo 'correct horse battery staple' >"$root/tmp/passphrase")
inside chown plexichat /tmp/passphrase
host=127.0.0.1
check "agent init" as_agent plexichat agent init --coordinator --name first --home /var/lib/plexichat \
  --listen $host:27443 --enrol-listen $host:27444 --capacity 5G --owner first \
  --kit /var/lib/plexichat/recovery-kit.pxkit --kit-passphrase-file /tmp/passphrase --quiet
# The rights that the unit gives, by the names that setpriv knows.
rights=$(sed -n 's/^AmbientCapabilities=//p' "$unit" | tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')
started=$(now_ms)
# shellcheck disable=SC2086 # words, as systemd splits them
inside HOME=/var/lib/plexichat setpriv --reuid plexichat --regid plexichat --clear-groups \
  --bounding-set "-all,$rights" --inh-caps "-all,$rights" --ambient-caps "$rights" --no-new-privs \
  $serve >"$root/tmp/first.log" 2>&1 &
plexichat() { as_agent plexichat "$@" --home /var/lib/plexichat; }
answers() { plexichat agent status --output json >"$root/tmp/status.json" 2>/dev/null || [ $? = 2 ]; }
until answers; do
  [ $(($(now_ms) - started)) -lt 60000 ] || break
  sleep 0.2
done
check "it serves" answers
server_of() { # the process that serves a home
  for pid in $(inhabitants); do
    case $({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null) in
      */java*"agent run --home $1 ") echo "$pid" ;;
    esac
  done
}
check "as user plexichat" [ "$(stat -c %u "/proc/$(server_of /var/lib/plexichat)")" = "$(inside id -u plexichat)" ]

step "three more machines join, a backup, a restore"
for number in 2 3 4 5; do
  token=$(plexichat peer invite --owner "m$number" --output json |
    sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
  home=/var/lib/plexichat/m$number
  check "m$number joins" as_agent plexichat agent join "$token" --name "m$number" --home "$home" \
    --listen "$host:2744$((number + 3))" --capacity 2G --quiet
  as_agent plexichat agent run --home "$home" >"$root/tmp/m$number.log" 2>&1 &
done
started=$(now_ms)
all_active() { [ "$(plexichat peer list --output json 2>/dev/null | grep -o '"ACTIVE"' | wc -l)" = 5 ]; }
until all_active; do
  [ $(($(now_ms) - started)) -lt 90000 ] || break
  sleep 0.5
done
check "five are ACTIVE" all_active
# What only its owner may read is backed up as well, by the unit's rights.
install -d -m 0700 "$root/srv/private"
echo 'for root only' >"$root/srv/private/secret"
chmod 0600 "$root/srv/private/secret"
install -d -m 0750 "$root/srv/mail"
echo 'for mail' >"$root/srv/mail/letter"
inside chown -R mail:mail /srv/mail
plexichat backup create --set all --path /srv --path /usr/share/doc --tier bronze --wait \
  --output json >"$root/tmp/backup.json" 2>"$root/tmp/backup.err" || broken "backup create: $(cat "$root/tmp/backup.err")"
check "the backup is complete" grep -q '"state" *: *"complete"' "$root/tmp/backup.json"
check "backup restore" plexichat backup restore latest --to /var/lib/plexichat/restored --wait --quiet
restored=$root/var/lib/plexichat/restored
check "what was restored is the same, byte for byte" sh -c \
  "diff -r '$root/usr/share/doc' '$restored/usr/share/doc' && diff -r '$root/srv' '$restored/srv'"
owners() { (cd "$1" && find . -printf '%p %U:%G %m %T@\n' | sort); }
check "and has its owners, rights and times" [ "$(owners "$root/srv")" = "$(owners "$restored/srv")" ]

step "a local cluster and the demo from the installed image"
check "local up" inside plexichat local up --dir /tmp/local --agents 3 --quiet
check "local down" inside plexichat local down --dir /tmp/local --quiet
check "demo --headless" inside sh -c 'plexichat demo --headless >/tmp/demo.log 2>&1 || { tail -n 20 /tmp/demo.log; exit 1; }'

# The question is how long a start takes, not how busy this machine is with other work: what is measured
# comes before it.
figure "load of this machine before measuring" "$(cut -d ' ' -f 1-3 /proc/loadavg), $(nproc) processors"

# median COMMAND…: of five runs, in milliseconds.
median() {
  for _ in 1 2 3 4 5; do
    from=$(now_ms)
    "$@" >/dev/null 2>&1 || :
    echo $(($(now_ms) - from))
  done | sort -n | sed -n 3p
}
step "start of the command line"
cfg=$root/opt/plexichat-agent/lib/app/plexichat-agent.cfg
for command in --help 'peer list --home /var/lib/plexichat'; do
  # shellcheck disable=SC2086 # words
  figure "plexichat ${command%% --home*}" "$(median front runuser -u plexichat -- plexichat $command) ms"
  sed -i.kept '/-XX:AOTCache=/d' "$cfg"
  # shellcheck disable=SC2086
  figure "plexichat ${command%% --home*}, without its cache" "$(median front runuser -u plexichat -- plexichat $command) ms"
  mv "$cfg.kept" "$cfg"
done

step "start of an agent"
listens() { grep -qE ':6B38 0+:0000 0A' /proc/net/tcp /proc/net/tcp6; } # port 27448
listening() { # from exec to its port open
  home=/var/lib/plexichat/m5
  kill "$(server_of "$home")"
  while [ -n "$(server_of "$home")" ]; do sleep 0.1; done
  from=$(now_ms)
  # Nothing of the caller's may stay open in what outlives it.
  (exec >>"$root/tmp/m5.log" 2>&1 && front runuser -u plexichat -- plexichat agent run --home "$home") &
  until listens; do
    [ $(($(now_ms) - from)) -lt 30000 ] || break
    sleep 0.02
  done
  echo $(($(now_ms) - from))
}
figure "agent, exec to its port open (3 runs, ms)" "$(for _ in 1 2 3; do listening; done | sort -n | tr '\n' ' ')"
sed -i.kept '/-XX:AOTCache=/s/"-XX:AOTCache=[^ ]*//' "$root/opt/plexichat-agent/bin/plexichat"
figure "the same without its cache" "$(for _ in 1 2 3; do listening; done | sort -n | tr '\n' ' ')"
mv "$root/opt/plexichat-agent/bin/plexichat.kept" "$root/opt/plexichat-agent/bin/plexichat"

step "the console"
check "apt installs it" inside sh -c "DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install '$console_file' >>/tmp/apt.log 2>&1"
check "its files are what they were when it was built" inside dpkg --verify plexichat-console
# The screen and the eye that watches it are of the test, not of the package.
check "a virtual screen" inside sh -c "DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install xvfb x11-utils desktop-file-utils >>/tmp/apt.log 2>&1"
check "its menu entry is right" inside desktop-file-validate /usr/share/applications/plexichat-console.desktop
classes_from_cache console plexichat-console
display=:87
install -d -m 1777 "$root/tmp/.X11-unix"
front Xvfb $display -screen 0 1600x1000x24 -nolisten tcp >"$root/tmp/xvfb.log" 2>&1 &
shown() { inside env DISPLAY=$display xwininfo -root -tree 2>/dev/null | grep -q '"PlexiChat Backup'; }
until inside env DISPLAY=$display xwininfo -root >/dev/null 2>&1; do sleep 0.1; done
mapped() { # COMMAND…: from exec to a window that is viewable
  from=$(now_ms)
  front runuser -u plexichat -- env DISPLAY=$display "$@" --home /var/lib/plexichat >"$root/tmp/console.log" 2>&1 &
  until front env DISPLAY=$display xwininfo -name 'PlexiChat Backup' 2>/dev/null | grep -q 'IsViewable'; do
    [ $(($(now_ms) - from)) -lt 30000 ] || break
    sleep 0.02
  done
  to=$(now_ms)
  for pid in $(inhabitants); do
    case $({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null) in
      /opt/plexichat-console/bin/*) kill "$pid" 2>/dev/null || : ;;
    esac
  done
  while shown; do sleep 0.1; done
  echo $((to - from))
}
mapped plexichat-console >/dev/null # files are read once
times=$(for _ in 1 2 3 4 5; do mapped plexichat-console; done | sort -n | tr '\n' ' ')
# shellcheck disable=SC2086 # words
set -- $times
figure "console, exec to window mapped (5 runs, ms)" "$times"
check "its window is there within $window_ms ms (median $3)" [ "$3" -le "$window_ms" ]
cfg=$root/opt/plexichat-console/lib/app/plexichat-console.cfg
sed -i.kept '/-XX:AOTCache=/d' "$cfg"
figure "the same without its cache" "$(for _ in 1 2 3; do mapped plexichat-console; done | sort -n | tr '\n' ' ')"
mv "$cfg.kept" "$cfg"
# As the demo and the console's "Try it here" start each other: from below a launcher of the same kind.
check "plexichat console opens it, from another launcher as well" \
  [ "$(mapped env _JPACKAGE_LAUNCHER=0 plexichat console)" -lt 30000 ]
check "nothing was said on its way" [ ! -s "$root/tmp/console.log" ] || sed 's/^/        /' "$root/tmp/console.log"

step "sizes"
for deb in "$agent_deb" "$console_deb"; do
  figure "$(basename "$deb")" "$(($(stat -c %s "$deb") / 1048576)) MiB, installed $(($(dpkg-deb -f "$deb" Installed-Size) / 1024)) MiB"
done

step "removal"
for pid in $(inhabitants); do kill "$pid" 2>/dev/null || :; done
left=100
while [ -n "$(inhabitants)" ] && [ "$left" -gt 0 ]; do
  left=$((left - 1))
  sleep 0.2
done
check "remove" inside dpkg --remove plexichat-console plexichat-agent
check "keeps the data" [ -f "$root/var/lib/plexichat/agent.properties" ]
check "purge" inside dpkg --purge plexichat-agent plexichat-console
check "deletes them" [ ! -e "$root/var/lib/plexichat" ]
check "leaves nothing else" [ -z "$(find "$root" -xdev -mindepth 1 -path "$root/tmp" -prune -o -path "$root/packages" -prune -o -path "$root/var/log" -prune -o -name '*plexichat*' -print | head -n 3)" ]

echo
[ "$failures" = 0 ] || {
  echo "$failures checks failed"
  exit 1
}
echo "everything held"
