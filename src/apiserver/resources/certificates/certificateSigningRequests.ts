/** CertificateSigningRequests: who asks is noted by the server; approval and signing are subresources with rights of their own. */
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
  CertificateSigningRequestStatus,
} from '../../../api/certificates/v1.ts';
import { parseCertificateRequest } from '../../../client/certificateRequest.ts';
import { humanDuration } from '../../../machinery/duration.ts';
import {
  duplicate,
  forbiddenField,
  invalidValue,
  notSupported,
  path,
  required,
} from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { isDNS1123Subdomain } from '../../../machinery/names.ts';
import { certificateSigningRequests } from '../../../machinery/resources.ts';
import { formatTime } from '../../../machinery/time.ts';
import type { RequestContext } from '../../registration.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { keep, keepStatus } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { keyUsages } from './keyUsages.ts';

const shortest = 600;

/** What is wrong with the request inside of an object that is being made: found before it is validated, as it takes time. */
const complaints = new WeakMap<CertificateSigningRequest, string>();

async function prepareForCreate(csr: CertificateSigningRequest, { user }: RequestContext): Promise<void> {
  const { request, signerName, expirationSeconds, usages } = csr.spec;
  csr.spec = {
    request,
    signerName,
    ...(expirationSeconds !== undefined && { expirationSeconds }),
    ...(usages && { usages }),
    username: user.name,
    ...(user.uid !== undefined && { uid: user.uid }),
    groups: [...user.groups],
    ...(user.extra && {
      extra: Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]])),
    }),
  };
  csr.status = {};
  await parseCertificateRequest(request).catch((error: unknown) =>
    complaints.set(csr, error instanceof Error ? error.message : String(error)),
  );
}

function validate(csr: CertificateSigningRequest): FieldError[] {
  const at = path('spec');
  const { request, signerName, usages = [], expirationSeconds } = csr.spec;
  const complaint = complaints.get(csr);
  const errors = complaint === undefined ? [] : [invalidValue(at.child('request'), request, complaint)];
  if (usages.length === 0) errors.push(required(at.child('usages')));
  errors.push(...validateSignerName(signerName, at.child('signerName')));
  if (expirationSeconds !== undefined && expirationSeconds < shortest) {
    const detail = `may not specify a duration less than ${shortest} seconds (10 minutes)`;
    errors.push(invalidValue(at.child('expirationSeconds'), expirationSeconds, detail));
  }
  usages.forEach((usage, i) => {
    const here = at.child('usages').index(i);
    if (!keyUsages.includes(usage)) errors.push(notSupported(here, usage, keyUsages));
    else if (usages.indexOf(usage) < i) errors.push(duplicate(here, usage));
  });
  return [...errors, ...validateConditions(csr.status?.conditions ?? [])];
}

function validateSignerName(name: string, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  const slash = name.indexOf('/');
  if (slash < 0 || name.indexOf('/', slash + 1) >= 0) {
    const detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalidValue(at, name, detail)];
  }
  const [domain, own] = [name.slice(0, slash), name.slice(slash + 1)];
  const errors = isDNS1123Subdomain(domain).map((detail) => invalidValue(at, domain, detail));
  if (!domain.includes('.'))
    errors.push(invalidValue(at, domain, 'should be a domain with at least two segments separated by dots'));
  return [...errors, ...isDNS1123Subdomain(own).map((detail) => invalidValue(at, own, detail))];
}

const known = ['Approved', 'Denied', 'Failed'];

function validateConditions(conditions: readonly CertificateSigningRequestCondition[]): FieldError[] {
  const at = path('status', 'conditions');
  const has = (type: string): boolean => conditions.some((each) => each.type === type);
  return conditions.flatMap(({ type, status }, i) => {
    const here = at.index(i);
    const errors: FieldError[] = type === '' ? [required(here.child('type'))] : [];
    if (known.includes(type) ? status !== 'True' : !['True', 'False', 'Unknown'].includes(status)) {
      const allowed = known.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
      errors.push(status === '' ? required(here.child('status')) : notSupported(here.child('status'), status, allowed));
    }
    if ((type === 'Approved' && has('Denied')) || (type === 'Denied' && has('Approved')))
      errors.push(invalidValue(here.child('type'), type, 'Approved and Denied conditions are mutually exclusive'));
    return errors;
  });
}

