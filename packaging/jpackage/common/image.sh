# Makes a run-time and an image with launchers: what every system's packages begin with. Sourced, not
# run; needs $top (root of the checkout), $work (folder to build in) and $version.
# shellcheck shell=sh

say() { printf '%s\n' "packages: $*"; }
fail() {
  printf '%s\n' "packages: $*" >&2
  exit 1
}

# A JDK 25 or later that has the tools. Maven tells the one of its toolchain.
find_jdk() {
  for jdk in "${TOOLCHAIN_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$jdk/bin/jpackage" ] && [ -x "$jdk/bin/jlink" ] && [ -r "$jdk/release" ] || continue
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
    [ "${release:-0}" -lt 25 ] || return 0
  done
  fail "no JDK 25 or later with jlink and jpackage was found; set JAVA_HOME to one"
}

# The part of the version that every system's packages take: numbers and dots.
number() { printf '%s\n' "${version%%-*}"; }

# stage MODULE PACKAGE WORD…: the class path as it will lie in the image. Jars that have one of the
# words in their names are for other systems and stay out. Times of files are kept: an AOT cache remembers them.
stage() {
  module=$1
  package=$2
  stage=$work/$package/stage
  shift 2
  jar=$top/$module/target/plexichat-$module.jar
  [ -f "$jar" ] || fail "$jar is not there; run mvn -Pinstallers package at the root"
  rm -rf "$stage"
  mkdir -p "$stage/lib"
  cp -p "$jar" "$stage/$package.jar"
  # Exactly what the jar's manifest names: the folder may hold more, from builds before.
  (cd "$work/$package" && "$jdk/bin/jar" --extract --file "$jar" META-INF/MANIFEST.MF)
  for name in $(tr -d '\r' <"$work/$package/META-INF/MANIFEST.MF" | awk '
      /^ / { line = line substr($0, 2); next }
      { if (line ~ /^Class-Path:/) print line; line = $0 }
      END { if (line ~ /^Class-Path:/) print line }' | sed 's/^Class-Path: *//'); do
    for word; do
      case $name in *"$word"*) continue 2 ;; esac
    done
    [ -f "$top/$module/target/$name" ] || fail "$name is missing below $module/target"
    cp -p "$top/$module/target/$name" "$stage/lib/"
  done
}

# modules_of PACKAGE [JDEPS OPTION…]: the modules that the class path uses. jdeps sees what is linked against,
# not what is only looked up; callers add the latter.
modules_of() {
  package=$1
  stage=$work/$1/stage
  shift
  # Warnings of jars that are there twice, by path and by class path, come first.
  found=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps "$@" \
    --class-path "$stage/lib/*" "$stage/$package.jar" "$stage"/lib/*.jar 2>/dev/null | tail -n 1)
  case $found in
    java.base* | *,java.base*) printf '%s\n' "$found" ;;
    *) fail "jdeps does not find the modules: $found" ;;
  esac
}

# runtime PACKAGE MODULES [JLINK OPTION…]: not compressed inside, since the package is, and a start
# reads it faster. `java` itself stays: agents of a local cluster are started with it. So do line numbers:
# somebody will read a stack trace one day.
runtime() {
  package=$1
  modules=$2
  shift 2
  rm -rf "$work/$package/runtime"
  "$jdk/bin/jlink" --add-modules "$modules" --output "$work/$package/runtime" \
    --no-header-files --no-man-pages "$@"
}

# image PACKAGE MAIN-CLASS DESCRIPTION: launchers, run-time and class path in one folder,
# $work/PACKAGE/image/PACKAGE.
image() {
  rm -rf "$work/$1/image"
  "$jdk/bin/jpackage" --type app-image --name "$1" --app-version "$(number)" \
    --vendor 'PlexiChat Backup' --description "$3" \
    --input "$work/$1/stage" --main-jar "$1.jar" --main-class "$2" \
    --runtime-image "$work/$1/runtime" --icon "$top/icons/plexichat-256.png" \
    --dest "$work/$1/image"
}

# configure PACKAGE MAIN-CLASS OPTION…: what the launcher is told. The class path is the one jar, whose
# manifest names the others: so it is the same for every way to start it, as an AOT cache wants it.
configure() {
  package=$1
  main=$2
  shift 2
  {
    printf '[Application]\napp.classpath=$APPDIR/%s.jar\napp.mainclass=%s\n\n[JavaOptions]\n' \
      "$package" "$main"
    printf 'java-options=-Djpackage.app-version=%s\n' "$(number)"
    printf 'java-options=%s\n' "$@"
  } >"$work/$package/image/$package/lib/app/$package.cfg"
}

# await SECONDS COMMAND…: until the command succeeds.
await() {
  left=$(($1 * 5))
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.2
  done
}

ended() { ! kill -0 "$1" 2>/dev/null; }

# accepted CACHE COMMAND…: fails unless a JVM started by COMMAND takes classes from the cache. A cache
# that is refused makes a start slower than none, and nobody would see it.
accepted() {
  cache=$1
  shift
  [ -s "$cache" ] || fail "$cache was not written"
  log=$work/accepted.log
  # Of the variables that give options, the one that comes last: behind the launcher's -Xlog:disable.
  _JAVA_OPTIONS="-Xlog:aot,class+load:file=$log" "$@" >/dev/null 2>&1 || :
  used=$(grep -c 'shared objects file' "$log" || :)
  [ "${used:-0}" -ge 1000 ] || {
    grep -i -e 'mismatch' -e 'error' -e 'disabled' -e 'not ' "$log" | head -n 5 >&2
    fail "$cache is not accepted by: $*"
  }
  say "$(basename "$cache"): $(du -h "$cache" | cut -f 1), $used classes from it at a start"
}
