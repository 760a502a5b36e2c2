/** Rules of Services. */
import type { Service, ServicePort, ServiceSpec } from '../../../api/core/v1.ts';
import {
  complaintsAbout,
  duplicate,
  forbiddenField,
  invalidValue,
  Literal,
  path,
  required,
} from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { goIntOrString, goQuote, goStrings } from '../../../machinery/goText.ts';
import { validateCidr, validateIp } from '../../../machinery/ip.ts';
import { validateLabels } from '../../../machinery/labels.ts';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { validatePortNumber, validatePortNumberOrName } from '../pods/validation/ports.ts';
import { isHeadless, needsClusterIp } from './serviceDefaults.ts';

const at = path('spec');
const affinityAtMost = 86_400;

export function validateService(service: Service): FieldError[] {
  const { spec } = service;
  if (!spec) return [required(at)];
  const { ports = [], type = '' } = spec;
  const errors: FieldError[] = [];
  if (ports.length === 0 && !isHeadless(service) && type !== 'ExternalName') errors.push(required(at.child('ports')));
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(service)) {
    errors.push(invalidValue(at.child('clusterIPs').index(0), 'None', `may not be set to 'None' for ${type} services`));
  }
  if (type === 'ExternalName') errors.push(...validateExternalName(spec));
  errors.push(...validatePorts(spec));
  if (spec.selector) errors.push(...validateLabels(spec.selector, at.child('selector')));
  errors.push(...validateAffinity(spec), ...validateAddresses(service));
  spec.externalIPs?.forEach((ip, i) => errors.push(...validateIp(ip, at.child('externalIPs').index(i))));
  if (type === '') errors.push(required(at.child('type')));
  return [...errors, ...validateByType(spec)];
}

function validateExternalName(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.clusterIP || spec.clusterIPs?.length)
    errors.push(forbiddenField(at.child('clusterIPs'), 'may not be set for ExternalName services'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required(at.child('externalName')));
  else errors.push(...complaintsAbout(at.child('externalName'), name, isDNS1123Subdomain(name)));
  return errors;
}

function validatePorts({ ports = [], type }: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  const pairs = new Set<string>();
  const nodePorts = new Set<string>();
  ports.forEach((port, i) => {
    const here = at.child('ports').index(i);
    errors.push(...validatePort(port, ports.length > 1, names, here));
    const pair = `${port.protocol ?? ''}/${port.port}`;
    if (pairs.has(pair)) errors.push(duplicate(here, new Literal(goServicePort(port))));
    pairs.add(pair);
    if (!port.nodePort) return;
    if (type === 'ClusterIP')
      errors.push(forbiddenField(here.child('nodePort'), "may not be used when `type` is 'ClusterIP'"));
    const nodePort = `${port.protocol ?? ''}/${port.nodePort}`;
    if (nodePorts.has(nodePort)) errors.push(duplicate(here.child('nodePort'), port.nodePort));
    nodePorts.add(nodePort);
  });
  return errors;
}

const goServicePort = ({ protocol, port }: ServicePort): string =>
  `core.ServicePort{Name:"", Protocol:${goQuote(protocol ?? '')}, ` +
  `AppProtocol:(*string)(nil), Port:${port}, TargetPort:${goIntOrString(0)}, NodePort:0}`;

function validatePort(port: ServicePort, nameIsRequired: boolean, names: Set<string>, here: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (!port.name) {
    if (nameIsRequired) errors.push(required(here.child('name')));
  } else {
    errors.push(...complaintsAbout(here.child('name'), port.name, isDNS1123Label(port.name)));
    if (names.has(port.name)) errors.push(duplicate(here.child('name'), port.name));
    names.add(port.name);
  }
  errors.push(...validatePortNumber(port.port, here.child('port')));
  if (!port.protocol) errors.push(required(here.child('protocol')));
  if (port.targetPort !== undefined)
    errors.push(...validatePortNumberOrName(port.targetPort, here.child('targetPort')));
  if (port.appProtocol)
    errors.push(...complaintsAbout(here.child('appProtocol'), port.appProtocol, isQualifiedName(port.appProtocol)));
  return errors;
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  if (!sessionAffinity) return [required(at.child('sessionAffinity'))];
  if (sessionAffinity !== 'ClientIP') return [];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
  return seconds > 0 && seconds <= affinityAtMost
    ? []
    : [
        invalidValue(
          at.child('sessionAffinityConfig', 'clientIP', 'timeoutSeconds'),
          seconds,
          `must be greater than 0 and less than ${affinityAtMost}`,
        ),
      ];
}

