# shellcheck shell=sh
# Sourced: start_tls_server DIRECTORY starts openssl s_server on a free port of loopback, with a new certificate for it in
# DIRECTORY/root.pem, and sets `server` to its process id and `port`.

start_tls_server() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 60 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$1/key.pem" -out "$1/root.pem" 2>/dev/null
    openssl s_server -accept 127.0.0.1:0 -www -cert "$1/root.pem" -key "$1/key.pem" >"$1/server.log" 2>&1 &
    # shellcheck disable=SC2034 # for the caller
    server=$!
    port=
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$1/server.log")
        [ -z "$port" ] || return 0
        sleep 0.1
    done
    echo "error: openssl s_server did not start" >&2
    cat "$1/server.log" >&2
    return 1
}
