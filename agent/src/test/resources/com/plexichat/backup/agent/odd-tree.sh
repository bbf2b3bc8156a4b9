#!/usr/bin/env bash
# Makes a tree with every odd thing that a file system can hold: odd-tree.sh DIR (with attr and acl
# installed; owners, devices and trusted attributes only as root; the socket is the caller's).
set -eu
export LC_ALL=C
as_root() { [ "$(id -u)" -ne 0 ] || "$@"; }
mkdir -p "$1"
cd "$1"

# names
mkdir names
long=$(printf 'n%.0s' {1..255})
for name in $'\xff\xfe raw' $'latin-\xe9' 'new
line' ' blanks ' 'tab	' '"quoted"' "o'clock" 'back\slash' '*?[]' '-rf' '~' $'\x01\x1b[31mred' 'ünï' "$long"; do
  printf 'named %s\n' "$name" >"names/$name"
done
mkdir $'names/\xff folder' names/-d
echo deep >$'names/\xff folder/\x80'

# modes and owners
mkdir modes
for mode in 0000 0400 0644 0755 4755 2755 1644 6711 7777; do
  echo "$mode" >"modes/$mode"
  chmod "$mode" "modes/$mode"
done
mkdir modes/closed modes/sticky modes/setgid
echo inside >modes/closed/inside
chmod 0000 modes/closed
chmod 1777 modes/sticky
chmod 2775 modes/setgid
echo owned >modes/owned
as_root chown 12345:54321 modes/owned
mkdir modes/other
echo s >modes/other/s
as_root chown -R 4000000000:7 modes/other
chmod 6755 modes/other/s

# extended attributes and access lists
mkdir xattr
echo x >xattr/file
setfattr -n user.plain -v value xattr/file
setfattr -n user.empty -v '' xattr/file
setfattr -n user.binary -v 0x00ff0a00 xattr/file
as_root setfattr -n trusted.kept -v root xattr/file
as_root setfattr -n security.odd -v label xattr/file
setfattr -n user.large -v "$(printf 'v%.0s' {1..2000})" xattr/file
setfattr -n user.folder -v f xattr
echo acl >xattr/acl
setfacl -m u:12345:rw,g:7:r xattr/acl
mkdir xattr/default
setfacl -d -m u:12345:rwx xattr/default
ln -s file xattr/link
as_root setfattr -h -n trusted.link -v l xattr/link
if command -v setcap >/dev/null && [ "$(id -u)" -eq 0 ]; then
  cp /bin/true xattr/capable
  setcap cap_net_raw+ep xattr/capable
fi

# links
mkdir links links/sub
echo target >links/target
ln -s target links/relative
ln -s /etc/hostname links/absolute
ln -s nowhere links/dangling
ln -s loop-b links/loop-a
ln -s loop-a links/loop-b
ln -s .. links/sub/up
ln -s $'\xff\n' links/odd-target
ln -s "$(printf 'x%.0s' {1..4000})" links/long-target
ln links/target links/sub/hard
ln links/target names/hard
ln -P links/dangling links/hard-of-link
as_root chown -h 12345:54321 links/dangling

# special files
mkdir special
mkfifo -m 0640 special/fifo
as_root mknod -m 0600 special/null c 1 3
as_root mknod -m 0660 special/block b 259 1048575
ln special/fifo special/fifo-again
as_root chown 3:4 special/null

# contents
mkdir contents
: >contents/empty
chunk=262144
for size in 1 4095 4096 $((chunk - 1)) $chunk $((chunk + 1)) 1048304 1048576 4194304 4194305; do
  head -c "$size" /dev/zero | tr '\0' 'k' >"contents/same-$size"
  head -c "$size" /dev/urandom >"contents/random-$size"
done
head -c 20971520 /dev/urandom >contents/twenty
head -c 1048576 /dev/zero >contents/zeros
truncate -s 1G contents/sparse
printf 'first' | dd of=contents/sparse conv=notrunc status=none
head -c 70000 /dev/urandom | dd of=contents/sparse bs=65536 seek=5000 conv=notrunc status=none
printf 'last' | dd of=contents/sparse bs=1 seek=1073741820 conv=notrunc status=none
truncate -s 3M contents/hole

# folders
mkdir -p empty/empty
path=deep
for i in {1..60}; do path=$path/folder-$i; done
mkdir -p "$path"
echo bottom >"$path/bottom"
mkdir many
for i in {1..1200}; do echo "$i" >"many/$i"; done

# times
mkdir times
for time in '1901-12-14 00:00:00.000000001' '1969-12-31 23:59:59.999999999' '1970-01-01 00:00:00' \
  '2001-09-09 01:46:40.123456789' '2038-01-19 03:14:08.5' '2200-01-01 00:00:00.25'; do
  echo "$time" >"times/$time"
  touch -d "$time UTC" "times/$time"
done
ln -s nothing times/link
touch -h -d '1999-12-31 23:59:59.987654321 UTC' times/link special/fifo
touch -d '1980-01-01 00:00:00.000000007 UTC' empty empty/empty times .