/** Addresses and families, on a cluster of IPv4 alone. */
function validateAddresses(service: Service): FieldError[] {
  const { spec } = service;
  if (!spec || !needsClusterIp(service)) return [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const errors: FieldError[] = [];
  if (clusterIPs.length && clusterIPs[0] !== clusterIP) {
    errors.push(
      invalidValue(
        at.child('clusterIPs').index(0),
        new Literal(goStrings(clusterIPs)),
        'first value must match `clusterIP`',
      ),
    );
  }
  clusterIPs.forEach((ip, i) => {
    if (ip === 'None') {
      if (i > 0 || clusterIPs.length > 1) {
        errors.push(
          invalidValue(
            at.child('clusterIPs'),
            new Literal(goStrings(clusterIPs)),
            "'None' must be the first and only value",
          ),
        );
      }
    } else errors.push(...validateIp(ip, at.child('clusterIPs').index(i)));
  });
  if (clusterIPs.length > 1 && !errors.length)
    errors.push(
      invalidValue(at.child('clusterIPs'), new Literal(goStrings(clusterIPs)), 'may only hold up to 1 values'),
    );
  const anyFamily = isHeadless(service) && Object.keys(spec.selector ?? {}).length === 0;
  if (anyFamily) return errors;
  ipFamilies.forEach((family, i) => {
    if (family === 'IPv6')
      errors.push(invalidValue(at.child('ipFamilies').index(i), family, 'not configured on this cluster'));
  });
  if (ipFamilyPolicy === 'RequireDualStack') {
    errors.push(
      invalidValue(
        at.child('ipFamilyPolicy'),
        ipFamilyPolicy,
        'this cluster is not configured for dual-stack services',
      ),
    );
  }
  return errors;
}

function validateByType(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const { type, externalTrafficPolicy, healthCheckNodePort, loadBalancerSourceRanges = [] } = spec;
  const external =
    type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && !!spec.externalIPs?.length);
  if (external && !externalTrafficPolicy) errors.push(required(at.child('externalTrafficPolicy')));
  if (!external && externalTrafficPolicy) {
    errors.push(
      invalidValue(
        at.child('externalTrafficPolicy'),
        externalTrafficPolicy,
        'may only be set for externally-accessible services',
      ),
    );
  }
  if (healthCheckNodePort && !(type === 'LoadBalancer' && externalTrafficPolicy === 'Local')) {
    errors.push(
      invalidValue(
        at.child('healthCheckNodePort'),
        healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    );
  }
  if (loadBalancerSourceRanges.length && type !== 'LoadBalancer') {
    errors.push(forbiddenField(at.child('loadBalancerSourceRanges'), "may only be used when `type` is 'LoadBalancer'"));
  }
  loadBalancerSourceRanges.forEach((range, i) =>
    errors.push(...validateCidr(range, at.child('loadBalancerSourceRanges').index(i))),
  );
  if (spec.allocateLoadBalancerNodePorts !== undefined && type !== 'LoadBalancer') {
    errors.push(
      forbiddenField(at.child('allocateLoadBalancerNodePorts'), "may only be used when `type` is 'LoadBalancer'"),
    );
  }
  if (spec.loadBalancerClass !== undefined) {
    if (type !== 'LoadBalancer')
      errors.push(forbiddenField(at.child('loadBalancerClass'), "may only be used when `type` is 'LoadBalancer'"));
    else
      errors.push(
        ...complaintsAbout(
          at.child('loadBalancerClass'),
          spec.loadBalancerClass,
          isQualifiedName(spec.loadBalancerClass),
        ),
      );
  }
  if (spec.internalTrafficPolicy === undefined && type !== 'ExternalName')
    errors.push(required(at.child('internalTrafficPolicy')));
  return errors;
}

export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const errors: FieldError[] = [];
  if (needsClusterIp(service) && needsClusterIp(old)) {
    const now = service.spec?.clusterIPs ?? [];
    const [first] = old.spec?.clusterIPs ?? [];
    if (first !== undefined && now[0] !== first) {
      errors.push(
        invalidValue(at.child('clusterIPs').index(0), new Literal(goStrings(now)), 'may not change once set'),
      );
    }
    const [family] = old.spec?.ipFamilies ?? [];
    if (family !== undefined && service.spec?.ipFamilies?.[0] !== family) {
      errors.push(
        invalidValue(
          at.child('ipFamilies').index(0),
          new Literal(goStrings(service.spec?.ipFamilies ?? [])),
          'may not change once set',
        ),
      );
    }
  }
  if (service.spec?.type === 'LoadBalancer' && old.spec?.type === 'LoadBalancer') {
    errors.push(
      ...validateImmutable(service.spec.loadBalancerClass, old.spec.loadBalancerClass, at.child('loadBalancerClass')),
    );
  }
  return [...errors, ...validateService(service)];
}
