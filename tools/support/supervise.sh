# supervise.sh DATA SIGNAL KEEP COMMAND...: runs COMMAND until stdin ends, then ends it with SIGNAL.
# The process that starts this script holds the other end of stdin. It closes it when it is done; if it dies, the system
# closes it, so no server is left behind. DATA is removed at the end, unless KEEP is set.
data=$1 signal=$2 keep=$3
shift 3
"$@" </dev/null &
server=$!
exec 3<&0 >/dev/null 2>&1 # The message of the shell about the killed server may have no reader.
(cat <&3; kill -s "$signal" "$server") &
watch=$!
wait "$server"
kill "$watch"
[ -n "$keep" ] || rm -rf "$data"
