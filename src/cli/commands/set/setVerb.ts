/** What every `set` verb does: choose objects, change each, and send what differs. */
import { parseApiVersion } from '../../../machinery/object.ts';
import { mergeDiff } from '../../../machinery/patch/threeWayPatch.ts';
import { strategicDiff } from '../../../machinery/patch/strategicDiff.ts';
import { schemaOf } from '../../../machinery/scheme.ts';
import { changePrinter, checked } from '../../change/createOne.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag } from '../../change/flags.ts';
import { findObjects, type Found, type FoundObjects } from '../../change/objects.ts';
import { patch } from '../../change/requests.ts';
import { namedTargets } from '../../change/targets.ts';
import { CommandError, ManyErrors, messageOf, throwAll } from '../../kube/errors.ts';
import { boolFlag } from '../../kube/flags.ts';
import { objectAt, textAt, valueAt, type JsonObject } from '../../kube/json.ts';
import { filenameFlags, outputFlags, selectorFlag } from '../../kube/selectionFlags.ts';
import type { VerbContext } from '../../kube/verb.ts';

export const setFlags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource to get from a server.'),
  ...selectorFlag,
  ...dryRunFlag,
  ...fieldManagerFlag('kubectl-set'),
  all: boolFlag('Select all resources, in the namespace of the specified resource types'),
  local: boolFlag('If true, the change is made of what files hold, and the API server is not contacted.'),
};

export type SetContext = VerbContext<typeof setFlags>;

export interface SetChange {
  /** What the object becomes; itself when it stays. Throws Error with why it cannot be changed. */
  change(object: JsonObject, one: Found): JsonObject | Promise<JsonObject>;
  /** What stands before the server's error: 'failed to patch image update to pod template:'. */
  readonly failing: string;
  /** Whether what stays as it is is printed all the same. */
  readonly printsUnchanged?: boolean;
}

/** The objects that `set` is about: of the server, or of files alone. */
export async function setTargets({ flags, session }: SetContext, resources: readonly string[]): Promise<FoundObjects> {
  if (flags.all && flags.selector) throw new CommandError('cannot set --all and --selector at the same time');
  if (flags.local && checked(() => dryRunOf(flags['dry-run'])) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  if (!flags.local) return findObjects(session, { args: resources, ...flags });
  if (resources.length > 0)
    throw new CommandError(
      "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
    );
  const targets = await namedTargets(session, flags);
  return { found: targets.map((t): Found => ({ ...t, object: t.manifest })), errors: [], single: targets.length === 1 };
}

export async function setEach(context: SetContext, objects: FoundObjects, set: SetChange): Promise<void> {
  const { flags, session } = context;
  throwAll(objects.errors);
  const dryRun = checked(() => dryRunOf(flags['dry-run']));
  const errors: unknown[] = [];
  for (const one of objects.found) {
    let changed: JsonObject;
    try {
      changed = await set.change(one.object, one);
    } catch (error) {
      const each = error instanceof ManyErrors ? error.errors : [error];
      for (const e of each)
        errors.push(
          e instanceof ContainerMissing
            ? e
            : new CommandError(`error: ${one.resource.resource}/${one.name} ${messageOf(e)}\n`),
        );
      continue;
    }
    const { type, body } = patchFor(one.object, changed);
    const same = Object.keys(body).length === 0;
    if (same && !set.printsUnchanged) continue;
    const printer = await changePrinter(flags, operationOf(context), dryRun, 'as it is');
    if (flags.local || dryRun === 'client') {
      process.stdout.write(printer.print(changed));
      continue;
    }
    try {
      const options = { dryRun, fieldManager: flags['field-manager'] };
      const done = await patch(await session.connection(), one, one.name, type, body, options);
      process.stdout.write(printer.print(done));
    } catch (error) {
      errors.push(new CommandError(`${set.failing} ${messageOf(error)}`));
    }
  }
  throwAll(errors);
}

/** 'peapod set image' → 'image updated'. */
function operationOf({ commandPath }: SetContext): string {
  const words: Readonly<Record<string, string>> = {
    image: 'image updated',
    env: 'env updated',
    resources: 'resource requirements updated',
    serviceaccount: 'serviceaccount updated',
    selector: 'selector updated',
    subject: 'subjects updated',
  };
  return words[commandPath.split(' ').at(-1) ?? ''] ?? 'updated';
}

/** Told as it is, without the object's name. */
export class ContainerMissing extends CommandError {}

function patchFor(
  before: JsonObject,
  after: JsonObject,
): {
  readonly type: 'application/strategic-merge-patch+json' | 'application/merge-patch+json';
  readonly body: JsonObject;
} {
  const schema = schemaOf({ ...parseApiVersion(textAt(before, 'apiVersion')), kind: textAt(before, 'kind') });
  if (!schema) return { type: 'application/merge-patch+json', body: mergeDiff({ ...before }, { ...after }) };
  const body = strategicDiff({ kind: 'struct', struct: schema }, { ...before }, { ...after }, { setOrder: true });
  return { type: 'application/strategic-merge-patch+json', body };
}

export interface ContainerJson extends JsonObject {
  readonly name?: string;
}

/** Where kinds keep their Pod's specification. */
const podSpecPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
const templated = ['spec', 'template', 'spec'];
const withTemplate = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Job']);

/** The object with its Pod's specification changed. Throws Error for kinds that have none. */
export function withPodSpec(object: JsonObject, change: (spec: JsonObject) => JsonObject): JsonObject {
  const kind = textAt(object, 'kind');
  const path = podSpecPaths[kind] ?? (withTemplate.has(kind) ? templated : undefined);
  if (!path) throw new Error(`the object is not a pod or does not have a pod template: *v1.${kind}`);
  return put(object, path, change(objectAt(object, ...path)));
}

function put(object: JsonObject, [head = '', ...rest]: readonly string[], value: JsonObject): JsonObject {
  const inner = rest.length === 0 ? value : put(objectAt(object, head), rest, value);
  return { ...object, [head]: inner };
}

/** Changes containers of a Pod's specification, main ones first, then init containers. */
export function withContainers(spec: JsonObject, change: (container: ContainerJson) => ContainerJson): JsonObject {
  const next: Record<string, unknown> = { ...spec };
  for (const member of ['containers', 'initContainers']) {
    const list = valueAt(spec, member);
    // A named seam: containers are objects, or the server would not have them.
    if (Array.isArray(list)) next[member] = (list as ContainerJson[]).map(change);
  }
  return next;
}

/** '*' stands for any text. */
export function matchesName(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
