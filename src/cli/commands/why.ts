/** `peapod why`: in plain words why something is not as it should be, and what to do about it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { explain, survey, type Verdict } from '../../why/index.ts';
import { UsageError } from '../kube/errors.ts';
import { stringFlag } from '../kube/flags.ts';
import { allNamespacesFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';
import { readerOver } from '../why/reader.ts';
import { renderBlind, renderExplanation, renderSurvey, spelling } from '../why/render.ts';

const flags = {
  ...allNamespacesFlag,
  output: stringFlag('Output format: json, for programs.', { short: 'o' }),
};

type Context = VerbContext<typeof flags>;

export default defineVerb({
  name: 'why',
  summary: 'Tell why something is not as it should be, and what to do about it',
  usage: 'why [TYPE NAME | TYPE/NAME ...]',
  description: `Tell why something is not as it should be, and what to do about it.

 The first line is the answer. Below it stands what it rests on (the scheduler's verdict, events, the last lines of a log), what
lies beneath (a Service has no endpoints, because its Pods are not ready, because their probe fails), and how to mend that. Without
arguments, everything in the namespace that is not well is told; with -A, in the whole cluster.

 Exits with 0 when all is well, 1 when something is wrong, and 3 when something is only on its way.`,
  examples: `# Why does the Pod not run?
peapod why pod/web-0

# Why does nobody answer behind the Service?
peapod why service web

# What is wrong at all?
peapod why -A`,
  flags,
  run,
});

const exitCodes: Readonly<Record<Verdict, number>> = { ok: 0, wrong: 1, waiting: 3 };

async function run({
  flags: { output, 'all-namespaces': all, 'data-dir': data },
  args,
  session,
}: Context): Promise<number> {
  if (output !== '' && output !== 'json') throw new UsageError(`--output must be json, not "${output}"`);
  const spell = spelling(data, isOnPath('kubectl'));
  const reader = readerOver(await session.connection());
  const namespace = await session.namespace();
  const print = (text: string, data: unknown): void => {
    process.stdout.write(output === 'json' ? `${JSON.stringify(data, undefined, 2)}\n` : text);
  };
  const wanted = referencesOf(args);
  if (wanted.length === 0) {
    const seen = await survey(reader, all ? undefined : namespace);
    const where = all ? 'in the cluster' : `in namespace ${namespace}`;
    print(renderSurvey(seen, where, spell) + renderBlind(seen.blind), seen);
    return exitCodes[worstOf(seen.explanations.map((e) => e.verdict))];
  }
  if (all) throw new UsageError('a resource cannot be retrieved by name across all namespaces');
  const mapper = await session.mapper();
  const answers = await Promise.all(
    wanted.map(async ({ type, name }) => {
      const resource = await mapper.resourceOf(type);
      return explain(reader, { resource, name, ...(resource.namespaced && { namespace }) });
    }),
  );
  const blind = [...new Set(answers.flatMap((a) => a.blind))];
  print(
    answers.map((one) => renderExplanation(one, spell)).join('\n') + renderBlind(blind),
    answers.length === 1 ? answers[0] : answers,
  );
  return exitCodes[worstOf(answers.map((a) => a.verdict))];
}

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));

const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  (['wrong', 'waiting'] as const).find((v) => verdicts.includes(v)) ?? 'ok';

/** `pod web-0 web-1`, `pod/web-0 service/web`; throws UsageError for a mixture, or a type without a name. */
function referencesOf(args: readonly string[]): { type: string; name: string }[] {
  if (args.every((a) => a.includes('/')))
    return args.map((argument) => {
      const [type = '', name = '', ...rest] = argument.split('/');
      if (type === '' || name === '' || rest.length > 0)
        throw new UsageError(`"${argument}" must be TYPE/NAME, such as pod/web-0`);
      return { type, name };
    });
  const [type = '', ...names] = args;
  if (type.includes('/') || names.some((n) => n.includes('/')))
    throw new UsageError('write either TYPE NAME or TYPE/NAME, not both');
  if (names.length === 0) throw new UsageError(`which ${type}? Write: why ${type} NAME, or why without arguments`);
  return names.map((name) => ({ type, name }));
}
