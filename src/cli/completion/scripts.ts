/**
 * The scripts for shells. Each asks `peapod __complete WORD…`, whose last line is ':' and a directive (candidates.ts), and
 * needs nothing but the shell itself.
 */

/**
 * bash takes '=' and ':' for ends of words: the line is read anew by spaces alone, and what stands before the last of them is
 * cut off the candidates.
 */
const bash = `# bash completion for peapod
_peapod() {
  local line=\${COMP_LINE:0:COMP_POINT} words cur out directive value
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  cur=\${words[\${#words[@]}-1]}
  COMPREPLY=()
  out=$("\${words[0]/#\\~/$HOME}" __complete "\${words[@]:1}" 2>/dev/null) || return
  directive=\${out##*$'\\n'}
  directive=\${directive#:}
  [[ $directive =~ ^[0-9]+$ ]] || return
  if ((directive & 8)); then
    compopt -o filenames 2>/dev/null
    while IFS= read -r value; do
      if [[ -d $value || $value =~ \\.(json|yaml|yml)$ ]]; then COMPREPLY+=("$value"); fi
    done < <(compgen -f -- "\${cur#*=}")
    return
  fi
  if ((directive & 16)); then
    compopt -o filenames 2>/dev/null
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "\${cur#*=}")
    return
  fi
  local cut=
  [[ $cur == *[=:]* ]] && cut=\${cur%"\${cur##*[=:]}"}
  [[ $cur == --*=* ]] && cut=\${cut#"\${cur%%=*}="}
  while IFS= read -r value; do
    value=\${value%%$'\\t'*}
    [[ $value == :* || -z $value ]] || COMPREPLY+=("\${value#"$cut"}")
  done <<<"$out"
  ((directive & 2)) && compopt -o nospace 2>/dev/null
  ((directive & 4)) || ((\${#COMPREPLY[@]})) || compopt -o default 2>/dev/null
}
complete -F _peapod peapod
`;

const zsh = `#compdef peapod
# zsh completion for peapod
_peapod() {
  local -a lines plain described
  local line value directive tab=$'\\t'
  lines=("\${(@f)$(\${(Q)~words[1]} __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  directive=\${lines[-1]#:}
  [[ $directive == <-> ]] || return 1
  [[ $PREFIX == --*=* ]] && compset -P '*='
  if ((directive & 8)); then
    _files -g '*.(json|yaml|yml)'
    return
  fi
  if ((directive & 16)); then
    _files -/
    return
  fi
  for line in "\${(@)lines[1,-2]}"; do
    value=\${line%%$tab*}
    plain+=("$value")
    if [[ $line == *$tab* ]]; then described+=("$value  -- \${line#*$tab}"); else described+=("$value"); fi
  done
  if ((\${#plain})); then
    if ((directive & 2)); then compadd -Q -S '' -l -d described -a plain; else compadd -Q -d described -a plain; fi
  elif ! ((directive & 4)); then
    _files
  fi
}
if [[ \${funcstack[1]} == _peapod ]]; then _peapod "$@"; else compdef _peapod peapod; fi
`;

const fish = `# fish completion for peapod
function __peapod_complete
    set -l words (commandline -opc)
    set -l cur (commandline -ct)
    set -l out ($words[1] __complete $words[2..-1] "$cur" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $out[-1])
    string match -qr '^[0-9]+$' -- "$directive"; or return
    set -l before ''
    if string match -q -- '--*=*' "$cur"
        set before (string replace -r '=.*$' '=' -- "$cur")
        set cur (string replace -r '^[^=]*=' '' -- "$cur")
    end
    if test (math "bitand($directive, 8)") -ne 0
        printf '%s\\n' $before(__fish_complete_path "$cur" | string match -r '^.*(?:/|\\.json|\\.yaml|\\.yml)(?:\\t.*)?$')
        return
    end
    if test (math "bitand($directive, 16)") -ne 0
        printf '%s\\n' $before(__fish_complete_directories "$cur")
        return
    end
    if test (count $out) -gt 1
        printf '%s\\n' $before$out[1..-2]
    else if test (math "bitand($directive, 4)") -eq 0
        printf '%s\\n' $before(__fish_complete_path "$cur")
    end
end
complete -c peapod -e
complete -c peapod -f -a '(__peapod_complete)'
`;

export const scripts = { bash, fish, zsh } as const;
