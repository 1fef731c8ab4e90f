#!/bin/sh
# Sums up the reports of all modules: what was skipped and why, then the counts, alone on the last line.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
find "$root" -path '*/target/surefire-reports/TEST-*.xml' -exec cat {} + | awk '
    function attribute(name) {
        if (!match($0, " " name "=\"[^\"]*\"")) return ""
        return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    /<testcase / { run++; test = attribute("classname") "." attribute("name") }
    /<(failure|error)[ >]/ { failed++; print "failed: " test }
    /<skipped/ { skipped++; reason = attribute("message"); print "skipped: " test ": " (reason == "" ? "no reason given" : reason) }
    END {
        printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped
        exit (run == 0 || failed > 0)
    }'