/** What was decided stays: conditions may come, and only those that this way of writing may add. */
function validateDecision(
  mayAdd: readonly string[] | undefined,
  csr: CertificateSigningRequest,
  old: CertificateSigningRequest,
) {
  const at = path('status', 'conditions');
  const types = ({ status }: CertificateSigningRequest): string[] =>
    (status?.conditions ?? []).map(({ type }) => type).filter((type) => known.includes(type));
  const [before, after] = [types(old), types(csr)];
  const removed = before.filter((type) => !after.includes(type));
  const added = after.filter((type) => !before.includes(type) && mayAdd?.includes(type) === false);
  const errors = [
    ...removed.map((type) => forbiddenField(at, `updates may not remove a condition of type "${type}"`)),
    ...added.map((type) => forbiddenField(at, `updates may not add a condition of type "${type}"`)),
  ];
  const certificate = old.status?.certificate;
  if (certificate && csr.status?.certificate !== certificate) {
    errors.push(forbiddenField(path('status', 'certificate'), 'existing certificate data may not be modified'));
  }
  return [...validate(csr), ...errors];
}

/** Times of conditions that were left out, and of those that changed. */
function stamp(
  status: CertificateSigningRequestStatus,
  old: CertificateSigningRequestStatus | undefined,
  now: number,
): void {
  const time = formatTime(now);
  for (const condition of status.conditions ?? []) {
    const before = old?.conditions?.find(({ type }) => type === condition.type);
    condition.lastUpdateTime ??= time;
    condition.lastTransitionTime ??= before?.status === condition.status ? (before.lastTransitionTime ?? time) : time;
  }
}

function conditionOf({ status }: CertificateSigningRequest): string {
  const has = (type: string): boolean => status?.conditions?.some((each) => each.type === type) ?? false;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [decision, ...(has('Failed') ? ['Failed'] : []), ...(status?.certificate ? ['Issued'] : [])].join(',');
}

const durationOf = (seconds: number | undefined): string =>
  seconds === undefined ? '<none>' : humanDuration(seconds * 1000);

export const certificateSigningRequestRegistration = registration<CertificateSigningRequest>({
  resource: certificateSigningRequests,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      ageColumn,
      column('SignerName', 'string', 'Who is to sign.'),
      column('Requestor', 'string', 'Who asked.'),
      column('RequestedDuration', 'string', 'For how long it should be good.'),
      column('Condition', 'string', 'What became of it.'),
    ],
    row: (csr, now) => [
      nameOf(csr),
      ageOf(csr, now),
      csr.spec.signerName || '<none>',
      csr.spec.username ?? '',
      durationOf(csr.spec.expirationSeconds),
      conditionOf(csr),
    ],
  },
  strategy: {
    prepareForCreate,
    prepareForUpdate(csr, old) {
      keep(csr, old, 'spec');
      keepStatus(csr, old);
    },
    validate,
    validateUpdate: (csr, old) => validateDecision(undefined, csr, old),
    unconditionalUpdate: true,
    // They may be called anything that can be part of a path.
    validateName: () => [],
  },
  selectableFields: ({ spec }) => ({ 'spec.signerName': spec.signerName }),
  subresources: {
    approval: {
      kind: 'object',
      prepareForUpdate(csr, old, { now }) {
        keep(csr, old, 'spec');
        const { conditions } = csr.status ?? {};
        csr.status = { ...structuredClone(old.status), ...(conditions && { conditions }) };
        if (!conditions) delete csr.status.conditions;
        stamp(csr.status, old.status, now);
      },
      validateUpdate: (csr, old) => validateDecision(['Approved', 'Denied', 'Failed'], csr, old),
    },
    status: {
      kind: 'object',
      prepareForUpdate(csr, old, { now }) {
        keep(csr, old, 'spec');
        if (csr.status) stamp(csr.status, old.status, now);
      },
      validateUpdate: (csr, old) => validateDecision(['Failed'], csr, old),
    },
  },
});
