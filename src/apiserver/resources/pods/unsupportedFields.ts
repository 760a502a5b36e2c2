/**
 * Fields of a Pod's specification that this version accepts and does not honour yet. Whoever sets one is told so by a
 * warning. When the scheduler or the node agent learns a field, its line goes.
 */
import type { PodSpec } from '../../../api/core/v1.ts';

interface Unsupported {
  /** Below the specification; `[*]` stands for every item of a list. */
  readonly path: string;
  /** Only this value; any value when absent. */
  readonly value?: unknown;
  readonly instead: string;
}

const unsupportedPodFields: readonly Unsupported[] = [
  { path: 'containers[*].resources.claims[*]', instead: 'no devices are allocated yet' },
  { path: 'containers[*].lifecycle.stopSignal', instead: 'the signal that the image names is sent, or SIGTERM' },
  { path: 'initContainers[*].lifecycle.stopSignal', instead: 'the signal that the image names is sent, or SIGTERM' },
  { path: 'hostUsers', value: false, instead: 'nodes refuse the Pod, since they make no user namespaces yet' },
  { path: 'resourceClaims[*]', instead: 'nodes refuse the Pod, since no devices are allocated yet' },
  { path: 'resources.requests', instead: 'the Pod as a whole gets no cgroup of its own size yet' },
  { path: 'resources.limits', instead: 'the Pod as a whole gets no cgroup of its own size yet' },
];

/** Volumes that the node agent can make. */
const supportedVolumes: ReadonlySet<string> = new Set([
  'name',
  'emptyDir',
  'configMap',
  'secret',
  'projected',
  'downwardAPI',
  'hostPath',
  'persistentVolumeClaim',
]);

/** One warning a field that is set. `at` is the path of the specification: 'spec', 'spec.template.spec'. */
export function unsupportedFieldWarnings(spec: PodSpec | undefined, at: string): string[] {
  if (!spec) return [];
  const warnings: string[] = [];
  for (const { path, value, instead } of unsupportedPodFields) {
    for (const found of find(spec, path.split('.'), at, value))
      warnings.push(`${found}: not supported by this version of Peapod: ${instead}`);
  }
  spec.volumes?.forEach((volume, i) => {
    for (const kind of Object.keys(volume)) {
      if (!supportedVolumes.has(kind)) {
        warnings.push(`${at}.volumes[${i}].${kind}: not supported by this version of Peapod: the Pod will not start`);
      }
    }
  });
  return warnings;
}

/** The paths of what is set. */
function find(value: unknown, path: readonly string[], at: string, wanted: unknown): string[] {
  const [head, ...rest] = path;
  if (head === undefined) return isSet(value) && (wanted === undefined || value === wanted) ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  const list = head.endsWith('[*]');
  const name = list ? head.slice(0, -3) : head;
  const next = (value as Readonly<Record<string, unknown>>)[name];
  if (!list) return find(next, rest, `${at}.${name}`, wanted);
  return Array.isArray(next) ? next.flatMap((item, i) => find(item, rest, `${at}.${name}[${i}]`, wanted)) : [];
}

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0);
