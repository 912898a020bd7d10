#!/usr/bin/env bash
# Installs what is missing of the servers that `make test-servers` runs: sshd and PostgreSQL, from the distribution.
# Nothing that it installs is started, nor will it start with the machine: the tests start servers of their own.
set -euo pipefail

say() { echo "test-servers: $*"; }

has() {
	local place
	for place in "$(command -v "$1" 2>/dev/null || true)" "/usr/sbin/$1" /usr/lib/postgresql/*/bin/"$1"; do
		if [ -n "$place" ] && [ -x "$place" ]; then return 0; fi
	done
	return 1
}

missing=()
units=()
if ! has sshd; then missing+=(openssh-server) units+=(ssh.service ssh.socket); fi
if ! has ssh || ! has ssh-keygen; then missing+=(openssh-client); fi
if ! has initdb || ! has postgres || ! has pg_ctl; then missing+=(postgresql) units+=(postgresql.service); fi

if [ "${#missing[@]}" -eq 0 ]; then
	say "sshd and PostgreSQL are installed."
	exit 0
fi

if ! command -v apt-get >/dev/null; then
	say "missing: ${missing[*]} (their names in Debian). This system has no apt-get: install sshd, ssh and the"
	say "server of PostgreSQL by its own means, so that sshd and initdb are found, then try again."
	exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		say "missing: ${missing[*]}. Only root can install them, and there is no sudo here. Ask whoever looks after"
		say "the machine to run: apt-get install --no-install-recommends ${missing[*]}"
		exit 1
	fi
	as_root=(sudo)
fi

say "installing ${missing[*]}"
policy=/usr/sbin/policy-rc.d # asked before a package starts its service: 101 means no
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
	"${as_root[@]}" chmod 755 "$policy"
	trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
# In some containers /tmp is root's alone, and the account that looks at signatures could not use it.
apt=("${as_root[@]}" env TMPDIR=/var/tmp DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
if ! "${apt[@]}" update </dev/null; then say "the list of packages could not be brought up to date; trying with the one here"; fi
if ! "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null; then
	say "${missing[*]} could not be installed; what apt-get says is above. Nothing was tested."
	exit 1
fi
if [ -d /run/systemd/system ]; then
	for unit in "${units[@]}"; do "${as_root[@]}" systemctl disable --quiet "$unit" 2>/dev/null || true; done
fi
say "installed ${missing[*]}; not started, and not to be started with the machine"
