"""Writes a review onto a pull request: over its own earlier one where it finds it, else as a new comment.

`comment.py FILE` takes the review from a file; the environment tells the forge, the repository and the number.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from posixpath import normpath
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOM = 60_000
"""Characters; the forge takes 65,536 a comment."""

SECONDS = 30

CUT = "**Cut here for its length; the whole review is in the summary of the check.**"

NOTHING = "Nothing in the strategy changes"
"""How a review begins that has nothing to say, its title apart."""

COMMENTS = """\
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    comments(first: 100, after: $after) {
      nodes { databaseId viewerDidAuthor body }
      pageInfo { hasNextPage endCursor }
} } } }
"""


def main() -> int:
    """Write the comment; the exit status."""
    review = Path(sys.argv[1]).read_text("utf-8")
    forge = Forge()
    mark = marker(os.environ.get("INPUT_PATH", "."))
    try:
        earlier = forge.earlier(mark)
        if earlier is None and NOTHING in review.partition("\n\n")[2][: len(NOTHING)]:
            return 0
        forge.write(f"{mark}\n{shortened(review, ROOM - len(mark))}", earlier)
    except (HTTPError, URLError, TimeoutError, KeyError, TypeError, ValueError) as error:
        sys.stdout.write(f"the forge did not take it: {error}\n")
        return 1
    return 0


def marker(path: str) -> str:
    """What the comment on a workspace begins with: each workspace of a repository has its own."""
    return f"<!-- bsctui review: {quote(normpath(path))} -->"


def shortened(text: str, room: int) -> str:
    """A review that fits: cut at a line's end, with what was open closed."""
    if len(text) <= room:
        return text
    room -= len(CUT) + 50
    kept, size = [], 0
    for line in text.splitlines(keepends=True):
        size += len(line)
        if size > room:
            break
        kept.append(line)
    head = "".join(kept)
    still_open = len(re.findall("<details>", head)) - len(re.findall("</details>", head))
    return f"{head}\n{'</details>' * still_open}\n\n{CUT}\n"


class Forge:
    """The comments on one pull request."""

    def __init__(self) -> None:
        self.api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
        self.graphql = os.environ.get("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql")
        self.repository = os.environ["GITHUB_REPOSITORY"]
        self.number = int(os.environ["PULL_REQUEST"])

    def earlier(self, mark: str) -> int | None:
        """The first comment with a marker that this token itself wrote: others may write what they like."""
        owner, _, name = self.repository.partition("/")
        after = None
        while True:
            variables = {"owner": owner, "name": name, "number": self.number, "after": after}
            answer = self._call(self.graphql, "POST", {"query": COMMENTS, "variables": variables})
            comments = answer["data"]["repository"]["pullRequest"]["comments"]
            for comment in comments["nodes"]:
                if comment["viewerDidAuthor"] and comment["body"].startswith(mark):
                    return comment["databaseId"]
            if not comments["pageInfo"]["hasNextPage"]:
                return None
            after = comments["pageInfo"]["endCursor"]

    def write(self, body: str, earlier: int | None) -> None:
        """Over the earlier comment; beside it where that is gone or refused."""
        comments = f"{self.api}/repos/{self.repository}/issues"
        if earlier is not None:
            try:
                self._call(f"{comments}/comments/{earlier}", "PATCH", {"body": body})
            except HTTPError as error:
                sys.stdout.write(f"the earlier comment cannot be changed ({error}): a new one\n")
            else:
                return
        self._call(f"{comments}/{self.number}/comments", "POST", {"body": body})

    def _call(self, url: str, method: str, body: object) -> dict:
        request = Request(url, json.dumps(body).encode(), method=method)
        request.add_header("Authorization", f"Bearer {os.environ.get('GH_TOKEN', '')}")
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
