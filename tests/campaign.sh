#!/bin/sh
# The long form of the tests, which takes about an hour and three quarters: a thousand kills, a day of sound, every
# call to the disk failed, every loss of a device twenty times, ten minutes of sound while every core is busy, and an
# hour of listening.
#
#   sh tests/campaign.sh [NAME…]     only those of these names: kill ramp disk hostile lose busy hour
#
# STARLING_SECONDS=600 listens for ten minutes instead of an hour.
set -eu
cd "$(dirname "$0")/.."

export STARLING_CAMPAIGN=full
LOGS=target/campaign
mkdir -p "$LOGS"
FAILED=""

# Runs the tests whose names hold one of the words, one after another, and keeps what they say.
campaign() {
    name=$1
    shift
    case " $WANTED " in *" $name "*) ;; *) return 0 ;; esac
    echo "== $name"
    began=$(date +%s)
    if cargo test --locked --test it -- "$@" --nocapture --test-threads=1 >"$LOGS/$name.txt" 2>&1; then
        outcome=held
    else
        outcome=FAILED
        FAILED="$FAILED $name"
    fi
    # What was measured; the rest is in the file.
    grep -hE ' (ms|%|KiB|frames|kills|states|times)\b' "$LOGS/$name.txt" | grep -v '^heard ' || true
    echo "$name: $outcome after $(($(date +%s) - began)) s, see $LOGS/$name.txt"
}

WANTED=${*:-kill ramp disk hostile lose busy hour}

campaign kill audio_kill::killed
campaign ramp audio_ramp
STARLING_STATES=${STARLING_STATES:-1000000} \
    campaign disk audio_disk audio_long store::explore store::recording store::packed
campaign hostile audio_wav corruption
campaign lose audio_server::losing
campaign busy audio_server::listening::while
campaign hour audio_server::listening::the_virtual

if [ -n "$FAILED" ]; then
    echo "failed:$FAILED"
    exit 1
fi
