# shellcheck shell=bash
# Sums what the test runners report. Sourced by test.sh.

passed=0 failed=0 skipped=0
skipped_tests=()

# add_trx FILE EXIT_CODE: the result file of one test project.
add_trx() {
  local file=$1 code=$2 counters total=0 ran=0 good=0
  if [[ -f $file ]]; then
    counters=$(grep -o '<Counters [^>]*>' "$file" || true)
    total=$(attribute total "$counters")
    ran=$(attribute executed "$counters")
    good=$(attribute passed "$counters")
    mapfile -t -O "${#skipped_tests[@]}" skipped_tests < <(list_skipped "$file")
  fi
  passed=$((passed + good))
  failed=$((failed + ran - good))
  skipped=$((skipped + total - ran))
  # A run that broke off has an exit code and no failed test.
  if ((code != 0 && ran == good)); then
    failed=$((failed + 1))
    echo "The run ended with exit code $code."
  fi
}

# add_node FILE EXIT_CODE: what node's test runner printed, "# pass 3" or, on a terminal, "ℹ pass 3".
add_node() {
  local file=$1 code=$2 wrong
  wrong=$(($(counted fail "$file") + $(counted cancelled "$file")))
  passed=$((passed + $(counted pass "$file")))
  failed=$((failed + wrong))
  skipped=$((skipped + $(counted skipped "$file") + $(counted todo "$file")))
  mapfile -t -O "${#skipped_tests[@]}" skipped_tests < <(sed -n -E 's/^ *(ok|not ok) [0-9]+ - (.*) # (SKIP|TODO) *(.*)$/interop: \2: \4/p' "$file")
  if ((code != 0 && wrong == 0)); then
    failed=$((failed + 1))
    echo "The run ended with exit code $code."
  fi
}

finish() {
  echo
  if ((${#skipped_tests[@]} > 0)); then
    echo "Skipped:"
    printf '  %s\n' "${skipped_tests[@]}"
    echo
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  exit $((failed > 0 ? 1 : 0))
}

attribute() {
  sed -n -E "s/.* $1=\"([0-9]+)\".*/\\1/p" <<< "$2" | grep . || echo 0
}

counted() {
  sed -n -E "s/^(#|ℹ) $1 ([0-9]+)\$/\\2/p" "$2" | tail -n 1 | grep . || echo 0
}

# The name of each skipped test, and the first line of the reason.
list_skipped() {
  awk '
    /<UnitTestResult / { name = ""; if (/outcome="NotExecuted"/) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name) } }
    name != "" && /<(StdOut|Message)>/ { reason = $0; sub(/.*<(StdOut|Message)>/, "", reason); sub(/<.*/, "", reason); print name ": " reason; name = "" }
  ' "$1" | sed 's/&quot;/"/g; s/&apos;/'\''/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}
