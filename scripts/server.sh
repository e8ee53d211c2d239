# shellcheck shell=bash
# The published server, as ./run.sh starts it and the tests of whole programs use it. Sourced after machine.sh; needs $root.

# Where it is; run.sh and test.sh read it.
server=$root/artifacts/server

# Publishes it when a source file changed since the last time.
build_server() {
  mkdir -p "$root/artifacts"
  exec 9> "$root/artifacts/server.lock"
  flock 9
  if is_older "$server/built" "$root"/src "$root"/Directory.* "$root/global.json"; then
    # Without the lock: the compiler server stays behind for a while, and would keep it.
    publish_server 9>&-
  fi
  exec 9>&-
}

publish_server() {
  local next=$root/artifacts/server.next began=$root/artifacts/server.began log=$root/artifacts/server.log
  say "Building IdentitySource ..."
  rm -rf "$next"
  mkdir "$next"
  # Before the build: what is edited meanwhile is newer.
  touch "$began"
  # Compiled ahead of time it starts in half the time. That compiler is a package of the platform's, which may be out of reach.
  if ! dotnet_publish "$next" -p:PublishReadyToRun=true > "$log" 2>&1 && ! dotnet_publish "$next" > "$log" 2>&1; then
    say "$(< "$log")"
    say "The build failed."
    exit 1
  fi
  mv "$began" "$next/built"
  # Exchanged, not overwritten: a server may be running from the old folder.
  rm -rf "$server.old"
  [[ ! -e $server ]] || mv "$server" "$server.old"
  mv "$next" "$server"
}

# dotnet_publish FOLDER OPTION…
dotnet_publish() {
  dotnet publish "$root/src/IdentitySource.Server" -c Release -o "$@" -v quiet -nologo -p:RestoreLockedMode=true
}
