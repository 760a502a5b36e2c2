/** NetworkPolicies. */
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../api/networking/v1.ts';
import {
  complaintsAbout,
  forbiddenField,
  invalidValue,
  notSupported,
  path,
  required,
} from '../../../machinery/fieldError.ts';
import type { FieldError, FieldPath } from '../../../machinery/fieldError.ts';
import { contains, parseCidr, validateCidr } from '../../../machinery/ip.ts';
import { formatLabelSelector, validateLabelSelector } from '../../../machinery/labels.ts';
import { isValidPortName, isValidPortNumber } from '../../../machinery/names.ts';
import { networkPolicies } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { firstGeneration, raiseGeneration } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const at = path('spec');
const protocols = ['SCTP', 'TCP', 'UDP'];

/** Ingress always, egress where there are rules for it. */
function setDefaults({ spec }: NetworkPolicy): void {
  if (spec && !spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}

function validate({ spec }: NetworkPolicy): FieldError[] {
  const errors = validateLabelSelector(spec?.podSelector, at.child('podSelector'));
  spec?.ingress?.forEach(({ ports = [], from = [] }, i) => {
    const here = at.child('ingress').index(i);
    ports.forEach((port, j) => errors.push(...validatePort(port, here.child('ports').index(j))));
    from.forEach((peer, j) => errors.push(...validatePeer(peer, here.child('from').index(j))));
  });
  spec?.egress?.forEach(({ ports = [], to = [] }, i) => {
    const here = at.child('egress').index(i);
    ports.forEach((port, j) => errors.push(...validatePort(port, here.child('ports').index(j))));
    to.forEach((peer, j) => errors.push(...validatePeer(peer, here.child('to').index(j))));
  });
  const types = spec?.policyTypes ?? [];
  if (types.length > 2) {
    errors.push(invalidValue(at.child('policyTypes'), types, 'may not specify more than two policyTypes'));
  }
  return errors;
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, here: FieldPath): FieldError[] {
  const errors: FieldError[] =
    protocol !== undefined && !protocols.includes(protocol)
      ? [notSupported(here.child('protocol'), protocol, protocols)]
      : [];
  if (typeof port === 'number') {
    errors.push(...isValidPortNumber(port).map((text) => invalidValue(here.child('port'), port, text)));
    if (endPort !== undefined) {
      errors.push(...isValidPortNumber(endPort).map((text) => invalidValue(here.child('endPort'), endPort, text)));
      if (endPort < port)
        errors.push(invalidValue(here.child('endPort'), endPort, 'must be greater than or equal to `port`'));
    }
  } else if (port === undefined) {
    if (endPort !== undefined)
      errors.push(required(here.child('port'), 'must be specified when `endPort` is specified'));
  } else {
    errors.push(...complaintsAbout(here.child('port'), port, isValidPortName(port)));
    if (endPort !== undefined)
      errors.push(invalidValue(here.child('endPort'), endPort, 'may not be specified when `port` is non-numeric'));
  }
  return errors;
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, here: FieldPath): FieldError[] {
  const errors = [
    ...validateLabelSelector(podSelector, here.child('podSelector')),
    ...validateLabelSelector(namespaceSelector, here.child('namespaceSelector')),
    ...(ipBlock ? validateBlock(ipBlock, here.child('ipBlock')) : []),
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(here, 'must specify a peer'));
  else if (ipBlock && (podSelector || namespaceSelector))
    errors.push(forbiddenField(here, 'may not specify both ipBlock and another peer'));
  return errors;
}

function validateBlock({ cidr, except = [] }: IPBlock, here: FieldPath): FieldError[] {
  if (cidr === '') return [required(here.child('cidr'), '')];
  const errors = validateCidr(cidr, here.child('cidr'));
  const block = parseCidr(cidr);
  if (!block) return errors;
  except.forEach((text, i) => {
    const exceptAt = here.child('except').index(i);
    const hole = parseCidr(text);
    if (!hole) errors.push(...validateCidr(text, exceptAt));
    else if (
      hole.address.family !== block.address.family ||
      !contains(block, hole.address) ||
      hole.prefixLength <= block.prefixLength
    ) {
      errors.push(invalidValue(exceptAt, text, `must be a strict subset of \`cidr\``));
    }
  });
  return errors;
}

export const networkPolicyRegistration = registration<NetworkPolicy>({
  resource: networkPolicies,
  verbs: allVerbs,
  table: {
    columns: [nameColumn, column('Pod-Selector', 'string', 'The Pods it governs.'), ageColumn],
    row: (policy, now) => [nameOf(policy), formatLabelSelector(policy.spec?.podSelector), ageOf(policy, now)],
  },
  strategy: {
    setDefaults,
    prepareForCreate(policy) {
      firstGeneration(policy);
    },
    prepareForUpdate(policy, old) {
      raiseGeneration(policy, old);
    },
    validate,
    validateUpdate: validate,
    unconditionalUpdate: true,
  },
});
