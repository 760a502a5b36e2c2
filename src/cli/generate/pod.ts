/** The Pod that `run` makes. */
import type { EnvVar, Pod } from '../../api/core/v1.ts';
import { isEnvVarName } from '../../machinery/names.ts';
import { parsePlainLabels } from './plainLabels.ts';

export interface PodOptions {
  readonly image: string;
  readonly args?: readonly string[];
  /** The arguments are the command. */
  readonly command?: boolean;
  /** 'NAME=value'. */
  readonly env?: readonly string[];
  /** 'key=value,key=value'; 'run=<name>' when ''. */
  readonly labels?: string;
  /** 'key=value'. */
  readonly annotations?: readonly string[];
  /** '' for none. */
  readonly port?: string;
  readonly restart?: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly leaveStdinOpen?: boolean;
  readonly privileged?: boolean;
  readonly imagePullPolicy?: string;
}

/** Throws Error in kubectl's words. */
export function pod(name: string, options: PodOptions): Pod {
  const { args = [], labels = '', annotations = [], port = '', restart = '' } = options;
  const env = (options.env ?? []).map(parseEnv);
  const noted = Object.fromEntries(annotations.map(parseAnnotation));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: labels ? parsePlainLabels(labels) : { run: name },
      ...(annotations.length > 0 && { annotations: noted }),
    },
    spec: {
      containers: [
        {
          name,
          image: options.image,
          ...(args.length > 0 && (options.command ? { command: [...args] } : { args: [...args] })),
          ...(env.length > 0 && { env }),
          ...(options.imagePullPolicy && { imagePullPolicy: options.imagePullPolicy as 'Always' }),
          ...(port && { ports: [{ containerPort: parsePort(port) }] }),
          resources: {},
          ...(options.privileged && { securityContext: { privileged: true } }),
          ...(options.stdin && { stdin: true, ...(!options.leaveStdinOpen && { stdinOnce: true }) }),
          ...(options.tty && { tty: true }),
        },
      ],
      dnsPolicy: 'ClusterFirst',
      // A named seam: `run` has checked both policies before.
      restartPolicy: (restart || 'Always') as 'Always',
    },
  };
}

function parseEnv(text: string): EnvVar {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  if (equals <= 0 || isEnvVarName(name).length > 0) throw new Error(`invalid env: ${text}`);
  const value = text.slice(equals + 1);
  return { name, ...(value && { value }) };
}

function parseAnnotation(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new Error(`invalid annotation format: ${text}`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

export function parsePort(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
