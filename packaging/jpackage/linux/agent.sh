# The agent's package; sourced by build.sh.
# shellcheck shell=sh disable=SC2154 # its variables

main_of_agent=com.plexichat.backup.agent.AgentMain

# The command line lives for a moment: the quick compiler is enough. Nothing that the JVM has to say may
# reach stdout, where results are.
configure_agent() {
  configure plexichat-agent "$main_of_agent" \
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 \
    -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr' '-Xlog:cds*=off:stderr' \
    --enable-native-access=ALL-UNNAMED "$@"
}

build_agent() {
  say "plexichat-agent: image"
  # shellcheck disable=SC2086 # words
  stage agent plexichat-agent $others
  found=$(modules_of plexichat-agent)
  runtime plexichat-agent "$found"
  # The kit's page is drawn without a screen: windows and sound would only bring X's libraries along.
  # Without the first of these Java is headless by itself.
  for library in awt_xawt jawt splashscreen jsound; do
    rm -f "$work/plexichat-agent/runtime/lib/lib$library.so"
  done
  image plexichat-agent "$main_of_agent" 'PlexiChat Backup: command line'
  image=$work/plexichat-agent/image/plexichat-agent
  app=$image/lib/app
  install -m 0755 "$here/agent/plexichat" "$image/bin/plexichat"
  train_agent_image
  package_agent
}

# A cluster of one is founded and asked by the image itself: its agent writes the agent's cache when it
# ends, and the command that asks writes that of the command line.
train_agent_image() {
  say "plexichat-agent: training"
  trial=$(mktemp -d)
  configure_agent '-Dplexichat.launcher=$ROOTDIR/bin/plexichat' \
    "-Dplexichat.agent-cache-output=$app/agent.aot"
  "$image/bin/plexichat-agent" local up --dir "$trial/cluster" --agents 1 --quiet ||
    fail "the image starts no local cluster"
  pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$trial/cluster/cluster.json")
  # The options of an agent are those that this very start used (class Launch gives them).
  tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n '2,/^-cp$/p' |
    grep -v -e '^-cp$' -e '^-XX:AOTCacheOutput=' -e '^-Dplexichat\.' >"$app/agent.options"
  configure_agent "-XX:AOTCacheOutput=$app/plexichat.aot"
  "$image/bin/plexichat-agent" peer list --home "$trial/cluster/home" >/dev/null 2>"$work/training.log" ||
    fail "the image's command line does not reach the agent"
  kill "$pid"
  await 180 ended "$pid" || fail "the trial agent does not end"
  rm -rf "$trial"
  configure_agent '-XX:AOTCache=$APPDIR/plexichat.aot' '-Dplexichat.launcher=$ROOTDIR/bin/plexichat' \
    '-Dplexichat.agent-cache=$APPDIR/agent.aot'
  accepted "$app/plexichat.aot" "$image/bin/plexichat" --version
  accepted "$app/agent.aot" "$image/bin/plexichat" agent run --home "$work/nowhere"
}

package_agent() {
  say "plexichat-agent: package"
  root=$work/plexichat-agent/root
  rm -rf "$root"
  mkdir -p "$root/opt" "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/etc/default" \
    "$root/usr/share/bash-completion/completions"
  cp -a "$image" "$root/opt/plexichat-agent"
  ln -s /opt/plexichat-agent/bin/plexichat "$root/usr/bin/plexichat"
  while read -r tool; do
    ln -s plexichat "$root/usr/bin/$tool"
  done <"$here/agent/tools"
  cp "$here/agent/plexichat-agent.service" "$root/usr/lib/systemd/system/"
  cp "$here/agent/default" "$root/etc/default/plexichat-agent"
  "$image/bin/plexichat" completion bash >"$root/usr/share/bash-completion/completions/plexichat"
  document plexichat-agent "$root" agent
  depends=$(libraries "$root/opt/plexichat-agent" | sed 's/^libc6$/libc6 (>= 2.34)/' |
    paste -sd , - | sed 's/,/, /g')
  deb plexichat-agent "$root" agent
}
