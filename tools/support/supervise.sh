# supervise.sh DATA SIGNAL KEEP COMMAND...: runs COMMAND until stdin ends, then ends it by SIGNAL.
# The other end of stdin is held by whoever started this. It is closed when they are done, and by the system when they
# die in whatever way, so no server is left behind. DATA is removed in the end, unless KEEP says something.
data=$1 signal=$2 keep=$3
shift 3
"$@" </dev/null &
server=$!
exec 3<&0 >/dev/null 2>&1 # What the shell says of the killed server may find nobody to read it.
(cat <&3; kill -s "$signal" "$server") &
watch=$!
wait "$server"
kill "$watch"
[ -n "$keep" ] || rm -rf "$data"
