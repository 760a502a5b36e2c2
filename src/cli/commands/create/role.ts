import { roles } from '../../../machinery/resources.ts';
import { createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { parseRuleResources, policyRules, role, ruleVerbs } from '../../generate/rbac.ts';
import { CommandError } from '../../kube/errors.ts';
import { arrayFlag, listFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { resolveRuleResources } from './roleRules.ts';

export default defineVerb({
  name: 'role',
  summary: 'Create a role with single rule',
  usage:
    'role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  description: 'Create a role with single rule.',
  examples: `# May read Pods
peapod create role pod-reader --verb=get --verb=list --verb=watch --resource=pods

# May read one Pod
peapod create role pod-reader --verb=get --resource=pods --resource-name=web-0

# Of an API group, and of a subresource
peapod create role rs-reader --verb=get,list --resource=rs.apps
peapod create role scaler --verb=get,patch --resource=deployments.apps,deployments.apps/scale`,
  flags: {
    ...createFlags('kubectl-create'),
    verb: listFlag('Verb that applies to the resources contained in the rule'),
    resource: listFlag('Resource that the rule applies to'),
    'resource-name': arrayFlag(
      'Resource in the white list that the rule applies to, repeat this flag for multiple items',
    ),
  },
  async run(context) {
    const { flags, session } = context;
    const name = nameArgument(context);
    const verbs = ruleVerbs(flags.verb);
    if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
    if (flags.resource.length === 0) throw new CommandError('at least one resource must be specified');
    const resources = await resolveRuleResources(session, verbs, parseRuleResources(flags.resource));
    const rules = policyRules({ verbs, resources, resourceNames: flags['resource-name'] });
    await createOne(context, roles, role(name, rules), '');
  },
});
