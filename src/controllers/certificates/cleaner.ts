/**
 * Deletes certificate signing requests that are of no more use (upstream's csrcleaner): an hour after they were issued,
 * denied or failed, a day after nobody decided, and when the certificate has ended.
 */
import type { CertificateSigningRequest } from '../../api/certificates/v1.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { certificateSigningRequests } from '../../machinery/resources.ts';
import type { Controller } from '../controller.ts';
import { certificateController, hasCondition } from './controller.ts';

const hour = 60 * 60_000;
const afterDecision = hour;
const undecided = 24 * hour;

export const certificateCleaner: Controller = certificateController('certificatesigningrequest-cleaner-controller', {
  concerns: () => true,
  async reconcile({ client }, csr) {
    const wait = endOfUse(csr) - Date.now();
    if (wait > 0) return { requeueAfter: wait };
    const { name, uid } = csr.metadata;
    await client
      .resource(certificateSigningRequests)
      .delete(name, undefined, { preconditions: { uid } })
      .catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    return undefined;
  },
});

function endOfUse(csr: Stored<CertificateSigningRequest>): number {
  const created = Date.parse(csr.metadata.creationTimestamp);
  const decided = (csr.status?.conditions ?? []).map(
    ({ lastUpdateTime }) => Date.parse(lastUpdateTime ?? '') || created,
  );
  if (decided.length === 0) return created + undecided;
  const isOver = hasCondition(csr, 'Denied') || hasCondition(csr, 'Failed') || !!csr.status?.certificate;
  return isOver ? Math.max(...decided) + afterDecision : created + undecided;
}
