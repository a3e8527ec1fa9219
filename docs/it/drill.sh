#!/usr/bin/env bash
# Restores a backup of the shelf beside it and compares the two. Nothing that is served is changed.
#
#   drill.sh DATA_FOLDER [FLAG...]     flags such as --database postgres://... are those of the server
#
# Needs about three times the room of a backup under TMPDIR. Run it as the user who serves, when nobody is working: what is shared
# in between is shown as a difference.
set -euo pipefail
data=${1:?name the data folder}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "1. backup"
commonshelf backup "$work/shelf.zip" --data "$data" "$@"
echo "2. restore into an empty folder"
commonshelf restore "$work/shelf.zip" --data "$work/restored"
echo "3. check what was restored"
commonshelf check --data "$work/restored"
echo "4. compare everything that is shared"
commonshelf export "$work/live" --data "$data" "$@"
commonshelf export "$work/again" --data "$work/restored"
diff -r "$work/live/data" "$work/again/data"
echo "5. compare who is on the list"
diff <(commonshelf person list --data "$data" "$@") <(commonshelf person list --data "$work/restored")
echo "The backup holds the shelf: $(find "$work/again/data" -type f | wc -l) exported files are the same, and so are the people."
