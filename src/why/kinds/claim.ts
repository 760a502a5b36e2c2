/** PersistentVolumeClaims that have no volume, and volumes that nobody may have. */
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/core/v1.ts';
import { isPodTerminal } from '../../machinery/pod.ts';
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../../machinery/resources.ts';
import type { Stored } from '../../machinery/object.ts';
import { selectedNode, waitsForConsumer } from '../../machinery/volumes.ts';
import { finding, type Finding, type Reference } from '../explanation.ts';
import { latest, type Investigation } from '../investigation.ts';
import type { KindExplainer } from '../kind.ts';
import { clause, command, inNamespace, listed, refOf, title } from '../words.ts';

export const claim: KindExplainer<PersistentVolumeClaim> = {
  resource: persistentVolumeClaims,
  async find(object, world) {
    const about = refOf(persistentVolumeClaims, object);
    const { phase } = object.status ?? {};
    if (object.metadata.deletionTimestamp) return inUse(about, world);
    if (phase === 'Bound') return [];
    if (phase === 'Lost')
      return [
        finding({
          cause: 'lost-claim',
          about,
          summary: `${title(about)} has lost its volume ${object.spec?.volumeName ?? ''}: it does not exist any more.`,
          advice: ['What it held is gone. Delete the claim and create it anew.'],
          commands: [command('delete', about)],
        }),
      ];
    return pending(object, about, world);
  },
  fine: ({ spec, status }) => `is bound to the volume ${spec?.volumeName ?? ''} (${status?.capacity?.storage ?? '?'})`,
};

async function pending(
  { metadata, spec }: Stored<PersistentVolumeClaim>,
  about: Reference,
  world: Investigation,
): Promise<Finding[]> {
  const className = spec?.storageClassName;
  const [classes, events] = await Promise.all([world.list(storageClasses), world.eventsOf(about)]);
  const names = classes.map((c) => c.metadata.name);
  const found = classes.find((c) => c.metadata.name === className);
  const failed = latest(events, 'ProvisioningFailed');
  if (className && !found)
    return [
      finding({
        cause: 'missing-storageclass',
        about,
        summary: `${title(about)} has no volume: its StorageClass ${className} does not exist.`,
        evidence: [
          names.length > 0 ? `there are ${listed(names)}` : 'there is no StorageClass at all',
          ...(failed?.message ? [failed.message] : []),
        ],
        advice: [
          'Create the StorageClass, or delete the claim and create it with one that exists; the field cannot be changed.',
        ],
        commands: ['kubectl get storageclasses'],
      }),
    ];
  if (!className)
    return [
      finding({
        cause: 'no-storageclass',
        about,
        summary: `${title(about)} has no volume: it names no StorageClass, and no PersistentVolume suits it.`,
        evidence: [
          latest(events, 'FailedBinding')?.message ?? `it asks for ${spec?.resources?.requests?.storage ?? '?'}`,
        ],
        advice: ['Create a PersistentVolume that suits, or a claim with a StorageClass.'],
        commands: ['kubectl get pv', 'kubectl get storageclasses'],
      }),
    ];
  if (failed)
    return [
      finding({
        cause: 'provisioning-failed',
        about,
        summary: `${title(about)} has no volume: its StorageClass ${className} could not make one: ${clause(failed.message?.replace(/^failed to provision volume with StorageClass "[^"]*": /, '') ?? '')}.`,
        evidence: [`provisioner: ${found?.provisioner ?? '?'}`],
        advice: ['Change the claim to what the provisioner can make, or choose another StorageClass.'],
        commands: [`kubectl describe storageclass ${className}`],
      }),
    ];
  if (waitsForConsumer(found) && metadata.annotations?.[selectedNode] === undefined)
    return [
      finding({
        cause: 'waits-for-consumer',
        verdict: 'waiting',
        about,
        summary: `${title(about)} waits for a Pod that uses it: its StorageClass ${className} makes volumes only then.`,
        advice: ['Nothing is wrong: start a Pod that uses it.'],
      }),
    ];
  return [
    finding({
      cause: 'provisioning',
      verdict: 'waiting',
      about,
      summary: `${title(about)} waits for ${found?.provisioner ?? 'its provisioner'} to make its volume.`,
      evidence: events.slice(0, 1).flatMap((e) => (e.message ? [`${e.reason ?? ''}: ${e.message}`] : [])),
    }),
  ];
}

/** A claim that is being deleted stays while Pods use it. */
async function inUse(about: Reference, world: Investigation): Promise<Finding[]> {
  // One that has no node yet, or is over, does not count: nothing of it holds the volume.
  const users = (await world.list(pods, about.namespace)).filter(
    (pod) =>
      pod.spec?.nodeName &&
      !isPodTerminal(pod) &&
      pod.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === about.name),
  );
  if (users.length === 0) return [];
  const names = users.map((p) => p.metadata.name);
  return [
    finding({
      cause: 'claim-in-use',
      verdict: 'waiting',
      about,
      summary: `${title(about)} is being deleted, and goes once ${listed(names.map((n) => `Pod ${n}`))} no longer ${names.length === 1 ? 'uses' : 'use'} it.`,
      commands: [`kubectl delete pod ${names.slice(0, 5).join(' ')}${inNamespace(about)}`],
    }),
  ];
}

export const volume: KindExplainer<PersistentVolume> = {
  resource: persistentVolumes,
  async find(object) {
    const about = refOf(persistentVolumes, object);
    const { phase, message } = object.status ?? {};
    const owner = object.spec?.claimRef;
    if (phase === 'Failed')
      return [
        finding({
          cause: 'volume-failed',
          about,
          summary: `${title(about)} is free of its claim, but could not be reclaimed: ${clause(message ?? '')}.`,
          advice: [
            'Nobody removes what is stored there: do it by hand, then delete the volume. Its policy Retain would ask for just that.',
          ],
          commands: [command('describe', about), command('delete', about)],
        }),
      ];
    if (phase !== 'Released') return [];
    return [
      finding({
        cause: 'volume-released',
        verdict: 'waiting',
        about,
        summary: `${title(about)} keeps the data of the claim ${owner?.namespace ?? ''}/${owner?.name ?? ''}, which is gone; no other claim gets it.`,
        advice: ['Save what is needed and delete it, or take its claimRef away to let another claim have it.'],
        commands: [command('patch', about, `-p '{"spec":{"claimRef":null}}'`)],
      }),
    ];
  },
  fine: ({ status, spec }) =>
    status?.phase === 'Bound'
      ? `is bound to the claim ${spec?.claimRef?.namespace ?? ''}/${spec?.claimRef?.name ?? ''}`
      : 'is available',
};
