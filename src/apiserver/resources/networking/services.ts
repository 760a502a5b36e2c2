/** Services. */
import type { Service, ServicePort } from '../../../api/core/v1.ts';
import { formatLabels } from '../../../machinery/labels.ts';
import { isDNS1035Label } from '../../../machinery/names.ts';
import { services } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import type { Registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, orNone, wide } from '../shared/columns.ts';
import { keepStatus, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { ServiceAllocation } from './serviceAllocation.ts';
import type { ServiceRanges } from './serviceAllocation.ts';
import { keepAllocated, setIpFamilies, setServiceDefaults, syncClusterIps } from './serviceDefaults.ts';
import { validateService, validateServiceUpdate } from './serviceValidation.ts';

function externalIpOf({ spec, status }: Service): string {
  const given = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return orNone(given.join(','));
    case 'LoadBalancer': {
      const balancers = [
        ...new Set((status?.loadBalancer?.ingress ?? []).map((each) => each.ip || each.hostname || '').filter(Boolean)),
      ].sort();
      return [...balancers, ...given].join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

const portText = ({ port, nodePort, protocol }: ServicePort): string =>
  `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? ''}`;

export function serviceRegistration(ranges: ServiceRanges): Registration {
  const allocation = new ServiceAllocation(ranges);
  return registration<Service>({
    resource: services,
    verbs: allVerbs,
    table: {
      columns: [
        nameColumn,
        column('Type', 'string', 'Who can reach the Service.'),
        column('Cluster-IP', 'string', 'Address inside the cluster.'),
        column('External-IP', 'string', 'Addresses outside the cluster.'),
        column('Port(s)', 'string', 'Ports, with node port and protocol.'),
        ageColumn,
        wide('Selector', 'string', 'Labels of the Pods that serve it.'),
      ],
      row: (service, now) => [
        nameOf(service),
        service.spec?.type ?? '',
        orNone(service.spec?.clusterIPs?.[0]),
        externalIpOf(service),
        orNone((service.spec?.ports ?? []).map(portText).join(',')),
        ageOf(service, now),
        formatLabels(service.spec?.selector),
      ],
    },
    strategy: {
      validateName: isDNS1035Label,
      setDefaults: setServiceDefaults,
      prepareForCreate(service) {
        if (service.spec) syncClusterIps(service.spec);
        setIpFamilies(service);
        service.status = { loadBalancer: {} };
      },
      prepareForUpdate(service, old) {
        keepAllocated(service, old);
        if (service.spec) syncClusterIps(service.spec);
        setIpFamilies(service);
        keepStatus(service, old);
      },
      validate: validateService,
      validateUpdate: validateServiceUpdate,
      warnings: ({ spec }) => [
        ...(spec?.trafficDistribution
          ? ['spec.trafficDistribution: this version of Peapod spreads traffic over all endpoints alike']
          : []),
        ...(spec?.loadBalancerIP
          ? ['spec.loadBalancerIP: this version of Peapod gives load balancers the addresses of the nodes']
          : []),
      ],
      reserve: (service, old, context) => allocation.reserve(service, old, context),
      afterDelete(service) {
        allocation.release(service);
        return Promise.resolve();
      },
      unconditionalUpdate: true,
    },
    selectableFields: ({ spec }) => ({ 'spec.clusterIP': spec?.clusterIP ?? '', 'spec.type': spec?.type ?? '' }),
    subresources: {
      status: statusSubresource<Service>(),
      proxy: {
        kind: 'connect',
        methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
        connector: 'serviceProxy',
      },
    },
  });
}
