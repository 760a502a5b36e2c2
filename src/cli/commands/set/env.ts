import { text } from 'node:stream/consumers';
import type { EnvVar } from '../../../api/core/v1.ts';
import { checked } from '../../change/createOne.ts';
import { findObjects } from '../../change/objects.ts';
import { read } from '../../change/requests.ts';
import { configMaps, secrets } from '../../../machinery/resources.ts';
import { CommandError, throwAll } from '../../kube/errors.ts';
import { arrayFlag, boolFlag, listFlag, stringFlag } from '../../kube/flags.ts';
import { listAt, objectAt, textAt, valueAt } from '../../kube/json.ts';
import { defineVerb, type VerbContext } from '../../kube/verb.ts';
import {
  changeEnv,
  envNameOf,
  parseEnvChanges,
  referenceText,
  refuseOverwrites,
  splitEnvArguments,
} from './envChanges.ts';
import { matchesName, setEach, setFlags, setTargets, withContainers, withPodSpec } from './setVerb.ts';

const flags = {
  ...setFlags,
  containers: stringFlag('The names of containers in the selected pod templates to change - may use wildcards', {
    short: 'c',
    initial: '*',
  }),
  env: arrayFlag('Specify a key-value pair for an environment variable to set into each container.', { short: 'e' }),
  from: stringFlag('The name of a resource from which to inject environment variables'),
  keys: listFlag('Comma-separated list of keys to import from specified resource'),
  list: boolFlag(
    'If true, display the environment and any changes in the standard format. this flag will removed when we have kubectl view env.',
  ),
  overwrite: boolFlag(
    'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.',
    { initial: true },
  ),
  prefix: stringFlag('Prefix to append to variable names'),
  resolve: boolFlag('If true, show secret or configmap references when listing variables'),
};

type Context = VerbContext<typeof flags>;

export default defineVerb({
  name: 'env',
  summary: 'Update environment variables on a pod template',
  usage: 'env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  description: `Update environment variables on a pod template.

 List environment variable definitions in one or more pods, pod templates. Add, update, or remove container environment
variable definitions in one or more pod templates (within replication controllers or deployment configurations). If "-e
-" is passed, environment variables can be read from STDIN using the standard env syntax.

 Possible resources include (case insensitive):

        pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj),
replicaset (rs)`,
  examples: `# Set one, and take another away
peapod set env deployment/web MODE=production DEBUG-

# What is set
peapod set env deployment/web --list

# Every key of a secret, or some of a config map
peapod set env --from=secret/login deployment/web
peapod set env --from=configmap/settings --prefix=APP_ --keys=color deployment/web

# What the shell has
env | grep APP_ | peapod set env -e - deployment/web`,
  flags,
  async run(context) {
    const { flags: values, args } = context;
    const parts = splitEnvArguments(args);
    if (!parts) throw new CommandError(`all resources must be specified before environment changes: ${args.join(' ')}`);
    if (values.filename.length === 0 && parts.resources.length === 0)
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (values.list && values.output) throw new CommandError('--list and --output may not be specified together');
    if (values.keys.length > 0 && values.from === '')
      throw new CommandError('when specifying --keys, a configmap or secret must be provided with --from');
    const specs = [...values.env, ...parts.env];
    const input = specs.includes('-') ? await text(process.stdin) : '';
    const told = checked(() => parseEnvChanges(specs, input));
    const set = [...told.set, ...(await fromObjects(context))].map((one) => ({
      ...one,
      name: `${values.prefix}${one.name}`,
    }));
    const changes = { set, remove: told.remove };
    const objects = await setTargets(context, parts.resources);
    if (!values.list && set.length === 0 && parts.env.length === 0 && specs.length === 0 && objects.found.length > 0)
      throw new CommandError('at least one environment variable must be provided');
    let out = '';
    await setEach(context, objects, {
      failing: 'failed to patch env update to pod template:',
      async change(object) {
        const listed: { readonly name: string; readonly env: readonly EnvVar[] }[] = [];
        const next = withPodSpec(object, (spec) =>
          withContainers(spec, (container) => {
            const name = container.name ?? '';
            if (!matchesName(name, values.containers)) return container;
            // A named seam: containers have environment variables here.
            const present = listAt(container, 'env') as readonly EnvVar[];
            if (!values.overwrite) refuseOverwrites(present, changes);
            const env = changeEnv(present, changes);
            listed.push({ name, env });
            const { env: _, ...rest } = container;
            return env.length > 0 ? { ...container, env } : rest;
          }),
        );
        const about = `${textAt(object, 'kind')}/${textAt(object, 'metadata', 'name')}`;
        if (listed.length === 0)
          process.stderr.write(
            `Warning: ${about} does not have any containers matching ${JSON.stringify(values.containers)}\n`,
          );
        if (!values.list) return next;
        for (const { name, env } of listed) {
          out += `# ${about.replace('/', ' ')}, container ${name}\n`;
          for (const one of env) out += await lineOf(context, one);
        }
        return object;
      },
    });
    process.stdout.write(out);
  },
});

async function fromObjects({ flags: values, session }: Context): Promise<EnvVar[]> {
  if (values.from === '') return [];
  const { found, errors } = await findObjects(session, { args: [values.from] });
  throwAll(errors);
  return found.flatMap(({ object, resource, name }) => {
    if (resource.kind !== 'Secret' && resource.kind !== 'ConfigMap')
      throw new CommandError('unsupported resource specified in --from');
    return Object.keys(objectAt(object, 'data'))
      .filter((key) => values.keys.length === 0 || values.keys.includes(key))
      .map((key): EnvVar => {
        const envName = envNameOf(key);
        if (envName !== key) process.stderr.write(`Warning: key ${key} transferred to ${envName}\n`);
        return {
          name: envName,
          valueFrom: resource.kind === 'Secret' ? { secretKeyRef: { name, key } } : { configMapKeyRef: { name, key } },
        };
      });
  });
}

async function lineOf({ flags: values, session }: Context, { name, value = '', valueFrom }: EnvVar): Promise<string> {
  if (!valueFrom) return `${name}=${value}\n`;
  const reference = `# ${name} from ${referenceText(valueFrom)}\n`;
  const { configMapKeyRef, secretKeyRef } = valueFrom;
  const from = configMapKeyRef ?? secretKeyRef;
  if (!values.resolve || !from) return reference;
  const where = { resource: configMapKeyRef ? configMaps : secrets, namespace: await session.namespace() };
  const object = await read(await session.connection(), where, from.name ?? '');
  const found = valueAt(object, 'data', from.key);
  if (typeof found !== 'string') return reference;
  return `${name}=${configMapKeyRef ? found : Buffer.from(found, 'base64').toString()}\n`;
}
