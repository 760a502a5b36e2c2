import { ingresses } from '../../../machinery/resources.ts';
import { checked, createOne, nameArgument } from '../../change/createOne.ts';
import { createFlags } from '../../change/flags.ts';
import { ingress } from '../../generate/ingress.ts';
import { arrayFlag, stringFlag } from '../../kube/flags.ts';
import { defineVerb } from '../../kube/verb.ts';

export default defineVerb({
  name: 'ingress',
  aliases: ['ing'],
  summary: 'Create an ingress with the specified name',
  usage: 'ingress NAME --rule=host/path=service:port[,tls[=secret]] ',
  description: 'Create an ingress with the specified name.',
  examples: `# One path of one host
peapod create ingress site --rule="example.com/bar=web:8080,tls=site-cert"

# Everything below a path, of any host, with a class
peapod create ingress catch-all --class=nginx --rule="/path*=web:port"

# What no rule catches goes to a backend of its own
peapod create ingress site --class=nginx --default-backend=fallback:http --rule="example.com/*=web:80"`,
  flags: {
    ...createFlags('kubectl-create'),
    class: stringFlag('Ingress Class to be used'),
    rule: arrayFlag(
      "Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix. tls argument is optional.",
    ),
    'default-backend': stringFlag('Default service for backend, in format of svcname:port'),
    annotation: arrayFlag('Annotation to insert in the ingress object, in the format annotation=value'),
  },
  async run(context) {
    const { flags } = context;
    const name = nameArgument(context);
    const options = {
      ingressClass: flags.class,
      defaultBackend: flags['default-backend'],
      rules: flags.rule,
      annotations: flags.annotation,
    };
    const object = checked(() => ingress(name, options));
    await createOne(context, ingresses, object, 'failed to create ingress:');
  },
});
