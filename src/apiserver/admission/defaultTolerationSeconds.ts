/** A Pod stays five minutes on a node that is not ready or not reachable, unless it says otherwise ("DefaultTolerationSeconds"). */
import type { Toleration } from '../../api/core/v1.ts';
import { pods } from '../../machinery/resources.ts';
import type { AdmissionPlugin } from '../registration.ts';
import { isFor, podOf } from './requests.ts';

const seconds = 300;
const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

export const defaultTolerationSeconds: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  handles: (request) => (request.operation === 'CREATE' || request.operation === 'UPDATE') && isFor(request, pods),
  admit(request) {
    const { spec } = podOf(request);
    if (!spec) return;
    const there = spec.tolerations ?? [];
    const missing = keys.filter((key) => !there.some((t) => tolerates(t, key)));
    if (missing.length === 0) return;
    spec.tolerations = [
      ...there,
      ...missing.map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds })),
    ];
  },
};

const tolerates = ({ key, effect }: Toleration, wanted: string): boolean =>
  (key === wanted || !key) && (effect === 'NoExecute' || !effect);
