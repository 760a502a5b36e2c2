/** Ingresses. */
import type { Ingress, IngressBackend, HTTPIngressPath } from '../../../api/networking/v1.ts';
import { complaintsAbout, invalidValue, notSupported, path, required } from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { parseIp } from '../../../machinery/ip.ts';
import {
  isDNS1035Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  isValidPortName,
  isValidPortNumber,
} from '../../../machinery/names.ts';
import { ingresses } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, orNone } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { firstGeneration, keepStatus, raiseGeneration, statusSubresource } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const at = path('spec');
const classAnnotation = 'kubernetes.io/ingress.class';
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const sequences = ['//', '/./', '/../', '%2f', '%2F'];
const suffixes = ['/..', '/.'];
const wildcardExpression = /^\*(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

function validate({ spec }: Ingress): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec?.rules?.length && !spec?.defaultBackend)
    errors.push(invalidValue(at, spec?.rules ?? [], 'either `defaultBackend` or `rules` must be specified'));
  if (spec?.defaultBackend) errors.push(...validateBackend(spec.defaultBackend, at.child('defaultBackend')));
  spec?.rules?.forEach(({ host = '', http }, i) => {
    const here = at.child('rules').index(i);
    if (host) errors.push(...validateHost(host, here.child('host'), true));
    if (!http) return;
    if (http.paths.length === 0) errors.push(required(here.child('http', 'paths')));
    http.paths.forEach((each, j) => errors.push(...validatePath(each, here.child('http', 'paths').index(j))));
  });
  spec?.tls?.forEach(({ hosts = [], secretName }, i) => {
    const here = at.child('tls').index(i);
    hosts.forEach((host, j) => errors.push(...validateHost(host, here.child('hosts').index(j), false)));
    if (secretName)
      errors.push(...complaintsAbout(here.child('secretName'), secretName, isDNS1123Subdomain(secretName)));
  });
  const name = spec?.ingressClassName;
  if (name !== undefined) errors.push(...complaintsAbout(at.child('ingressClassName'), name, isDNS1123Subdomain(name)));
  return errors;
}

function validateHost(host: string, here: FieldPath, rule: boolean): FieldError[] {
  if (rule && parseIp(host)) return [invalidValue(here, host, 'must be a DNS name, not an IP address')];
  if (!host.includes('*')) return complaintsAbout(here, host, isDNS1123Subdomain(host));
  return wildcardExpression.test(host)
    ? []
    : [
        invalidValue(
          here,
          host,
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of " +
            "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', " +
            "regex used for validation is '\\*(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+')",
        ),
      ];
}

function validatePath({ path: text = '', pathType, backend }: HTTPIngressPath, here: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const pathAt = here.child('path');
  // An absent field reaches here as undefined, though the type says that it is required.
  const type: string | undefined = pathType;
  if (!type) errors.push(required(here.child('pathType'), 'pathType must be specified'));
  else if (type === 'Exact' || type === 'Prefix') {
    if (!text.startsWith('/')) errors.push(invalidValue(pathAt, text, 'must be an absolute path'));
    if (text !== '') {
      for (const each of sequences)
        if (text.includes(each)) errors.push(invalidValue(pathAt, text, `must not contain '${each}'`));
      for (const each of suffixes)
        if (text.endsWith(each)) errors.push(invalidValue(pathAt, text, `cannot end with '${each}'`));
    }
  } else if (type === 'ImplementationSpecific') {
    if (text !== '' && !text.startsWith('/')) errors.push(invalidValue(pathAt, text, 'must be an absolute path'));
  } else {
    errors.push(notSupported(here.child('pathType'), type, pathTypes));
  }
  return [...errors, ...validateBackend(backend, here.child('backend'))];
}

function validateBackend({ service, resource }: IngressBackend, here: FieldPath): FieldError[] {
  if (resource && service) return [invalidValue(here, '', 'cannot set both resource and service backends')];
  if (resource) {
    const { apiGroup, kind, name } = resource;
    const resourceAt = here.child('resource');
    const errors: FieldError[] =
      apiGroup === undefined
        ? []
        : complaintsAbout(resourceAt.child('apiGroup'), apiGroup, isDNS1123Subdomain(apiGroup));
    if (kind === '') errors.push(required(resourceAt.child('kind')));
    else errors.push(...complaintsAbout(resourceAt.child('kind'), kind, isPathSegmentName(kind)));
    if (name === '') errors.push(required(resourceAt.child('name')));
    else errors.push(...complaintsAbout(resourceAt.child('name'), name, isPathSegmentName(name)));
    return errors;
  }
  if (!service) return [required(here, 'either resource or service must be set')];
  const errors: FieldError[] = [];
  const nameAt = here.child('service', 'name');
  if (service.name === '') errors.push(required(nameAt));
  else errors.push(...complaintsAbout(nameAt, service.name, isDNS1035Label(service.name)));
  const { name = '', number = 0 } = service.port ?? {};
  const portAt = here.child('service', 'port');
  if (name !== '' && number !== 0) errors.push(invalidValue(here, '', 'cannot set both port name & port number'));
  else if (name !== '') errors.push(...complaintsAbout(portAt.child('name'), name, isValidPortName(name)));
  else if (number !== 0)
    errors.push(...isValidPortNumber(number).map((text) => invalidValue(portAt.child('number'), number, text)));
  else errors.push(required(here, 'port name or number is required'));
  return errors;
}

/** On creation alone: the old annotation and the new field exclude each other. */
function validateClass({ metadata, spec }: Ingress): FieldError[] {
  const annotated = metadata?.annotations?.[classAnnotation] !== undefined;
  return annotated && spec?.ingressClassName !== undefined
    ? [
        invalidValue(
          path('annotations').child(classAnnotation),
          metadata.annotations?.[classAnnotation],
          'can not be set when the class field is also set',
        ),
      ]
    : [];
}

function hostsText({ spec }: Ingress): string {
  const hosts = (spec?.rules ?? []).flatMap(({ host }) => (host ? [host] : []));
  if (hosts.length === 0) return '*';
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',');
}

const addressOf = ({ status }: Ingress): string =>
  [...new Set((status?.loadBalancer?.ingress ?? []).map((each) => each.ip || each.hostname || '').filter(Boolean))]
    .sort()
    .join(',');

export const ingressRegistration = registration<Ingress>({
  resource: ingresses,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Class', 'string', 'Its class.'),
      column('Hosts', 'string', 'Hosts that it routes.'),
      column('Address', 'string', 'Where it takes traffic.'),
      column('Ports', 'string', 'Ports that it takes traffic on.'),
      ageColumn,
    ],
    row: (each, now) => [
      nameOf(each),
      orNone(each.spec?.ingressClassName ?? each.metadata?.annotations?.[classAnnotation]),
      hostsText(each),
      addressOf(each),
      each.spec?.tls?.length ? '80, 443' : '80',
      ageOf(each, now),
    ],
  },
  strategy: {
    prepareForCreate(each) {
      each.status = { loadBalancer: {} };
      firstGeneration(each);
    },
    prepareForUpdate(each, old) {
      keepStatus(each, old);
      raiseGeneration(each, old);
    },
    validate: (each) => [...validate(each), ...validateClass(each)],
    validateUpdate: validate,
    warnings: (each, old) => [
      ...notActedUpon('Ingress')(each, old),
      ...(old === undefined && each.metadata?.annotations?.[classAnnotation] !== undefined
        ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
        : []),
    ],
    unconditionalUpdate: true,
  },
  subresources: { status: statusSubresource<Ingress>() },
});
