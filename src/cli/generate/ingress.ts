/** Ingresses as `create ingress` makes them. */
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressTLS,
  ServiceBackendPort,
} from '../../api/networking/v1.ts';
import { intOrStringOf } from './intOrString.ts';

export interface IngressOptions {
  readonly ingressClass: string;
  /** 'svc:port'. */
  readonly defaultBackend: string;
  /** 'host/path=svc:port[,tls[=secret]]'. */
  readonly rules: readonly string[];
  /** 'key=value'. */
  readonly annotations: readonly string[];
}

const ruleForm = /^[\w*.-]*\/.*=[\w-]+:[\w-]+(,tls=?([\w-]+)?)?/;

export function ingress(name: string, options: IngressOptions): Ingress {
  const { ingressClass, defaultBackend, rules, annotations } = options;
  check(options);
  const tls = tlsOf(rules);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations.map(pairOf)) }),
    },
    spec: {
      ...(defaultBackend && { defaultBackend: backendOf(defaultBackend) }),
      ...(ingressClass && { ingressClassName: ingressClass }),
      ...(rules.length > 0 && { rules: rulesOf(rules) }),
      ...(tls.length > 0 && { tls }),
    },
  };
}

function check({ defaultBackend, rules, annotations }: IngressOptions): void {
  if (defaultBackend === '' && rules.length === 0)
    throw new Error(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  for (const rule of rules) {
    if (!ruleForm.test(rule))
      throw new Error(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  }
  for (const annotation of annotations) {
    if (!annotation.includes('='))
      throw new Error(`annotation ${annotation} is invalid and should be in format key=[value]`);
  }
  if (defaultBackend !== '' && defaultBackend.split(':').length !== 2)
    throw new Error('default-backend should be in format servicename:serviceport');
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function backendOf(text: string): IngressBackend {
  const [name = '', port = ''] = text.split(':');
  const parsed = intOrStringOf(port);
  const of: ServiceBackendPort = typeof parsed === 'number' ? { number: parsed } : { name: parsed };
  return { service: { name, port: of } };
}

/** One rule a host, in the order in which hosts come first. */
function rulesOf(texts: readonly string[]): IngressRule[] {
  const rules: IngressRule[] = [];
  for (const text of texts) {
    const [bare = ''] = text.split(',');
    const slash = bare.indexOf('/');
    const host = bare.slice(0, slash);
    const path = pathOf(bare.slice(slash + 1));
    const same = rules.find((rule) => (rule.host ?? '') === host);
    if (same) same.http?.paths.push(path);
    else rules.push({ ...(host && { host }), http: { paths: [path] } });
  }
  return rules;
}

function pathOf(text: string): HTTPIngressPath {
  const [tail = '', service = ''] = text.split('=');
  const path = `/${tail}`;
  const prefix = path.endsWith('*');
  return {
    backend: backendOf(service),
    path: prefix ? path.slice(0, -1) : path,
    pathType: prefix ? 'Prefix' : 'Exact',
  };
}

/** Hosts with the same secret share an entry. */
function tlsOf(texts: readonly string[]): IngressTLS[] {
  const entries: IngressTLS[] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const [bare = '', tls] = text.split(',');
    if (tls === undefined) continue;
    const [host = ''] = bare.split('/');
    if (seen.has(host)) continue;
    seen.add(host);
    const secret = tls.split('=')[1] ?? '';
    const same = entries.find((entry) => (entry.secretName ?? '') === secret);
    if (same) (same.hosts ??= []).push(host);
    else if (host || secret) entries.push({ ...(host && { hosts: [host] }), ...(secret && { secretName: secret }) });
  }
  return entries;
}
