#!/usr/bin/env bash
# Runs all tests and ends with the line "N passed, N failed, N skipped"; exit code 1 when anything failed.
#   ./test.sh                  everything
#   ./test.sh Protocol Server  parts: the projects in tests/ by their middle name, and format, interop, Load
# Installs what the tests need (as root; others are told what to install).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
# shellcheck source=scripts/machine.sh
source scripts/machine.sh
# shellcheck source=scripts/server.sh
source scripts/server.sh
# shellcheck source=scripts/results.sh
source scripts/results.sh

results=$root/artifacts/test-results
parts=("$@")
declare -A beside=()

wants() {
  ((${#parts[@]} == 0)) || [[ " ${parts[*]} " == *" $1 "* ]]
}

projects() {
  local project name
  for project in tests/IdentitySource.*.Tests/*.csproj; do
    name=${project%.Tests/*}
    echo "${name#tests/IdentitySource.}"
  done
}

check_parts() {
  local part known
  known=" $(projects | tr '\n' ' ')format interop Load "
  for part in "${parts[@]}"; do
    if [[ $known != *" $part "* ]]; then
      say "There is no part '$part'. Parts:$known"
      exit 2
    fi
  done
}

has_interop() {
  [[ -f tests/interop/package.json ]] && wants interop
}

has_load() {
  wants Load
}

needs_postgresql() {
  wants Storage || wants Management || wants Server || wants Browser || has_interop || has_load
}

need_test_packages() {
  local missing=()
  # Also when IDENTITYSOURCE_TEST_POSTGRES names a server: the private cluster is tested in any case.
  if needs_postgresql; then
    has_postgresql || missing+=(postgresql)
  fi
  if wants Server; then
    [[ -x /usr/sbin/nginx || -x /usr/local/sbin/nginx ]] || missing+=(nginx)
    # Its systemd-analyze reads the unit file of the documents.
    command -v systemd-analyze > /dev/null || missing+=(systemd)
  fi
  if wants Storage; then
    # The grammar of T-SQL, where no SQL Server is.
    command -v sqlfluff > /dev/null || missing+=(sqlfluff)
  fi
  if wants Browser || has_interop; then
    [[ -x ${CHROMIUM_PATH:-/usr/bin/chromium-headless-shell} ]] || missing+=(chromium-headless-shell)
    has_files '/usr/share/fonts/truetype/liberation*' || missing+=(fonts-liberation)
    has_files '/usr/share/fonts/opentype/noto/NotoSansCJK*' || missing+=(fonts-noto-cjk)
  fi
  if has_interop; then
    command -v node > /dev/null || missing+=(nodejs)
    command -v npm > /dev/null || missing+=(npm)
    # The commands of docs/protocol/modes.md.
    command -v curl > /dev/null || missing+=(curl)
    command -v openssl > /dev/null || missing+=(openssl)
  fi
  need_packages "${missing[@]}"
}

build_tests() {
  local log=$results/build.log
  echo "== build"
  if ! dotnet build IdentitySource.sln -c Release -v quiet -nologo -p:RestoreLockedMode=true > "$log" 2>&1; then
    cat "$log"
    failed=1
    finish
  fi
}

# What waits more than it works, or works on one core, does so beside the projects.
begin() {
  {
    "$2" > "$results/$1.log" 2>&1 && touch "$results/$1.passed"
  } &
  beside[$1]=$!
}

# The shell forgets how a process ended when another one got its number since: the file tells.
has_passed() {
  echo "== $1"
  wait "${beside[$1]}" 2> /dev/null || true
  [[ -e $results/$1.passed ]]
}

# Blanks and the order of imports; the other rules of style are errors of the build.
check_format() {
  dotnet format whitespace IdentitySource.sln --no-restore --verify-no-changes \
    && dotnet format style IdentitySource.sln --no-restore --verify-no-changes --diagnostics IMPORTS
}

end_format() {
  if has_passed format; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    head -n 40 "$results/format.log"
    echo "Run: dotnet format IdentitySource.sln"
  fi
}

run_project() {
  local name=$1 code=0
  echo "== $1"
  dotnet test "artifacts/bin/IdentitySource.$name.Tests/release/IdentitySource.$name.Tests.dll" \
    --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' || code=$?
  add_trx "$results/$name.trx" "$code"
}

# The server's own clients: they start $IDENTITYSOURCE_SERVER_DLL, the published program, for themselves.
check_interop() {
  # Debian 12 brings Node.js 18, where the standard's crypto object is still behind an option.
  if [[ $(node --version) == v18.* ]]; then
    export NODE_OPTIONS="${NODE_OPTIONS:-} --experimental-global-webcrypto"
  fi
  install_interop && npm --prefix tests/interop test
}

end_interop() {
  local code=0
  has_passed interop || code=1
  cat "$results/interop.log"
  add_node "$results/interop.log" "$code"
}

install_interop() {
  local installed=tests/interop/node_modules/.package-lock.json
  if [[ ! -e $installed || tests/interop/package-lock.json -nt $installed ]]; then
    npm --prefix tests/interop ci --no-audit --no-fund --loglevel=error
  fi
}

# Does the load program work? How fast the server is, is measured apart from the tests.
check_load() {
  dotnet artifacts/bin/IdentitySource.Load/release/IdentitySource.Load.dll --smoke --server "$server/IdentitySource.Server.dll"
}

end_load() {
  if has_passed load; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    cat "$results/load.log"
    echo "The load program's smoke run failed."
  fi
}

check_parts
need_sdk
need_test_packages
rm -rf "$results"
mkdir -p "$results"
build_tests
if has_interop || has_load || wants Server; then
  build_server
  # For the tests of whole processes: what a release would ship.
  export IDENTITYSOURCE_SERVER_DLL=$server/IdentitySource.Server.dll
fi
wants format && begin format check_format
has_load && begin load check_load
for name in $(projects); do
  if wants "$name"; then
    # When the formatter has done its work and what is left is the longest.
    [[ $name == Management ]] && has_interop && begin interop check_interop
    run_project "$name"
  fi
done
if has_interop; then
  [[ -v beside[interop] ]] || begin interop check_interop
  end_interop
fi
has_load && end_load
wants format && end_format
finish
