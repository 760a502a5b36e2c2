/** What a verb's next argument may be. */
import type { Session } from '../kube/session.ts';
import { directives, files, nothing, of, startingWith, type Candidates } from './candidates.ts';
import { containersOf, entriesOf, namesOf, typesOf } from './known.ts';
import { podOwners, verbArguments } from './verbArguments.ts';
import type { ReadWords } from './words.ts';

/** `path` are the words that call the verb. */
export async function argumentCandidates(
  path: string,
  { args, given, dash }: ReadWords,
  typed: string,
  session: Session,
): Promise<Candidates> {
  const wanted = Object.hasOwn(verbArguments, path) ? verbArguments[path] : undefined;
  if (!wanted || dash) return files;
  // The objects are those of the file then.
  if (given.has('filename') || given.has('kustomize')) return nothing;
  const others = (names: readonly string[]): Candidates =>
    startingWith(typed, of(names.filter((name) => !args.includes(name))));
  switch (wanted.what) {
    case 'objects':
      if (args.length > 0 && wanted.one && (args.length > 1 || args[0]?.includes('/'))) return nothing;
      return objects(wanted.types, args, typed, session);
    case 'pod':
      if (args.length === 0)
        return typed.includes('/')
          ? named(session, typed)
          : startingWith(typed, podsAndOwners(await namesOf(session, 'pods'), typed));
      return wanted.container && args.length === 1
        ? startingWith(typed, of(await containersOf(session, args[0] ?? '')))
        : nothing;
    case 'names':
      return args.length > 0 && wanted.one ? nothing : others(await namesOf(session, wanted.type));
    case 'types':
      return args.length > 0 ? nothing : startingWith(typed, of(await typesOf(session)));
    case 'words':
      return args.length > 0 ? nothing : startingWith(typed, of(wanted.words));
    case 'copy':
      return copyPlaces(typed, session);
    default:
      return args.length > 0 ? nothing : startingWith(typed, of(await entriesOf(session, wanted.what)));
  }
}

async function objects(
  types: readonly string[] | undefined,
  args: readonly string[],
  typed: string,
  session: Session,
): Promise<Candidates> {
  const [type] = args;
  if (type !== undefined && !type.includes('/')) {
    const names = await namesOf(session, type);
    return startingWith(typed, of(names.filter((name) => !args.includes(name))));
  }
  if (typed.includes('/')) return named(session, typed, args);
  if (type !== undefined) return nothing;
  // 'pods,de': the last of several.
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const known = types ?? (await typesOf(session));
  return startingWith(typed, of(known.map((one) => before + one)));
}

/** 'pods/w': names behind the type. */
async function named(session: Session, typed: string, args: readonly string[] = []): Promise<Candidates> {
  const type = typed.slice(0, typed.indexOf('/'));
  const names = (await namesOf(session, type)).map((name) => `${type}/${name}`);
  return startingWith(typed, of(names.filter((name) => !args.includes(name))));
}

/** No space behind a type, unless a Pod might as well be meant. */
function podsAndOwners(pods: readonly string[], typed: string): Candidates {
  const onlyOwners = !pods.some((name) => name.startsWith(typed));
  return of([...pods, ...podOwners], directives.noFiles + (onlyOwners ? directives.noSpace : 0));
}

/** 'NAMESPACE/', 'POD:', and files of this machine. */
async function copyPlaces(typed: string, session: Session): Promise<Candidates> {
  if (typed.includes(':') || /^[./~]/.test(typed)) return files;
  const places = [
    ...(await namesOf(session, 'namespaces')).map((name) => `${name}/`),
    ...(await namesOf(session, 'pods')).map((name) => `${name}:`),
    './',
    '/',
  ];
  return startingWith(typed, of(places, directives.noSpace));
}
