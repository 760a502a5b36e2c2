/** `peapod create -f`, and one verb for each kind that can be made without a file. */
import { changePrinter, checked } from '../change/createOne.ts';
import { createFlags, dryRunOf, validationOf } from '../change/flags.ts';
import { withLastApplied } from '../change/lastApplied.ts';
import { create } from '../change/requests.ts';
import { whileDoing } from '../change/sourceError.ts';
import { namedTargets } from '../change/targets.ts';
import { CommandError, throwAll, UsageError } from '../kube/errors.ts';
import { boolFlag, stringFlag } from '../kube/flags.ts';
import { filenameFlags, selectorFlag } from '../kube/selectionFlags.ts';
import { defineVerb, type VerbContext } from '../kube/verb.ts';

const flags = {
  ...createFlags('kubectl-create'),
  ...filenameFlags('to use to create the resource'),
  ...selectorFlag,
  edit: boolFlag('Edit the API resource before creating'),
  raw: stringFlag('Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.'),
};

export default defineVerb({
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  usage: 'create -f FILENAME',
  description: `Create a resource from a file or from stdin.

 JSON and YAML formats are accepted.`,
  examples: `# What a file describes
peapod create -f pod.yaml

# What another program prints
cat pod.json | peapod create -f -

# After a look at it in your editor
peapod create -f pod.yaml --edit

# Without a file
peapod create deployment web --image=nginx`,
  flags,
  ownArguments: true,
  verbs: {
    clusterrole: () => import('./create/clusterrole.ts'),
    clusterrolebinding: () => import('./create/clusterrolebinding.ts'),
    configmap: () => import('./create/configmap.ts'),
    cm: () => import('./create/configmap.ts'),
    cronjob: () => import('./create/cronjob.ts'),
    cj: () => import('./create/cronjob.ts'),
    deployment: () => import('./create/deployment.ts'),
    deploy: () => import('./create/deployment.ts'),
    ingress: () => import('./create/ingress.ts'),
    ing: () => import('./create/ingress.ts'),
    job: () => import('./create/job.ts'),
    namespace: () => import('./create/namespace.ts'),
    ns: () => import('./create/namespace.ts'),
    poddisruptionbudget: () => import('./create/poddisruptionbudget.ts'),
    pdb: () => import('./create/poddisruptionbudget.ts'),
    priorityclass: () => import('./create/priorityclass.ts'),
    pc: () => import('./create/priorityclass.ts'),
    quota: () => import('./create/quota.ts'),
    resourcequota: () => import('./create/quota.ts'),
    role: () => import('./create/role.ts'),
    rolebinding: () => import('./create/rolebinding.ts'),
    secret: () => import('./create/secret.ts'),
    service: () => import('./create/service.ts'),
    svc: () => import('./create/service.ts'),
    serviceaccount: () => import('./create/serviceaccount.ts'),
    sa: () => import('./create/serviceaccount.ts'),
    token: () => import('./create/token.ts'),
  },
  async run(context) {
    if (context.args.length > 0) throw new UsageError(`Unexpected args: [${context.args.join(' ')}]`);
    const { filename, kustomize, raw, edit } = context.flags;
    if (filename.length === 0 && kustomize === '') throw new CommandError('must specify one of -f and -k');
    if (raw) return createRaw(context);
    if (edit) {
      const { createEdited } = await import('./edit/createEdited.ts');
      return createEdited(context.session, context.flags);
    }
    return createFiles(context);
  },
});

async function createFiles({ flags: values, session }: VerbContext<typeof flags>): Promise<void> {
  const dryRun = checked(() => dryRunOf(values['dry-run']));
  const fieldValidation = checked(() => validationOf(values.validate));
  const printer = await changePrinter(values, 'created', dryRun);
  const targets = await namedTargets(session, values);
  const errors: unknown[] = [];
  for (const { resource, namespace, manifest, source } of targets) {
    const object = values['save-config'] ? withLastApplied(manifest) : manifest;
    try {
      const created =
        dryRun === 'client'
          ? object
          : await create(await session.connection(), { resource, namespace }, object, {
              dryRun,
              fieldValidation,
              fieldManager: values['field-manager'],
            });
      process.stdout.write(printer.print(created));
    } catch (error) {
      errors.push(whileDoing(error, 'creating', source));
    }
  }
  throwAll(errors);
  if (targets.length === 0) throw new CommandError('no objects passed to create');
}

async function createRaw({ flags: values, session }: VerbContext<typeof flags>): Promise<void> {
  const [file = ''] = values.filename;
  if (values.edit) throw new CommandError('--raw and --edit are mutually exclusive');
  if (values.filename.length !== 1) throw new CommandError('--raw can only use a single local file or stdin');
  if (/^https?:\/\//.test(file)) throw new CommandError('--raw cannot read from a url');
  if (values.recursive) throw new CommandError('--raw and --recursive are mutually exclusive');
  if (values.selector) throw new CommandError('--raw and --selector (-l) are mutually exclusive');
  if (values.output) throw new CommandError('--raw and --output are mutually exclusive');
  const { readFileSync } = await import('node:fs');
  const { text } = await import('node:stream/consumers');
  const body = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
  const connection = await session.connection();
  process.stdout.write(await connection.text({ method: 'POST', path: values.raw, body }));
}
