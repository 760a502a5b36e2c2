/** What to type to go on with an object in a terminal. */
import type { Pod, Service } from '../../api/core/v1.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { nameOfKind } from '../client/kind.ts';
import type { Target } from '../client/actions.ts';

export interface Command {
  readonly purpose: string;
  readonly command: string;
}

export function commandsFor({ kind, namespace, name }: Target, object: KubeObject): Command[] {
  const scope = namespace === '' ? '' : ` -n ${namespace}`;
  const resource = nameOfKind(kind);
  const typed = kind.kind === 'Pod' ? name : `${resource}/${name}`;
  const found: Command[] = [
    { purpose: 'look at it', command: `kubectl get ${resource} ${name}${scope} -o yaml` },
    { purpose: 'with its events', command: `kubectl describe ${resource} ${name}${scope}` },
  ];
  const hasPods = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'].includes(kind.kind);
  if (hasPods) {
    found.push(
      { purpose: 'follow its log', command: `kubectl logs -f ${typed}${scope} --all-containers` },
      { purpose: 'a shell in it', command: `kubectl exec -it ${typed}${scope} -- sh` },
    );
  }
  const port = portOf(object);
  if ((hasPods || kind.kind === 'Service') && port !== undefined)
    found.push({
      purpose: `its port ${port} on this machine`,
      command: `kubectl port-forward ${kind.kind === 'Pod' ? `pod/${name}` : typed}${scope} ${localPort(port)}:${port}`,
    });
  if (['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind.kind))
    found.push({ purpose: 'wait until it is rolled out', command: `kubectl rollout status ${typed}${scope}` });
  if (kind.kind === 'Node')
    found.push({
      purpose: 'move its Pods elsewhere',
      command: `kubectl drain ${name} --ignore-daemonsets --delete-emptydir-data`,
    });
  return [...found, { purpose: 'what is wrong with it', command: `peapod why ${resource} ${name}${scope}` }];
}

/** The first port of a Service, of a Pod, or of a workload's Pods. */
function portOf(object: KubeObject): number | undefined {
  // A named seam: which of these fields there are follows from the kind.
  const { spec } = object as { spec?: Pod['spec'] & Service['spec'] & { template?: { spec?: Pod['spec'] } } };
  const containers = spec?.template?.spec?.containers ?? spec?.containers ?? [];
  return spec?.ports?.[0]?.port ?? containers.flatMap((c) => c.ports ?? [])[0]?.containerPort;
}

/** Ports below this are for the administrator alone. */
const firstFreePort = 1024;
const localPort = (port: number): number => (port < firstFreePort ? port + 8000 : port);
