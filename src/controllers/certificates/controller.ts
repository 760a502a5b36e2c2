/** What the controllers of certificate signing requests have in common: each looks at requests that concern it. */
import type { CertificateSigningRequest } from '../../api/certificates/v1.ts';
import type { ReconcileResult } from '../../client/runWorkers.ts';
import { runWorkers } from '../../client/runWorkers.ts';
import { WorkQueue } from '../../client/workQueue.ts';
import type { Stored } from '../../machinery/object.ts';
import { certificateSigningRequests } from '../../machinery/resources.ts';
import type { Controller, ControllerContext } from '../controller.ts';

type Request = Stored<CertificateSigningRequest>;

interface Work {
  readonly concerns: (csr: Request) => boolean;
  readonly reconcile: (context: ControllerContext, csr: Request) => Promise<ReconcileResult>;
}

export const hasCondition = ({ status }: CertificateSigningRequest, type: string): boolean =>
  status?.conditions?.some((each) => each.type === type) ?? false;

export const isDecided = (csr: CertificateSigningRequest): boolean =>
  hasCondition(csr, 'Approved') || hasCondition(csr, 'Denied');

export function certificateController(name: string, { concerns, reconcile }: Work): Controller {
  return {
    name,
    serviceAccount: 'certificate-controller',
    async start(context) {
      await using stack = new AsyncDisposableStack();
      const requests = context.informers.for(certificateSigningRequests);
      const queue = new WorkQueue();
      const look = (csr: Request): void => {
        if (concerns(csr)) queue.add(csr.metadata.name);
      };
      stack.use(requests.addHandler({ added: look, updated: look }));
      await requests.synced;
      stack.use(
        runWorkers(
          queue,
          2,
          async (key) => {
            const csr = requests.get(key);
            return csr && concerns(csr) ? reconcile(context, csr) : undefined;
          },
          context.log,
        ),
      );
      return stack.move();
    },
  };
}
