#!/usr/bin/env bash
# What the Action does: annotates problems, writes the review into the job's summary and onto the pull request.
# Fails where the workspace has errors (`strict`: new advice too) or, if asked for, where a goalpost was moved.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
path=${INPUT_PATH:-.}
base=${INPUT_BASE:-}
[ -n "$base" ] || [ -z "${GITHUB_BASE_REF:-}" ] || base="origin/$GITHUB_BASE_REF"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -e "$path" ]; then
  echo "::error::the input \`path\` names no folder of this checkout; it is relative to the repository's root"
  exit 2
fi
if [ -n "$base" ] && ! git rev-parse --verify --quiet --end-of-options "$base^{commit}" >/dev/null; then
  echo "::error::the revision to compare with is not here; check out with \`fetch-depth: 0\`, so that the base branch is there"
  exit 2
fi

checking=()
[ "${INPUT_STRICT:-false}" != true ] || checking+=(--strict)
failing=()
[ -z "${INPUT_FAIL_ON:-}" ] || failing+=(--fail-on "$INPUT_FAIL_ON")

status=0
if [ -z "$base" ]; then
  bsctui -C "$path" check --format github ${checking[@]+"${checking[@]}"} || status=1
  echo "no pull request and no base: nothing to compare with"
  exit "$status"
fi
# What was there before is no news of this pull request: only new advice is annotated; errors always are.
bsctui -C "$path" check --format github "--since=$base" ${checking[@]+"${checking[@]}"} || status=1

reviewed=0
bsctui -C "$path" diff --format markdown ${failing[@]+"${failing[@]}"} -- "$base...HEAD" >"$work/review.md" || reviewed=$?
if [ "$reviewed" -ge 2 ]; then
  echo "::error::the revisions cannot be compared; the line above says why"
  exit 2
fi
[ "$reviewed" -eq 0 ] || status=1
cat "$work/review.md" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

if [ "${INPUT_COMMENT:-true}" = true ] && [[ ${GITHUB_REF:-} =~ ^refs/pull/([0-9]+)/ ]]; then
  if ! PULL_REQUEST=${BASH_REMATCH[1]} python "$here/comment.py" "$work/review.md"; then
    echo "::warning::the review could not be written onto the pull request (a token of a fork may only read); it is in the summary of the check"
  fi
fi
exit "$status"
