/** `peapod diff`: what apply would change, told by diff(1) or KUBECTL_EXTERNAL_DIFF. */
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNotFound } from '../../machinery/apiError.ts';
import { printYaml } from '../../machinery/yaml.ts';
import { patchBetween, warnIfDeleting } from '../change/applyOne.ts';
import { fieldManagerFlag } from '../change/flags.ts';
import { withLastApplied } from '../change/lastApplied.ts';
import { create, patch, read } from '../change/requests.ts';
import { namedTargets, type ManifestTarget } from '../change/targets.ts';
import { CommandError, messageOf, SilentExit, UsageError } from '../kube/errors.ts';
import { boolFlag, intFlag } from '../kube/flags.ts';
import { isJsonObject, objectAt, textAt, valueAt, withoutManagedFields, type JsonObject } from '../kube/json.ts';
import type { KubeConnection } from '../kube/kubeConnection.ts';
import { filenameFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...filenameFlags('contains the configuration to diff'),
  ...selectorFlag,
  ...fieldManagerFlag('kubectl-client-side-apply'),
  concurrency: intFlag('Number of objects to process in parallel when diffing against the live version.', {
    initial: 1,
  }),
  'force-conflicts': boolFlag('If true, server-side apply will force the changes against conflicts.'),
  'server-side': boolFlag('If true, apply runs in the server instead of the client.'),
  'show-managed-fields': boolFlag('If true, include managed fields in the diff.'),
};

type Context = VerbContext<typeof flags>;

export default defineVerb({
  name: 'diff',
  summary: 'Diff the live version against a would-be applied version',
  usage: 'diff -f FILENAME',
  description: `Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it
would be if applied.

 The output is always YAML. KUBECTL_EXTERNAL_DIFF can name your own diff command, with its parameters; otherwise diff -u -N
is run.

 Exit status: 0 No differences were found. 1 Differences were found. >1 something failed.`,
  examples: `peapod diff -f web.yaml
cat web.yaml | peapod diff -f -`,
  flags,
  async run(context) {
    try {
      return await diff(context);
    } catch (error) {
      if (error instanceof UsageError || error instanceof SilentExit) throw error;
      const { describeError } = await import('../kube/errors.ts');
      process.stderr.write(describeError(error).text);
      // 1 is taken: it says that there are differences.
      throw new SilentExit(2);
    }
  },
});

async function diff({ flags: values, args, session, given }: Context): Promise<number> {
  if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
  if (values.filename.length === 0 && values.kustomize === '') throw new CommandError('must specify one of -f and -k');
  const connection = await session.connection();
  const folder = mkdtempSync(join(tmpdir(), 'peapod-diff-'));
  try {
    const [from, to] = ['LIVE', 'MERGED'].map((name) => join(folder, name));
    if (from === undefined || to === undefined) return 0;
    mkdirSync(from);
    mkdirSync(to);
    const manager = values['server-side'] && !given.has('field-manager') ? 'kubectl' : values['field-manager'];
    for (const target of await namedTargets(session, values)) {
      const live = await read(connection, target, target.name).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
        return undefined;
      });
      const merged = await mergedOf(connection, target, live, values, manager);
      const { group, version, kind } = target.resource;
      const name = `${group && `${group}.`}${version}.${kind}.${target.namespace ?? ''}.${target.name}`;
      const [left, right] = masked(kind, live && shown(live, values), shown(merged, values));
      writeFileSync(join(from, name), left ? printYaml(left) : '');
      writeFileSync(join(to, name), printYaml(right));
      if (live) warnIfDeleting(live);
    }
    return await runDiff(from, to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shown = (object: JsonObject, values: Context['flags']): JsonObject =>
  values['show-managed-fields'] ? object : withoutManagedFields(object);

async function mergedOf(
  connection: KubeConnection,
  target: ManifestTarget,
  live: JsonObject | undefined,
  values: Context['flags'],
  fieldManager: string,
): Promise<JsonObject> {
  const options = { dryRun: 'server', fieldManager } as const;
  if (values['server-side'])
    return patch(connection, target, target.name, 'application/apply-patch+yaml', target.manifest, {
      ...options,
      force: values['force-conflicts'],
    });
  if (!live) return create(connection, target, target.manifest, options);
  const { type, body } = patchBetween(live, withLastAppliedOf(live, target.manifest), true);
  if (Object.keys(body).length === 0) return live;
  const resourceVersion = textAt(live, 'metadata', 'resourceVersion');
  const versioned = { ...body, metadata: { ...objectAt(body, 'metadata'), resourceVersion } };
  return patch(connection, target, target.name, type, versioned, options);
}

/** The annotation itself is no difference that anybody wants to see. */
function withLastAppliedOf(live: JsonObject, manifest: JsonObject): JsonObject {
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  const present = textAt(live, 'metadata', 'annotations', annotation);
  return present === '' ? manifest : withLastApplied(manifest, present);
}

/** Of secrets it is told that values differ, and not what they are. */
function masked(
  kind: string,
  from: JsonObject | undefined,
  to: JsonObject,
): readonly [JsonObject | undefined, JsonObject] {
  if (kind !== 'Secret') return [from, to];
  const [left, right] = [objectAt(from ?? {}, 'data'), objectAt(to, 'data')];
  const hide = (data: JsonObject, other: JsonObject, note: string): JsonObject =>
    Object.fromEntries(
      Object.keys(data).map((key) => [
        key,
        Object.hasOwn(other, key) && other[key] !== data[key] ? `*** (${note})` : '***',
      ]),
    );
  const put = (object: JsonObject, data: JsonObject): JsonObject =>
    isJsonObject(valueAt(object, 'data')) ? { ...object, data } : object;
  return [from && put(from, hide(left, right, 'before')), put(to, hide(right, left, 'after'))];
}

function runDiff(from: string, to: string): Promise<number> {
  const [own = '', ...words] = (process.env.KUBECTL_EXTERNAL_DIFF ?? '').split(' ');
  const program = own || 'diff';
  const parameters = own
    ? [from, to, ...words.filter((word) => /^[a-zA-Z0-9-=]+$/.test(word))]
    : ['-u', '-N', from, to];
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) =>
      reject(new CommandError(`failed to run ${JSON.stringify(program)}: ${messageOf(error)}`)),
    );
    child.on('close', (code) => {
      if (code === 1) process.stderr.write('exit status 1\n');
      resolve(code ?? 2);
    });
  });
}
