#!/bin/sh
set -e
# Options alone mean the server.
case "$1" in
  -*|*.conf) set -- redis-server "$@" ;;
esac
# The Pod's network is the border here, not the server's own guess of what is safe.
[ "$1" = redis-server ] && set -- "$@" --protected-mode no
exec "$@"
