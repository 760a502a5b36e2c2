/** `peapod expose`. */
import type { PodSpec, Service } from '../../api/core/v1.ts';
import { services } from '../../machinery/resources.ts';
import { changePrinter, checked } from '../change/createOne.ts';
import { dryRunFlag, dryRunOf, fieldManagerFlag, saveConfigFlag } from '../change/flags.ts';
import { goForm } from '../change/goForm.ts';
import { withLastApplied } from '../change/lastApplied.ts';
import { findObjects, forEachFound, type Found } from '../change/objects.ts';
import { overridden, overrideFlags } from '../change/overrides.ts';
import { create } from '../change/requests.ts';
import { exposedService, portsOfPod, portsOfService } from '../generate/exposedService.ts';
import { CommandError, messageOf, throwAll } from '../kube/errors.ts';
import { stringFlag } from '../kube/flags.ts';
import { objectAt, valueAt, type JsonObject } from '../kube/json.ts';
import { filenameFlags, outputFlags } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...outputFlags,
  ...filenameFlags('identifying the resource to expose a service'),
  ...dryRunFlag,
  ...saveConfigFlag,
  ...fieldManagerFlag('kubectl-expose'),
  ...overrideFlags,
  'cluster-ip': stringFlag(
    "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
  ),
  'external-ip': stringFlag(
    'Additional external IP address (not managed by Kubernetes) to accept for the service. If this IP is routed to a node, the service can be accessed by this IP in addition to its generated service IP.',
  ),
  labels: stringFlag('Labels to apply to the service created by this call.', { short: 'l' }),
  'load-balancer-ip': stringFlag(
    'IP to assign to the LoadBalancer. If empty, an ephemeral IP will be created and used (cloud-provider specific).',
  ),
  name: stringFlag('The name for the newly created object.'),
  port: stringFlag('The port that the service should serve on. Copied from the resource being exposed, if unspecified'),
  protocol: stringFlag("The network protocol for the service to be created. Default is 'TCP'."),
  selector: stringFlag(
    'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the replication controller or replica set.)',
  ),
  'session-affinity': stringFlag(
    "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
  ),
  'target-port': stringFlag(
    'Name or number for the port on the container that the service should direct traffic to. Optional.',
  ),
  type: stringFlag(
    "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
  ),
};

export default defineVerb({
  name: 'expose',
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  usage:
    'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  description: `Expose a resource as a new Kubernetes service.

 Of a deployment, service, replica set, replication controller or pod, the selector becomes the selector of a new service
on the given port; without --port, on every port that it has. Its labels become the service's.

Possible resources include (case insensitive):

 pod (po), service (svc), replicationcontroller (rc), deployment (deploy), replicaset (rs)`,
  examples: `# On port 80, which goes to port 8000 of the containers
peapod expose deployment web --port=80 --target-port=8000

# A Pod, under a name of its own
peapod expose pod web-0 --port=444 --name=frontend

# On every node as well
peapod expose deployment web --type=NodePort --port=80`,
  flags,
  async run(context) {
    const { flags: values, args, session } = context;
    const dryRun = checked(() => dryRunOf(values['dry-run']));
    const printer = await changePrinter(values, 'exposed', dryRun, dryRun === 'client' ? 'as it is' : 'by name');
    const { namespace, namespaceGiven } = await session.settings();
    const { filename, kustomize, recursive } = values;
    const objects = await findObjects(session, { args, filename, kustomize, recursive });
    const failed = await forEachFound(objects, async (one) => {
      const service = overridden(serviceOf(context, one), values.overrides, values['override-type']);
      let result: JsonObject = goForm(
        namespaceGiven && dryRun === 'client' ? { ...service, metadata: { ...service.metadata, namespace } } : service,
      );
      if (dryRun !== 'client') {
        if (values['save-config']) result = withLastApplied(result);
        result = await create(await session.connection(), { resource: services, namespace }, result, {
          dryRun,
          fieldManager: values['field-manager'],
        });
      }
      process.stdout.write(printer.print(result));
    });
    throwAll(failed);
  },
});

function serviceOf({ flags: values }: VerbContext<typeof flags>, one: Found): Service {
  const known = ['pods', 'services', 'replicationcontrollers', 'deployments', 'replicasets'];
  const { group, resource, kind } = one.resource;
  if (!known.includes(resource) || (group !== '' && group !== 'apps'))
    throw new CommandError(`cannot expose a ${group === '' ? kind : `${kind}.${group}`}`);
  const protocols = portsOf(one);
  const headless = values['cluster-ip'] === 'None';
  const selector = values.selector || selectorOf(one);
  const ports = values.port ? values.port.split(',') : [...protocols.keys()];
  if (ports.length === 0 && !headless) throw new CommandError("couldn't find port via --port flag or introspection");
  const labels =
    values.labels ||
    Object.entries(objectAt(one.object, 'metadata', 'labels'))
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',');
  return checked(() =>
    exposedService(values.name || one.name.slice(0, 63), {
      selector,
      labels,
      ports,
      protocol: values.protocol,
      protocols,
      targetPort: values['target-port'],
      type: values.type,
      externalIP: values['external-ip'],
      loadBalancerIP: values['load-balancer-ip'],
      sessionAffinity: values['session-affinity'],
      clusterIP: values['cluster-ip'],
    }),
  );
}

/** What the kinds that can be exposed have in common; a named seam: the server answers with the kind that was asked for. */
function portsOf({ resource, object }: Found): Map<string, string[]> {
  if (resource.resource === 'services') return portsOfService(object);
  const spec = resource.resource === 'pods' ? object.spec : valueAt(object, 'spec', 'template', 'spec');
  return portsOfPod(spec as PodSpec | undefined);
}

function selectorOf({ resource, object }: Found): string {
  const failing = (why: string): CommandError =>
    new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
  const text = (labels: JsonObject): string =>
    Object.entries(labels)
      .map(([key, value]) => `${key}=${String(value)}`)
      .sort()
      .join(',');
  switch (resource.resource) {
    case 'pods': {
      const labels = objectAt(object, 'metadata', 'labels');
      if (Object.keys(labels).length === 0) throw failing('the pod has no labels and cannot be exposed');
      return text(labels);
    }
    case 'services':
    case 'replicationcontrollers': {
      const selector = objectAt(object, 'spec', 'selector');
      if (resource.resource === 'services' && Object.keys(selector).length === 0)
        throw failing('the service has no pod selector set');
      return text(selector);
    }
    default: {
      const selector = objectAt(object, 'spec', 'selector');
      if (valueAt(selector, 'matchExpressions') !== undefined)
        throw failing(
          `couldn't convert expressions - "${messageOf(JSON.stringify(selector.matchExpressions))}" to map-based selector format`,
        );
      return text(objectAt(selector, 'matchLabels'));
    }
  }
}
