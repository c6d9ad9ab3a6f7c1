#!/usr/bin/env bash
# What the Action does: annotates problems, writes the review into the job's summary and onto the pull request.
# Fails where the workspace has errors (`strict`: advice too) or, if asked for, where a goalpost was moved.
set -euo pipefail

readonly MARK='<!-- bsctui review -->' # by which the comment of an earlier push is found and replaced
readonly ROOM=60000                    # characters; the site takes 65,536 a comment

path=${INPUT_PATH:-.}
base=${INPUT_BASE:-}
[ -n "$base" ] || [ -z "${GITHUB_BASE_REF:-}" ] || base="origin/$GITHUB_BASE_REF"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

checking=()
[ "${INPUT_STRICT:-false}" != true ] || checking+=(--strict)
failing=()
[ -z "${INPUT_FAIL_ON:-}" ] || failing+=(--fail-on "$INPUT_FAIL_ON")

status=0
bsctui -C "$path" check --format github ${checking[@]+"${checking[@]}"} || status=1

if [ -z "$base" ]; then
  echo "no pull request and no base: nothing to compare with"
  exit "$status"
fi

reviewed=0
bsctui -C "$path" diff --format markdown ${failing[@]+"${failing[@]}"} -- "$base...HEAD" >"$work/review.md" || reviewed=$?
if [ "$reviewed" -ge 2 ]; then
  echo "::error::the revisions cannot be compared; check out with \`fetch-depth: 0\`, so that the base branch is there"
  exit 2
fi
[ "$reviewed" -eq 0 ] || status=1
cat "$work/review.md" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

if [ "${INPUT_COMMENT:-true}" = true ] && [[ ${GITHUB_REF:-} =~ ^refs/pull/([0-9]+)/ ]]; then
  number=${BASH_REMATCH[1]}
  { echo "$MARK"; cat "$work/review.md"; } >"$work/comment.md"
  if [ "$(wc -m <"$work/comment.md")" -gt "$ROOM" ]; then
    # Cut at a line's end; a fold that was open is closed.
    awk -v room="$ROOM" '(n += length($0) + 1) <= room' "$work/comment.md" >"$work/cut.md"
    printf '\n</details>\n\n**Cut here for its length; the whole review is in the summary of the check.**\n' >>"$work/cut.md"
    mv "$work/cut.md" "$work/comment.md"
  fi
  comments="repos/$GITHUB_REPOSITORY/issues/$number/comments"
  if ! {
    found=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$MARK\")) | .id") &&
    earlier=$(head -n 1 <<<"$found") &&
    if [ -n "$earlier" ]; then
      gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" -F "body=@$work/comment.md" >/dev/null
    else
      gh api --method POST "$comments" -F "body=@$work/comment.md" >/dev/null
    fi
  }; then
    echo "::warning::the review could not be written onto the pull request (a token of a fork may only read); it is in the summary of the check"
  fi
fi
exit "$status"
