#!/bin/sh
# How long a coordinator takes for the map of 1,000,000 shards (100,000 stripes of 10, 26 copies each), whole and what
# changed, and for the count of how everything is spread.
#
#   agent/bench/map/run.sh [STRIPES]        with a number of stripes: only the count, of so many
#
# Makes a catalogue of its own below WORK (about 300 MB) and removes it; no agent runs. HEAP says the heap, 256m.
. "$(dirname "$0")/../common.sh"
if [ ! -d "$top/agent/target/test-classes" ]; then
  echo "build first: mvn -pl agent -am test-compile" >&2
  exit 1
fi
machine
classes=
for module in agent shared; do classes=$classes$top/$module/target/test-classes:$top/$module/target/classes:; done
java25 "-Xmx${HEAP:-256m}" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "$classes$top/proto/target/classes:$top/agent/target/lib/*" \
  com.plexichat.backup.agent.api.MapSpeed "$work/catalogue" "$@"
