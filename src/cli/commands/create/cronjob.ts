import { cronJobs } from '../../../machinery/resources.ts';
import { createOne, nameArgument, required } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { cronJob } from '../../generate/workloads.ts';
import { stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cron job with the specified name',
  usage: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  description: 'Create a cron job with the specified name.',
  examples: `# Every minute
peapod create cronjob tick --image=busybox --schedule="*/1 * * * *"

# With a command
peapod create cronjob tick --image=busybox --schedule="*/1 * * * *" -- date`,
  flags: {
    ...createFlags('kubectl-create'),
    image: stringFlag('Image name to run.'),
    schedule: stringFlag('A schedule in the Cron format the job should be run with.'),
    restart: stringFlag("job's restart policy. supported values: OnFailure, Never", { initial: 'OnFailure' }),
  },
  async run(context) {
    const { flags, args, given } = context;
    required(given, 'image', 'schedule');
    const name = nameArgument(context);
    const { image, schedule, restart } = flags;
    const object = cronJob(name, { image, schedule, restart, command: args.slice(1) });
    await createOne(context, cronJobs, object, 'failed to create cronjob:');
  },
});
