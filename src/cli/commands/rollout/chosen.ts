/** What every `rollout` verb begins with: the objects, and whether their kind has rollouts. */
import { CommandError } from '../../kube/errors.ts';
import { filenameFlags, selectorFlag } from '../../kube/selectionFlags.ts';
import type { FlagValues } from '../../kube/flags.ts';
import { findObjects, type FoundObjects } from '../../change/objects.ts';
import type { Session } from '../../kube/session.ts';

export const chosenFlags = { ...filenameFlags('identifying the resource to get from a server.'), ...selectorFlag };

export async function chosen(
  session: Session,
  args: readonly string[],
  values: FlagValues<typeof chosenFlags>,
): Promise<FoundObjects> {
  if (args.length === 0 && values.filename.length === 0 && values.kustomize === '')
    throw new CommandError('required resource not specified');
  return findObjects(session, {
    args,
    ...values,
    all: args.length === 1 && !args[0]?.includes('/') && values.selector === '',
  });
}

export type RolloutKind = 'Deployment' | 'DaemonSet' | 'StatefulSet';

export const hasRollouts = (kind: string, group: string): kind is RolloutKind =>
  group === 'apps' && (kind === 'Deployment' || kind === 'DaemonSet' || kind === 'StatefulSet');
