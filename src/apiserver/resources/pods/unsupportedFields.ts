/**
 * Fields of a Pod's specification that this version accepts and does not honour yet. Whoever sets one is told so by a
 * warning. When the scheduler or the node agent learns a field, its line goes.
 */
import type { PodSpec } from '../../../api/core/v1.ts';
import { disabledFieldWarnings } from './disabledFields.ts';

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
  const notSupported = 'not supported by this version of Peapod';
  const users =
    spec.hostUsers === false ? [`${at}.hostUsers: ${notSupported}: its nodes make no user namespaces yet`] : [];
  const volumes = (spec.volumes ?? []).flatMap((volume, i) =>
    Object.keys(volume)
      .filter((kind) => !supportedVolumes.has(kind))
      .map((kind) => `${at}.volumes[${i}].${kind}: ${notSupported}: the Pod will not start`),
  );
  return [...disabledFieldWarnings(spec, at), ...users, ...volumes];
}
