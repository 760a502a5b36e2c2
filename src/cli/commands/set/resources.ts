import { checked } from '../../change/createOne.ts';
import { parseResourceList } from '../../generate/resourceList.ts';
import { CommandError } from '../../kube/errors.ts';
import { stringFlag } from '../../kube/flags.ts';
import { objectAt } from '../../kube/json.ts';
import { defineVerb } from '../../kube/verb.ts';
import {
  ContainerMissing,
  matchesName,
  setEach,
  setFlags,
  setTargets,
  withContainers,
  withPodSpec,
} from './setVerb.ts';

export default defineVerb({
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: 'resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  description: `Specify compute resource requirements (CPU, memory) for any resource that defines a pod template. If a pod is successfully
scheduled, it is guaranteed the amount of resource requested, but may burst up to its specified limits.`,
  examples: `# For one container, and for all of them
peapod set resources deployment web -c=nginx --limits=cpu=200m,memory=512Mi
peapod set resources deployment web --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi`,
  flags: {
    ...setFlags,
    containers: stringFlag(
      'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
      { short: 'c', initial: '*' },
    ),
    limits: stringFlag(
      "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.",
    ),
    requests: stringFlag(
      "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.",
    ),
  },
  async run(context) {
    const { flags, args } = context;
    if (flags.limits === '' && flags.requests === '')
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const limits = checked(() => parseResourceList(flags.limits));
    const requests = checked(() => parseResourceList(flags.requests));
    await setEach(context, await setTargets(context, args), {
      failing: 'failed to patch resources update to pod template',
      change: (object) =>
        withPodSpec(object, (spec) => {
          let found = false;
          const next = withContainers(spec, (container) => {
            if (!matchesName(container.name ?? '', flags.containers)) return container;
            found = true;
            const had = objectAt(container, 'resources');
            const resources = {
              ...had,
              ...(flags.limits && { limits: { ...objectAt(had, 'limits'), ...limits } }),
              ...(flags.requests && { requests: { ...objectAt(had, 'requests'), ...requests } }),
            };
            return { ...container, resources };
          });
          if (!found) throw new ContainerMissing(`error: unable to find container named ${flags.containers}`);
          return next;
        }),
    });
  },
});
