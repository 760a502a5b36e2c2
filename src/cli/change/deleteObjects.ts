/** Deleting what targets name, as `delete`, `replace --force` and `run --rm` do. */
import { ApiError, isNotFound } from '../../machinery/apiError.ts';
import type { Resource } from '../../machinery/resource.ts';
import { qualifiedKind } from '../kube/mapper.ts';
import { objectAt, textAt } from '../kube/json.ts';
import type { Session } from '../kube/session.ts';
import { drySuffix } from './createOne.ts';
import type { DryRun } from './flags.ts';
import { remove, type DeleteRequest } from './requests.ts';
import { whileDoing } from './sourceError.ts';
import { forever, waitDeleted } from './waitDeleted.ts';

export interface Doomed {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  /** The file that names it. */
  readonly source?: string | undefined;
}

export interface DeleteChoices {
  readonly gracePeriod: number;
  readonly propagationPolicy: NonNullable<DeleteRequest['propagationPolicy']>;
  readonly dryRun: DryRun;
  readonly ignoreNotFound: boolean;
  readonly wait: boolean;
  /** Milliseconds; 0 for no end. */
  readonly timeout: number;
  /** 'name' prints 'pod/web' alone. */
  readonly output: string;
  readonly quiet?: boolean;
}

/** What went wrong, each; what could be deleted is, and is waited for when nothing went wrong. */
export async function deleteObjects(
  session: Session,
  doomed: readonly Doomed[],
  choices: DeleteChoices,
): Promise<readonly unknown[]> {
  const connection = await session.connection();
  const errors: unknown[] = [];
  const gone: { readonly doomed: Doomed; readonly uid: string }[] = [];
  const request: DeleteRequest = {
    propagationPolicy: choices.propagationPolicy,
    ...(choices.gracePeriod >= 0 && { gracePeriodSeconds: choices.gracePeriod }),
    ...(choices.dryRun === 'server' && { dryRun: ['All'] }),
  };
  for (const one of doomed) {
    try {
      if (choices.dryRun !== 'client') {
        const answer = await remove(connection, one, one.name, request);
        const uid = textAt(answer, 'kind') === 'Status' ? textAt(objectAt(answer, 'details'), 'uid') : '';
        gone.push({ doomed: one, uid: uid || textAt(answer, 'metadata', 'uid') });
      }
      if (!choices.quiet) process.stdout.write(lineOf(one, choices));
    } catch (error) {
      if (choices.ignoreNotFound && isNotFound(error)) continue;
      errors.push(one.source ? whileDoing(error, 'deleting', one.source) : error);
    }
  }
  if (errors.length > 0 || !choices.wait || choices.dryRun !== 'none') return errors;
  for (const { doomed: one, uid } of gone) {
    try {
      await waitDeleted(connection, one, one.name, { uid, timeout: choices.timeout || forever });
    } catch (error) {
      if (error instanceof ApiError && (error.reason === 'Forbidden' || error.reason === 'MethodNotAllowed')) continue;
      errors.push(error);
    }
  }
  return errors;
}

function lineOf({ resource, name }: Doomed, { output, gracePeriod, dryRun }: DeleteChoices): string {
  if (output === 'name') return `${qualifiedKind(resource)}/${name}\n`;
  const operation = gracePeriod === 0 ? 'force deleted' : 'deleted';
  return `${qualifiedKind(resource)} "${name}" ${operation}${drySuffix(dryRun)}\n`;
}
