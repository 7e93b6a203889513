#!/bin/sh
# Makes the passwords of infra/compose.yaml, once: random, in files that only their owner reads and no repository holds.
set -eu
umask 077
folder=$(dirname "$0")/.secrets
mkdir -p "$folder"
for name in lineage vault; do
  password=$folder/$name-password
  [ -s "$password" ] || openssl rand -hex 24 > "$password"
  # Between containers of one machine, on a network of their own: without TLS.
  printf 'postgres://%s:%s@%s-db:5432/%s?sslmode=disable\n' "$name" "$(cat "$password")" "$name" "$name" > "$folder/$name-url"
  # Compose mounts the files as they are, and the containers' users are not this one.
  chmod 644 "$folder/$name-password" "$folder/$name-url"
done
chmod 700 "$folder"
