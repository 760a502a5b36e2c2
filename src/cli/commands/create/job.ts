import type { CronJob } from '../../../api/batch/v1.ts';
import type { Stored } from '../../../machinery/object.ts';
import { cronJobs, jobs } from '../../../machinery/resources.ts';
import { createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { job, jobOfCronJob } from '../../generate/workloads.ts';
import { CommandError } from '../../kube/errors.ts';
import { fetchTarget } from '../../kube/fetchTargets.ts';
import { stringFlag } from '../../kube/flags.ts';
import type { Session } from '../../kube/session.ts';
import { resolveTargets } from '../../kube/targets.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'job',
  summary: 'Create a job with the specified name',
  usage: 'job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  description: 'Create a job with the specified name.',
  examples: `# A job of one container
peapod create job once --image=busybox

# With a command
peapod create job once --image=busybox -- date

# What a cron job would do, now
peapod create job by-hand --from=cronjob/nightly`,
  flags: {
    ...createFlags('kubectl-create'),
    image: stringFlag('Image name to run.'),
    from: stringFlag('The name of the resource to create a Job from (only cronjob is supported).'),
  },
  async run(context) {
    const { flags, args, session } = context;
    const name = nameArgument(context);
    const command = args.slice(1);
    if ((flags.image === '') === (flags.from === ''))
      throw new CommandError('either --image or --from must be specified');
    if (flags.from !== '' && command.length > 0) throw new CommandError('cannot specify --from and command');
    const object = flags.image
      ? job(name, flags.image, command)
      : jobOfCronJob(name, await cronJob(session, flags.from));
    await createOne(context, jobs, object, 'failed to create job:');
  },
});

async function cronJob(session: Session, from: string): Promise<Stored<CronJob>> {
  const { targets } = await resolveTargets(session, { args: [from] });
  const [target] = targets;
  if (target === undefined || targets.length !== 1) throw new CommandError('from must be an existing cronjob');
  const { object, resource } = await fetchTarget(session, target);
  if (resource.resource !== cronJobs.resource || resource.group !== cronJobs.group)
    throw new CommandError(`unknown object type *v1.${resource.kind}`);
  // A named seam: the server answers with the kind that was asked for.
  return object as unknown as Stored<CronJob>;
}
