/** `peapod auth can-i`: whether an action is allowed, or everything that is. */
import type { SelfSubjectAccessReview, SelfSubjectRulesReview } from '../../../api/authorization/v1.ts';
import type { Resource } from '../../../machinery/resource.ts';
import { selfSubjectAccessReviews, selfSubjectRulesReviews } from '../../../machinery/resources.ts';
import { ruleLine, sortedRules } from '../../describe/rbac.ts';
import { CommandError } from '../../kube/errors.ts';
import { boolFlag, stringFlag } from '../../kube/flags.ts';
import { pathOf } from '../../kube/mapper.ts';
import type { Session } from '../../kube/session.ts';
import { TabWriter, tableTabs } from '../../kube/tabWriter.ts';
import { defineVerb, type VerbContext } from '../../kube/verb.ts';

const flags = {
  'all-namespaces': boolFlag('If true, check the specified action in all namespaces.', { short: 'A' }),
  list: boolFlag('If true, prints all allowed actions.'),
  'no-headers': boolFlag('If true, prints allowed actions without headers'),
  quiet: boolFlag('If true, suppress output and just return the exit code.', { short: 'q' }),
  subresource: stringFlag('SubResource such as pod/log or deployment/scale'),
};

const resourceVerbs = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
);
const urlVerbs = new Set('get put post head options delete patch *'.split(' '));
/** Resources that exist for authorization only. */
const undiscovered = new Set(['users', 'groups']);

const warn = (text: string): void => void process.stderr.write(`Warning: ${text}\n\n`);

export default defineVerb({
  name: 'can-i',
  summary: 'Check whether an action is allowed',
  usage: 'can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  description: `Check whether an action is allowed.

 VERB is a verb of the Kubernetes API like 'get', 'list', 'watch', 'delete'. TYPE is a resource; short names and groups are
resolved. NONRESOURCEURL is a path that starts with "/". Goes well with --as.`,
  examples: `# May I create Pods in any namespace?
peapod auth can-i create pods --all-namespaces

# May the service account 'foo' of the namespace 'dev' list Pods in 'prod'?
peapod auth can-i list pods --as=system:serviceaccount:dev:foo -n prod

# May I do everything in the current namespace?
peapod auth can-i '*' '*'

# May I read the logs of Pods?
peapod auth can-i get pods --subresource=log

# All that I may do in the namespace 'foo'
peapod auth can-i --list --namespace=foo`,
  flags,
  async run(context) {
    const { flags: values, args, session, commandPath } = context;
    if (values.list) {
      if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
      if (values.quiet || values['all-namespaces'] || values.subresource)
        throw new CommandError(
          "list option can't be specified with neither quiet, all-namespaces nor subresource options",
        );
      return list(context);
    }
    const [verb = '', what = ''] = args;
    if (args.length !== 2)
      throw new CommandError(
        `you must specify two arguments: verb resource or verb resource/resourceName.\nSee '${commandPath} -h' for help and examples.`,
      );
    const namespace = values['all-namespaces'] ? '' : await session.namespace();
    const spec = what.startsWith('/')
      ? { nonResourceAttributes: urlAttributes(verb, what, values.subresource) }
      : {
          resourceAttributes: await resourceAttributes(
            session,
            verb,
            what,
            namespace,
            values.subresource,
            values['all-namespaces'],
          ),
        };
    if (values['no-headers']) throw new CommandError('--no-headers cannot be set without --list specified');
    const connection = await session.connection();
    const { status } = await connection.json<SelfSubjectAccessReview>({
      method: 'POST',
      path: pathOf(selfSubjectAccessReviews),
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec },
    });
    const why = [status?.reason, status?.evaluationError]
      .filter(Boolean)
      .map((t) => ` - ${t ?? ''}`)
      .join('');
    if (!values.quiet) process.stdout.write(status?.allowed ? 'yes\n' : `no${why}\n`);
    return status?.allowed ? 0 : 1;
  },
});

function urlAttributes(verb: string, path: string, subresource: string): { verb: string; path: string } {
  if (subresource) throw new CommandError('--subresource can not be used with NonResourceURL');
  if (!urlVerbs.has(verb)) warn(`verb '${verb}' is not a known verb`);
  return { verb, path };
}

async function resourceAttributes(
  session: Session,
  verb: string,
  what: string,
  namespace: string,
  subresource: string,
  everywhere: boolean,
) {
  const slash = what.indexOf('/');
  const [type, name] = slash < 0 ? [what, ''] : [what.slice(0, slash), what.slice(slash + 1)];
  const found = type === '*' ? undefined : await (await session.mapper()).find(type);
  if (!found && type !== '*') tellUnknown(type);
  if (!everywhere) {
    if (found && !found.namespaced)
      warn(`resource '${found.resource}' is not namespace scoped${found.group ? ` in group '${found.group}'` : ''}`);
    if (!resourceVerbs.has(verb)) warn(`verb '${verb}' is not a known verb`);
  }
  const resource: Pick<Resource, 'group' | 'resource'> = found ?? { group: '', resource: type };
  return { namespace, verb, group: resource.group, resource: resource.resource, subresource, name };
}

function tellUnknown(type: string): void {
  const [name = '', ...group] = type.toLowerCase().split('.');
  if (undiscovered.has(type.toLowerCase())) return;
  warn(`the server doesn't have a resource type '${name}'${group.length > 0 ? ` in group '${group.join('.')}'` : ''}`);
}

async function list({ flags: values, session }: VerbContext<typeof flags>): Promise<void> {
  const connection = await session.connection();
  const { status } = await connection.json<SelfSubjectRulesReview>({
    method: 'POST',
    path: pathOf(selfSubjectRulesReviews),
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: await session.namespace() },
    },
  });
  if (status?.incomplete)
    process.stderr.write(`Warning: the list may be incomplete: ${status.evaluationError ?? ''}\n`);
  const writer = new TabWriter(tableTabs);
  if (!values['no-headers']) writer.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  for (const rule of sortedRules([...(status?.resourceRules ?? []), ...(status?.nonResourceRules ?? [])]))
    writer.write(`${ruleLine(rule)}\n`);
  process.stdout.write(writer.flush());
}
