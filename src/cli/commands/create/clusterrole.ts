import { clusterRoles } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import {
  aggregatedClusterRole,
  checkNonResourceURLs,
  clusterRole,
  parseRuleResources,
  policyRules,
  ruleVerbs,
} from '../../generate/rbac.ts';
import { CommandError } from '../../kube/errors.ts';
import { arrayFlag, listFlag, type Flag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';
import { resolveRuleResources } from './roleRules.ts';

/** 'a=b,c=d', and again. */
const pairsFlag = (help: string): Flag<Readonly<Record<string, string>>> => ({
  initial: {},
  help,
  parse: (text, before, first) => ({
    ...(first ? {} : before),
    ...Object.fromEntries(
      text.split(',').map((pair) => {
        const equals = pair.indexOf('=');
        if (equals < 0) throw new Error(`malformed pair, expect string=string`);
        return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
      }),
    ),
  }),
});

export default defineVerb({
  name: 'clusterrole',
  summary: 'Create a cluster role',
  usage:
    'clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  description: 'Create a cluster role.',
  examples: `# May read Pods of every namespace
peapod create clusterrole pod-reader --verb=get,list,watch --resource=pods

# May read a path that is no resource
peapod create clusterrole health --verb=get --non-resource-url=/healthz/*

# Has the rules of all cluster roles with this label
peapod create clusterrole monitoring --aggregation-rule="rbac.example.com/aggregate-to-monitoring=true"`,
  flags: {
    ...createFlags('kubectl-create'),
    verb: listFlag('Verb that applies to the resources contained in the rule'),
    'non-resource-url': listFlag('A partial url that user should have access to.'),
    resource: listFlag('Resource that the rule applies to'),
    'resource-name': arrayFlag(
      'Resource in the white list that the rule applies to, repeat this flag for multiple items',
    ),
    'aggregation-rule': pairsFlag('An aggregation label selector for combining ClusterRoles.'),
  },
  async run(context) {
    const { flags, session } = context;
    const name = nameArgument(context);
    const urls = flags['non-resource-url'];
    const labels = flags['aggregation-rule'];
    if (Object.keys(labels).length > 0) {
      if ([urls, flags.verb, flags.resource, flags['resource-name']].some((list) => list.length > 0))
        throw new CommandError(
          'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
        );
      await createOne(context, clusterRoles, aggregatedClusterRole(name, { ...labels }), '');
      return;
    }
    const verbs = ruleVerbs(flags.verb);
    if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
    if (flags.resource.length === 0 && urls.length === 0)
      throw new CommandError('one of resource or nonResourceURL must be specified');
    const resources =
      flags.resource.length > 0 ? await resolveRuleResources(session, verbs, parseRuleResources(flags.resource)) : [];
    checked(() => checkNonResourceURLs(urls, verbs));
    const rules = policyRules({ verbs, resources, resourceNames: flags['resource-name'], nonResourceURLs: urls });
    await createOne(context, clusterRoles, clusterRole(name, rules), '');
  },
});
