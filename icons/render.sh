#!/bin/sh
# Draws every size of the icon from its two drawings: PNG, ICO (Windows), ICNS (macOS), and the
# picture inside the console. What it makes is kept in the repository, so only who changes a drawing
# needs the tools: rsvg-convert (librsvg2-bin), icotool (icoutils), png2icns (icnsutils).
set -eu
cd "$(dirname -- "$0")"

for tool in rsvg-convert icotool png2icns; do
  command -v "$tool" >/dev/null || {
    echo "render.sh: $tool was not found; Debian: apt install librsvg2-bin icoutils icnsutils" >&2
    exit 1
  }
done

for size in 16 24 32 48 64 128 256 512; do
  drawing=plexichat.svg
  [ "$size" -gt 24 ] || drawing=plexichat-small.svg
  rsvg-convert --width "$size" --height "$size" "$drawing" --output "plexichat-$size.png"
done

icotool --create --output plexichat.ico \
  plexichat-16.png plexichat-24.png plexichat-32.png plexichat-48.png plexichat-64.png \
  --raw plexichat-256.png
png2icns plexichat.icns plexichat-16.png plexichat-32.png plexichat-48.png plexichat-128.png \
  plexichat-256.png plexichat-512.png >/dev/null
cp plexichat-128.png ../app-fx/src/main/resources/com/plexichat/backup/console/icon.png
