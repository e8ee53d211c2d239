#!/bin/sh
# Runs once, when the cluster is made: the database, and a role that owns it and may do nothing else.
set -eu
PGPASSWORD_OF_ROLE=$(cat "${SECRETS:-/run/secrets}/postgres_password") psql -v ON_ERROR_STOP=1 --no-psqlrc -U postgres -d postgres << 'SQL'
\getenv password PGPASSWORD_OF_ROLE
CREATE ROLE identitysource LOGIN PASSWORD :'password';
CREATE DATABASE identitysource OWNER identitysource;
REVOKE CONNECT ON DATABASE identitysource FROM PUBLIC;
SQL
