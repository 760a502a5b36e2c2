/** ServiceAccounts, and tokens for them. */
import type { TokenRequest } from '../../../api/authentication/v1.ts';
import type { ServiceAccount } from '../../../api/core/v1.ts';
import { badRequest, conflict, invalid } from '../../../machinery/apiError.ts';
import { invalidValue, path } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { nodes, pods, secrets, serviceAccounts } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import type { CustomSubresource, RequestContext } from '../../registration.ts';
import type { BoundObject } from '../../authentication/serviceAccountTokens.ts';
import { ageColumn, ageOf, column, nameColumn, nameOf } from '../shared/columns.ts';
import { allVerbs } from '../shared/verbs.ts';

const shortest = 10 * 60;
const longest = 2 ** 32;
/** What the node agent asks for so that clients that never reload their token have a year; it renews after an hour. */
const warnsAfter = 3607;
const extended = 365 * 24 * 60 * 60;

function validate({ spec: { expirationSeconds = 0 } }: TokenRequest): FieldError[] {
  const at = path('spec', 'expirationSeconds');
  if (expirationSeconds < shortest)
    return [invalidValue(at, expirationSeconds, 'may not specify a duration less than 10 minutes')];
  return expirationSeconds > longest
    ? [invalidValue(at, expirationSeconds, 'may not specify a duration larger than 2^32 seconds')]
    : [];
}

const tokenSubresource: CustomSubresource = {
  kind: 'custom',
  group: 'authentication.k8s.io',
  version: 'v1',
  objectKind: 'TokenRequest',
  verbs: {
    async create({ body, name, namespace = '', storage, context }) {
      const request = body as TokenRequest;
      const account: ServiceAccount = storage.get(namespace, name);
      if (request.metadata?.name && request.metadata.name !== name) {
        throw badRequest('metadata.name does not match the name in the URL');
      }
      const errors = validate(request);
      if (errors.length) throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', errors);
      const { bound, node } = await boundObject(request, name, namespace, context);
      const asked = request.spec.expirationSeconds ?? 3600;
      const token = await context.services.tokens.issue({
        namespace,
        serviceAccount: { name, uid: account.metadata?.uid ?? '' },
        audiences: request.spec.audiences,
        expirationSeconds: asked === warnsAfter && bound?.kind === 'Pod' ? extended : asked,
        bound,
        node,
      });
      // The holder is told the shorter time, so that it renews; the token outlives it for those that do not reload.
      const expirationTimestamp =
        asked === warnsAfter && bound?.kind === 'Pod'
          ? new Date(Math.floor(context.now / 1000 + asked) * 1000).toISOString().replace('.000Z', 'Z')
          : token.expirationTimestamp;
      const answer: TokenRequest = {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { name, namespace, creationTimestamp: new Date(context.now).toISOString().replace(/\.\d+Z$/, 'Z') },
        spec: { ...request.spec, audiences: [...token.audiences], expirationSeconds: asked },
        status: { token: token.token, expirationTimestamp },
      };
      return { status: 201, object: answer };
    },
  },
};

interface Bound {
  readonly bound: BoundObject | undefined;
  readonly node?: { readonly name: string; readonly uid: string | undefined };
}

/** The object that the token lives and dies with; it must be there, with that uid. */
async function boundObject(
  request: TokenRequest,
  account: string,
  namespace: string,
  { client }: RequestContext,
): Promise<Bound> {
  const ref = request.spec.boundObjectRef;
  if (!ref) return { bound: undefined };
  const { kind = '', apiVersion = 'v1', name = '', uid = '' } = ref;
  if (apiVersion !== 'v1' || (kind !== 'Pod' && kind !== 'Secret' && kind !== 'Node')) {
    throw badRequest(
      `cannot bind token for serviceaccount "${account}" to object with kind "${kind}" and apiVersion "${apiVersion}"`,
    );
  }
  const check = (found: string, resource: string): BoundObject => {
    if (!uid || uid === found) return { kind, name, uid: found };
    throw conflict(
      { group: '', resource },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  };
  if (kind === 'Node') return { bound: check((await client.resource(nodes).get(name)).metadata.uid, 'nodes') };
  if (kind === 'Secret')
    return { bound: check((await client.resource(secrets).get(name, namespace)).metadata.uid, 'secrets') };
  const { metadata, spec } = await client.resource(pods).get(name, namespace);
  const bound = check(metadata.uid, 'pods');
  if (spec?.serviceAccountName !== account) {
    throw badRequest(
      `cannot bind token for serviceaccount "${account}" to pod running with different serviceaccount name.`,
    );
  }
  if (!spec.nodeName) return { bound };
  const node = await client
    .resource(nodes)
    .get(spec.nodeName)
    .catch(() => undefined);
  return { bound, node: { name: spec.nodeName, uid: node?.metadata.uid } };
}

export const serviceAccountRegistration = registration<ServiceAccount>({
  resource: serviceAccounts,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Secrets', 'string', 'Number of Secrets that Pods of the account may use.'),
      ageColumn,
    ],
    row: (account, now) => [nameOf(account), account.secrets?.length ?? 0, ageOf(account, now)],
  },
  strategy: {
    unconditionalUpdate: true,
  },
  subresources: { token: tokenSubresource },
});
