# The console's package; sourced by build.sh.
# shellcheck shell=sh disable=SC2154 # its variables

main_of_console=com.plexichat.backup.console.Launcher

configure_console() {
  configure plexichat-console "$main_of_console" \
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr' '-Xlog:cds*=off:stderr' \
    --enable-native-access=ALL-UNNAMED,javafx.graphics "$@"
}

build_console() {
  say "plexichat-console: image"
  # JavaFX goes into the run-time as modules, everything else onto the class path.
  # shellcheck disable=SC2086 # words
  stage app-fx plexichat-console $others lib/javafx-
  javafx_into_runtime
  image plexichat-console "$main_of_console" 'PlexiChat Backup: console'
  image=$work/plexichat-console/image/plexichat-console
  app=$image/lib/app
  train_console_image
  package_console
}

# The native parts are put where JavaFX looks first when it is a module of the run-time; otherwise every
# user would get a copy in a cache of their own at the first start.
javafx_into_runtime() {
  javafx=$work/plexichat-console/javafx
  rm -rf "$javafx"
  mkdir -p "$javafx"
  case $architecture in
    amd64) system=linux ;;
    arm64) system=linux-aarch64 ;;
  esac
  for module in base graphics controls swing; do
    for jar in "$top"/app-fx/target/lib/javafx-"$module"-*-"$system".jar; do
      [ -f "$jar" ] || fail "javafx-$module for $system is missing below app-fx/target/lib"
      cp -p "$jar" "$javafx/"
    done
  done
  # localedata: German dates and numbers. Locales beyond the two languages stay out.
  found=$(modules_of plexichat-console --module-path "$javafx")
  runtime plexichat-console "$found,javafx.controls,javafx.swing,jdk.localedata" \
    --module-path "$javafx" --include-locales=en,de --exclude-resources='/javafx.*/*.so'
  # Nothing of it makes a sound or shows a picture before Java starts.
  for library in jsound splashscreen; do
    rm -f "$work/plexichat-console/runtime/lib/lib$library.so"
  done
  for jar in "$javafx"/*.jar; do
    natives=$("$jdk/bin/jar" --list --file "$jar" | grep '\.so$' || :)
    # shellcheck disable=SC2086 # names without blanks
    [ -z "$natives" ] || (cd "$work/plexichat-console/runtime/lib" &&
      "$jdk/bin/jar" --extract --file "$jar" $natives)
  done
}

# A real start: on a virtual screen where there is one, else on the toolkit's own headless platform; on a
# cluster of one where the agent's image is at hand, so that dashboard and connection are in the cache.
train_console_image() {
  say "plexichat-console: training"
  trial=$(mktemp -d)
  agent=$work/plexichat-agent/image/plexichat-agent/bin/plexichat
  cluster=
  if [ -x "$agent" ] && "$agent" local up --dir "$trial/cluster" --agents 1 --quiet >/dev/null 2>&1; then
    cluster=$trial/cluster
  fi
  mkdir -p "$trial/cluster/home"
  configure_console "-XX:AOTCacheOutput=$app/console.aot"
  if command -v Xvfb >/dev/null && command -v xwininfo >/dev/null && command -v xvfb-run >/dev/null; then
    # shellcheck disable=SC2016 # for the shell inside
    xvfb-run -a -s '-screen 0 1600x1000x24' sh -c '
      "$1" --home "$2" & console=$!
      left=300
      until xwininfo -root -tree | grep -q "\"PlexiChat Backup"; do
        left=$((left - 1))
        if [ "$left" -eq 0 ] || ! kill -0 "$console"; then exit 1; fi
        sleep 0.2
      done
      sleep 5 # the first screen is filled from the cluster
      kill "$console"
      wait "$console" || :' sh "$image/bin/plexichat-console" "$trial/cluster/home" \
      >"$work/training.log" 2>&1 || fail "the console opens no window: see $work/training.log"
  else
    configure_console "-XX:AOTCacheOutput=$app/console.aot" -Dglass.platform=Headless -Dprism.order=sw
    "$image/bin/plexichat-console" --home "$trial/cluster/home" >"$work/training.log" 2>&1 &
    console=$!
    sleep 20
    kill "$console"
    wait "$console" || :
  fi
  [ -z "$cluster" ] || "$agent" local down --dir "$cluster" >/dev/null 2>&1 || :
  rm -rf "$trial"
  configure_console '-XX:AOTCache=$APPDIR/console.aot'
  # Only whether it is accepted, which shows before the toolkit finds no display.
  accepted "$app/console.aot" env -u DISPLAY -u WAYLAND_DISPLAY "$image/bin/plexichat-console"
}

package_console() {
  say "plexichat-console: package"
  root=$work/plexichat-console/root
  rm -rf "$root"
  mkdir -p "$root/opt" "$root/usr/bin" "$root/usr/share/applications"
  cp -a "$image" "$root/opt/plexichat-console"
  install -m 0755 "$here/console/plexichat-console" "$root/usr/bin/plexichat-console"
  cp "$here/console/plexichat-console.desktop" "$root/usr/share/applications/"
  for size in 16 24 32 48 64 128 256 512; do
    icons=$root/usr/share/icons/hicolor/${size}x$size/apps
    mkdir -p "$icons"
    cp "$top/icons/plexichat-$size.png" "$icons/plexichat-console.png"
  done
  mkdir -p "$root/usr/share/icons/hicolor/scalable/apps"
  cp "$top/icons/plexichat.svg" "$root/usr/share/icons/hicolor/scalable/apps/plexichat-console.svg"
  document plexichat-console "$root" console
  # GTK 3 is linked by one of the native parts, under a name that newer releases changed.
  depends="$(libraries "$root/opt/plexichat-console" | grep -v '^libgtk' |
    sed 's/^libc6$/libc6 (>= 2.34)/' | paste -sd , - | sed 's/,/, /g'), libgtk-3-0 | libgtk-3-0t64, libxtst6, fontconfig, fonts-dejavu-core | fonts-freefont-ttf | fonts-liberation"
  deb plexichat-console "$root" console
}
