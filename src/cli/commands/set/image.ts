import { checked } from '../../change/createOne.ts';
import { parsePairChanges, resourcesAndPairs } from '../../change/pairs.ts';
import { CommandError, throwAll } from '../../kube/errors.ts';
import { defineVerb } from '../../kube/verb.ts';
import { ContainerMissing, setEach, setFlags, setTargets, withContainers, withPodSpec } from './setVerb.ts';

export default defineVerb({
  name: 'image',
  summary: 'Update the image of a pod template',
  usage: 'image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  description: `Update existing container image(s) of resources.

 Possible resources include (case insensitive):

 pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)`,
  examples: `# Of one container, and of several
peapod set image deployment/web nginx=nginx:1.27
peapod set image deployment/web web=nginx:1.27 sidecar=busybox:1.36

# Of every container of a type's objects
peapod set image daemonset log *=nginx:1.27`,
  flags: setFlags,
  async run(context) {
    const { resources, pairs } = checked(() => resourcesAndPairs(context.args, 'image'));
    const { set } = checked(() =>
      parsePairChanges(
        pairs.filter((p) => p.includes('=')),
        'image',
      ),
    );
    const images = Object.entries(set);
    const { filename, kustomize } = context.flags;
    const complaints: CommandError[] = [];
    if (resources.length === 0 && filename.length === 0 && kustomize === '')
      complaints.push(
        new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>'),
      );
    if (images.length === 0) complaints.push(new CommandError('at least one image update is required'));
    else if (images.length > 1 && Object.hasOwn(set, '*'))
      complaints.push(
        new CommandError(
          'all containers are already specified by *, but saw more than one container_name=container_image pairs',
        ),
      );
    throwAll(complaints);
    await setEach(context, await setTargets(context, resources), {
      failing: 'failed to patch image update to pod template:',
      change: (object) =>
        withPodSpec(object, (spec) => {
          const missing = new Set(images.map(([name]) => name));
          const next = withContainers(spec, (container) => {
            for (const [name, image] of images) {
              if (name !== '*' && name !== container.name) continue;
              missing.delete(name);
              return { ...container, image };
            }
            return container;
          });
          throwAll(
            [...missing].map(
              (name) => new ContainerMissing(`error: unable to find container named ${JSON.stringify(name)}`),
            ),
          );
          return next;
        }),
    });
  },
});
