/** IngressClasses. */
import type { IngressClass } from '../../../api/networking/v1.ts';
import {
  complaintsAbout,
  forbiddenField,
  invalidValue,
  notSupported,
  path,
  required,
  tooLong,
} from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { byteLength, isDNS1123Label, isDNS1123Subdomain, isPathSegmentName } from '../../../machinery/names.ts';
import { validateImmutable } from '../../../machinery/objectMeta.ts';
import { ingressClasses } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf, orNone } from '../shared/columns.ts';
import { notActedUpon } from '../shared/notActedUpon.ts';
import { firstGeneration, raiseGeneration } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';

const at = path('spec');
const controllerAtMost = 250;
const pathPart = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** `example.com/name`: a domain, a slash and a path. */
function validateController(controller: string): FieldError[] {
  const here = at.child('controller');
  if (byteLength(controller) > controllerAtMost) return [tooLong(here, controllerAtMost)];
  if (controller === '') return [required(here)];
  const slash = controller.indexOf('/');
  const [host, rest] = slash < 0 ? [controller, ''] : [controller.slice(0, slash), controller.slice(slash + 1)];
  if (slash < 0 || host === '' || rest === '')
    return [invalidValue(here, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors = complaintsAbout(here, host, isDNS1123Subdomain(host));
  if (!pathPart.test(rest)) {
    errors.push(
      invalidValue(here, rest, `Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`),
    );
  }
  return errors;
}

function validateParameters({ spec }: IngressClass): FieldError[] {
  const parameters = spec?.parameters;
  if (!parameters) return [];
  const here = at.child('parameters');
  const { apiGroup, kind, name, scope, namespace } = parameters;
  const errors: FieldError[] =
    apiGroup === undefined ? [] : complaintsAbout(here.child('apiGroup'), apiGroup, isDNS1123Subdomain(apiGroup));
  if (kind === '') errors.push(required(here.child('kind')));
  else errors.push(...complaintsAbout(here.child('kind'), kind, isPathSegmentName(kind)));
  if (name === '') errors.push(required(here.child('name')));
  else errors.push(...complaintsAbout(here.child('name'), name, isPathSegmentName(name)));
  if (scope === undefined) errors.push(required(here.child('scope')));
  else if (scope !== 'Cluster' && scope !== 'Namespace')
    errors.push(notSupported(here.child('scope'), scope, ['Cluster', 'Namespace']));
  if (scope === 'Namespace') {
    if (!namespace) errors.push(required(here.child('namespace'), "`parameters.scope` is set to 'Namespace'"));
    else errors.push(...complaintsAbout(here.child('namespace'), namespace, isDNS1123Label(namespace)));
  } else if (scope === 'Cluster' && namespace !== undefined) {
    errors.push(forbiddenField(here.child('namespace'), "`parameters.scope` is set to 'Cluster'"));
  }
  return errors;
}

const controllerOf = ({ spec }: IngressClass): string => spec?.controller ?? '';

export const ingressClassRegistration = registration<IngressClass>({
  resource: ingressClasses,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Controller', 'string', 'Who carries its Ingresses out.'),
      column('Parameters', 'string', 'Where further settings are.'),
      ageColumn,
    ],
    row(each, now) {
      const parameters = each.spec?.parameters;
      const kind = parameters && (parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}` : parameters.kind);
      return [nameOf(each), controllerOf(each), orNone(parameters && `${kind}/${parameters.name}`), ageOf(each, now)];
    },
  },
  strategy: {
    prepareForCreate: firstGeneration,
    prepareForUpdate: raiseGeneration,
    validate: (each) => [...validateController(controllerOf(each)), ...validateParameters(each)],
    validateUpdate: (each, old) => [
      ...validateParameters(each),
      ...validateImmutable(controllerOf(each), controllerOf(old), at.child('controller')),
    ],
    warnings: notActedUpon('IngressClass'),
    unconditionalUpdate: true,
  },
});
