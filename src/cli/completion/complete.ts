/** What may stand at the end of a command line: commands, flags, their values, and what the cluster knows. */
import { firstArgument, parseFlags, type Flags, type FlagValues } from '../kube/flags.ts';
import { globalFlags } from '../kube/globalFlags.ts';
import { Session } from '../kube/session.ts';
import type { AnyVerb } from '../kube/verb.ts';
import { verbNamed, verbs } from '../kube/verbs.ts';
import { argumentCandidates } from './argumentCandidates.ts';
import { directives, files, nothing, of, startingWith, type Candidates } from './candidates.ts';
import { clusterCommands, type ClusterCommand } from './clusterCommands.ts';
import { containersOf, entriesOf, namesOf } from './known.ts';
import { flagValues } from './verbArguments.ts';
import { flagNamed, readWords, type ReadWords } from './words.ts';

/** `words` are those behind the program's name, the last one as far as it is typed. Throws what the server or a file says. */
export async function complete(words: readonly string[]): Promise<Candidates> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const at = firstArgument(globalFlags, before);
  const name = before[at] ?? '';
  const cluster = Object.hasOwn(clusterCommands, name) ? clusterCommands[name] : undefined;
  if (cluster) return startingWith(typed, clusterCandidates(cluster, before.slice(at + 1), typed));
  const entry = verbNamed(name);
  if (!entry && at >= 0) return nothing;
  const called = entry ? await descend((await entry.load()).default, without(before, at)) : undefined;
  const flags: Flags = { ...globalFlags, ...called?.verb.flags };
  const read = readWords(flags, called?.words ?? before);
  await using session = new Session(globalValues(read));

  const valued = read.pending ?? (read.dash ? undefined : /^--([^=]+)=/.exec(typed)?.[1]);
  if (valued !== undefined) {
    const text = read.pending === undefined ? typed.slice(typed.indexOf('=') + 1) : typed;
    return startingWith(text, await valuesOf(valued, flags, read, session));
  }
  if (typed.startsWith('-') && !read.dash) return startingWith(typed, flagCandidates(flags, read));
  if (!called) return startingWith(typed, commands());
  const { verb, path } = called;
  if (verb.verbs && read.args.length === 0) return startingWith(typed, await subcommands(verb.verbs));
  return argumentCandidates(path, read, typed, session);
}

interface Called {
  readonly verb: AnyVerb;
  /** 'rollout undo'. */
  readonly path: string;
  /** The words that are left. */
  readonly words: readonly string[];
}

async function descend(verb: AnyVerb, words: readonly string[], before = ''): Promise<Called> {
  const path = before === '' ? verb.name : `${before} ${verb.name}`;
  const at = firstArgument({ ...globalFlags, ...verb.flags }, words);
  const name = words[at] ?? '';
  const load = verb.verbs && Object.hasOwn(verb.verbs, name) ? verb.verbs[name] : undefined;
  return load ? descend((await load()).default, without(words, at), path) : { verb, path, words };
}

const without = (words: readonly string[], at: number): readonly string[] => words.filter((_, i) => i !== at);

/** Who waits for candidates does not wait long. */
const patience = '--request-timeout=3s';

function globalValues({ given }: ReadWords): FlagValues<typeof globalFlags> {
  const words = [...given].filter(([name]) => name in globalFlags).map(([name, text]) => `--${name}=${text}`);
  return parseFlags(globalFlags, [patience, ...words]).values;
}

function commands(): Candidates {
  const shown = verbs.filter((v) => !v.hidden).map((v) => ({ value: v.name, help: v.summary }));
  const cluster = Object.entries(clusterCommands).map(([value, { help }]) => ({ value, help }));
  return {
    list: [...shown, ...cluster].sort((a, b) => (a.value < b.value ? -1 : 1)),
    directive: directives.noFiles,
  };
}

async function subcommands(loads: NonNullable<AnyVerb['verbs']>): Promise<Candidates> {
  const loaded = await Promise.all(Object.values(loads).map(async (load) => (await load()).default));
  const byName = new Map(loaded.map((v) => [v.name, { value: v.name, help: v.summary }]));
  return { list: [...byName.values()], directive: directives.noFiles };
}

function clusterCandidates(command: ClusterCommand, words: readonly string[], typed: string): Candidates {
  const name = words.find((word) => !word.startsWith('-')) ?? '';
  const sub = command.commands && Object.hasOwn(command.commands, name) ? command.commands[name] : undefined;
  if (sub) return clusterCandidates(sub, words.slice(words.indexOf(name) + 1), typed);
  if (typed.startsWith('-')) return of([...(command.flags ?? []), '--data-dir', '--help']);
  if (!command.commands) return files;
  const list = Object.entries(command.commands).map(([value, { help }]) => ({ value, help }));
  return { list, directive: directives.noFiles };
}

/** All that are not given yet, or may be given again. */
function flagCandidates(flags: Flags, { given }: ReadWords): Candidates {
  const list = Object.entries(flags)
    .filter(([name, flag]) => !flag.hidden && (!given.has(name) || Array.isArray(flag.initial)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { short, help }]) => [
      { value: `--${name}`, help },
      ...(short ? [{ value: `-${short}`, help }] : []),
    ]);
  return { list: [...list, { value: '--help', help: 'help for the command' }], directive: directives.noFiles };
}

async function valuesOf(name: string, flags: Flags, read: ReadWords, session: Session): Promise<Candidates> {
  if (name === 'namespace') return of(await namesOf(session, 'namespaces'));
  if (name === 'context' || name === 'cluster' || name === 'user')
    return of(await entriesOf(session, `${name}s` as const));
  if (name === 'container') return of(await containersOf(session, read.args[0] ?? ''));
  if (name === 'filename') return { list: of(['json', 'yaml', 'yml']).list, directive: directives.filesByEnding };
  if (name === 'kustomize') return { list: [], directive: directives.folders };
  const listed = flagValues[name] ?? oneOf(flagNamed(flags, name)?.help ?? '');
  return listed.length > 0 ? of(listed) : files;
}

/** Of 'Output format. One of: (json, yaml).', the formats. */
const oneOf = (help: string): readonly string[] => /One of: \(([^)]*)\)/.exec(help)?.[1]?.split(/,\s*/) ?? [];
