/** The help of a verb, laid out as kubectl lays it out. */
import type { Flag } from './flags.ts';
import type { AnyVerb } from './verb.ts';

export async function helpOf(verb: AnyVerb, commandPath: string): Promise<string> {
  const parts = [verb.description.trim()];
  if (verb.examples) parts.push(`Examples:\n${verb.examples.trim().replaceAll(/^(?=.)/gm, '  ')}`);
  if (verb.verbs) {
    const loaded = await Promise.all(Object.values(verb.verbs).map(async (load) => (await load()).default));
    const lines = [...new Map(loaded.map((v) => [v.name, v])).values()].map(
      (v) => `  ${v.name.padEnd(17)} ${v.summary}`,
    );
    parts.push(`Available Commands:\n${lines.join('\n')}`);
  }
  const flags = Object.entries(verb.flags)
    .filter(([, flag]) => !flag.hidden)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (flags.length > 0) parts.push(`Options:\n${flags.map(([name, flag]) => flagHelp(name, flag)).join('\n\n')}`);
  const program = commandPath.split(' ')[0] ?? '';
  const before = commandPath.split(' ').slice(1, -1).join(' ');
  parts.push(`Usage:\n  ${[program, before, verb.usage].filter(Boolean).join(' ')} [options]`);
  if (verb.verbs) parts.push(`Use "${commandPath} <command> --help" for more information about a given command.`);
  parts.push(`Use "${program} options" for a list of global command-line options (applies to all commands).`);
  return `${parts.join('\n\n')}\n`;
}

export function flagHelp(name: string, flag: Flag<unknown>): string {
  const { initial } = flag;
  const shown = Array.isArray(initial)
    ? `[${initial.join(',')}]`
    : typeof initial === 'string' && !/^\d/.test(initial)
      ? `'${initial}'`
      : String(initial);
  return `    ${flag.short ? `-${flag.short}, ` : ''}--${name}=${shown}:\n\t${flag.help}`;
}
