#!/bin/sh
# Secrets come as files, so that they stand in no list of processes and in no description of the container:
# for each RAFIQ_NAME_FILE the content of that file becomes RAFIQ_NAME. (RAFIQ_KEYS_FILE is a path by itself.)
set -eu
for name in RAFIQ_DATABASE_URL RAFIQ_REDIS_URL RAFIQ_TELEGRAM_TOKEN RAFIQ_TELEGRAM_SECRET \
    RAFIQ_SMTP_PASSWORD RAFIQ_METRICS_TOKEN; do
    eval "file=\${${name}_FILE:-}"
    if [ -n "$file" ]; then
        value=$(cat "$file")
        export "$name=$value"
        unset "${name}_FILE"
    fi
done
exec rafiq "$@"
