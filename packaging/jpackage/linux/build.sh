#!/bin/sh
# Builds the Debian packages from what Maven built: mvn -Pinstallers package runs it.
#
#   build.sh [--version VERSION] [agent] [console]        (default: both)
#
# Results: target/installers/plexichat-{agent,console}_VERSION_ARCHITECTURE.deb. jpackage makes image and
# launchers. The package around them is put together here and not by jpackage, whose own has no place
# for man pages, completions, icons in every size, settings that survive an upgrade, and more than one
# command on the PATH.
set -eu

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd -P)
top=$(CDPATH='' cd -P -- "$here/../../.." && pwd -P)
work=$top/target/installers/work
version=
if [ "${1:-}" = --version ]; then
  version=$2
  shift 2
fi
[ -n "$version" ] || version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$top/pom.xml" | head -n 1)
[ $# -gt 0 ] || set -- agent console

# shellcheck disable=SC1091 # looked at by itself
. "$here/../common/image.sh"
# shellcheck disable=SC1091
. "$here/agent.sh"
# shellcheck disable=SC1091
. "$here/console.sh"

for tool in dpkg-deb dpkg objdump gzip sed awk; do
  command -v "$tool" >/dev/null || fail "$tool was not found; Debian packages are built on Debian or Ubuntu with binutils"
done
find_jdk

# 0.1.0-SNAPSHOT comes before 0.1.0, for dpkg as well.
deb_version=$(printf '%s\n' "$version" | sed 's/-/~/')
architecture=$(dpkg --print-architecture)
case $architecture in
  amd64) others='-osx- -windows- -linux-aarch_64' ;;
  arm64) others='-osx- -windows- -linux-x86_64' ;;
  *) fail "there are no native parts for $architecture" ;;
esac

# Text with the package's facts filled in.
fill() {
  sed -e "s/@VERSION@/$deb_version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@DEPENDS@/$depends/" -e "s/@SIZE@/$size/" "$1"
}

# libraries ROOT: the Debian packages of the libraries that the native parts of an image are linked to.
libraries() {
  # shellcheck disable=SC2156 # no code, a folder of our own
  find "$1" -type f \( -name '*.so' -o -perm -u+x \) -exec objdump -p {} \; 2>/dev/null |
    sed -n 's/^ *NEEDED *//p' | sort -u | while read -r library; do
    [ -z "$(find "$1" -name "$library" | head -n 1)" ] || continue
    file=$(ldconfig -p | sed -n "s|^[[:space:]]*$library (libc6,x86-64.*=> ||p;s|^[[:space:]]*$library (libc6,AArch64.*=> ||p" | head -n 1)
    [ -n "$file" ] || case $library in
      ld-linux*) continue ;;
      *) fail "$library is not on this machine, so its package is not known: install it to build" ;;
    esac
    # Debian keeps them below /usr/lib, wherever the link of /lib leads.
    dpkg-query -S "$file" "$(readlink -f "$file")" "/usr$file" 2>/dev/null |
      sed -n 's/^\([^:, ]*\).*: .*/\1/p' | head -n 1
  done | sort -u
}

# document PACKAGE ROOT: copyright, change log and man page.
document() {
  doc=$2/usr/share/doc/$1
  mkdir -p "$doc" "$2/usr/share/man/man1"
  cp "$here/copyright" "$doc/copyright"
  {
    printf '%s (%s) unstable; urgency=medium\n\n' "$1" "$deb_version"
    for fragment in "$top"/changelog/unreleased/*.md; do
      awk 'NR == 1 { print "  * " $0; next } NF { print "    " $0 }' "$fragment"
    done
    printf '\n -- PlexiChat Backup <backup@plexichat.invalid>  %s\n' "$(LC_ALL=C date -u -R)"
  } | gzip -9n >"$doc/changelog.gz"
  for page in "$here/$3"/*.1; do
    gzip -9nc "$page" >"$2/usr/share/man/man1/$(basename "$page").gz"
  done
}

# deb PACKAGE ROOT FOLDER: closes the package.
deb() {
  mkdir -p "$2/DEBIAN"
  find "$2" -type d -exec chmod 0755 {} +
  find "$2" -type f ! -perm -u+x -exec chmod 0644 {} +
  find "$2" -type f -perm -u+x -exec chmod 0755 {} +
  size=$(du -sk --apparent-size --exclude=DEBIAN "$2" | cut -f 1)
  fill "$here/$3/control" >"$2/DEBIAN/control"
  for script in preinst postinst prerm postrm; do
    [ ! -f "$here/$3/$script" ] || install -m 0755 "$here/$3/$script" "$2/DEBIAN/$script"
  done
  if [ -d "$2/etc" ]; then (cd "$2" && find etc -type f | sed 's:^:/:') >"$2/DEBIAN/conffiles"; fi
  (cd "$2" && find . -type f ! -path './DEBIAN/*' ! -path './etc/*' -printf '%P\0' | sort -z |
    xargs -0 md5sum) >"$2/DEBIAN/md5sums"
  file=$top/target/installers/$1_${deb_version}_$architecture.deb
  # zstd: known to dpkg of Debian 12 and Ubuntu 18.04, and many times faster than xz for little more.
  # The variable would give the files another time than the caches remember.
  (unset SOURCE_DATE_EPOCH && dpkg-deb --root-owner-group -Zzstd -z9 --build "$2" "$file" >/dev/null)
  say "$file: $(du -h "$file" | cut -f 1), installed $((size / 1024)) MiB"
}

for package in "$@"; do
  mkdir -p "$work/plexichat-$package"
  case $package in
    agent | console) "build_$package" ;;
    *) fail "there is no package $package" ;;
  esac
done
