/** Pods whose containers do not start, do not stay, or do not become ready. */
import { configMaps, runtimeClasses, secrets } from '../../../src/machinery/resources.ts';
import { sleeper, made, pod, withContainer, script, type Case } from './make.ts';
import type { Registries } from './registry.ts';

export const cannotStart = ({ plain: registry, tls }: Registries): readonly Case[] => [
  {
    why: 'pod/bad-name',
    make: [withContainer('bad-name', { image: 'Bad Name' })],
    chain: ['bad-image-name'],
    says: /has a name that is none/,
  },
  {
    why: 'pod/never',
    make: [withContainer('never', { image: 'example.test/absent:1', imagePullPolicy: 'Never' })],
    chain: ['image-never-pull'],
    says: /imagePullPolicy Never forbids to pull it/,
  },
  {
    why: 'pod/unknown',
    make: [withContainer('unknown', { image: `${registry}/open/app:1` })],
    chain: ['image-not-found'],
    says: /does not exist: 127.0.0.1:\d+ has no such repository or tag/,
  },
  {
    why: 'pod/closed',
    make: [withContainer('closed', { image: `${registry}/team/app:1` })],
    chain: ['image-unauthorized'],
    says: /wants credentials/,
  },
  {
    why: 'pod/unreachable',
    make: [withContainer('unreachable', { image: '127.0.0.1:9/team/app:1' })],
    chain: ['registry-unreachable'],
    says: /the node cannot reach 127.0.0.1:9/,
  },
  {
    why: 'pod/no-config',
    make: [withContainer('no-config', { envFrom: [{ configMapRef: { name: 'settings' } }] })],
    chain: ['missing-configmap'],
    says: /the ConfigMap settings that container c needs does not exist/,
  },
  {
    why: 'pod/no-secret',
    make: [
      pod('no-secret', {
        containers: [{ ...sleeper, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
        volumes: [{ name: 'v', secret: { secretName: 'password' } }],
      }),
    ],
    chain: ['missing-secret'],
    says: /the Secret password that volume v needs does not exist/,
  },
  {
    why: 'pod/no-key',
    make: [
      made(configMaps, { metadata: { name: 'half' }, data: { a: '1' } }),
      withContainer('no-key', { env: [{ name: 'B', valueFrom: { configMapKeyRef: { name: 'half', key: 'b' } } }] }),
    ],
    chain: ['missing-key'],
    says: /the ConfigMap half has no key b/,
  },
  {
    why: 'pod/no-item',
    make: [
      made(secrets, { metadata: { name: 'half' }, stringData: { a: '1' } }),
      pod('no-item', { volumes: [{ name: 'v', secret: { secretName: 'half', items: [{ key: 'b', path: 'b' }] } }] }),
    ],
    chain: ['missing-key'],
    says: /wants the key b/,
  },
  {
    why: 'pod/no-root',
    make: [withContainer('no-root', { securityContext: { runAsNonRoot: true } })],
    chain: ['run-as-non-root'],
    says: /must not run as root \(runAsNonRoot\), but its image busybox runs as root/,
  },
  {
    why: 'pod/no-command',
    make: [withContainer('no-command', { command: ['nonesuch'] })],
    chain: ['command-not-found'],
    says: /the command "nonesuch" of container c is not in its image/,
  },
  {
    why: 'pod/no-path',
    make: [pod('no-path', { volumes: [{ name: 'v', hostPath: { path: '/nonesuch/here', type: 'Directory' } }] })],
    chain: ['volume-mount'],
    says: /volume v cannot be mounted/,
  },
  {
    why: 'pod/no-handler',
    make: [
      made(runtimeClasses, { metadata: { name: 'odd' }, handler: 'odd' }),
      pod('no-handler', { runtimeClassName: 'odd' }),
    ],
    chain: ['runtime-handler'],
    says: /no handler "odd"/,
  },
  {
    why: 'pod/crashes',
    make: [withContainer('crashes', script('echo cannot find the database; exit 3'))],
    chain: ['crash'],
    says: /crashes with exit code 3[\s\S]*\| cannot find the database/,
  },
  {
    why: 'pod/fails',
    make: [withContainer('fails', script('echo boom; exit 7'), { restartPolicy: 'Never' })],
    chain: ['crash'],
    says: /failed with exit code 7[\s\S]*\| boom/,
  },
  {
    why: 'pod/ends',
    make: [withContainer('ends', script('echo done'))],
    chain: ['exits-at-once'],
    says: /ends by itself with exit code 0/,
  },
  {
    why: 'pod/greedy',
    make: [withContainer('greedy', { command: ['tail', '/dev/zero'], resources: { limits: { memory: '32Mi' } } })],
    chain: ['oom-killed'],
    says: /more memory than its limit of 32Mi/,
  },
  {
    why: 'pod/unalive',
    make: [
      withContainer('unalive', {
        livenessProbe: { exec: { command: ['cat', '/absent'] }, periodSeconds: 1, failureThreshold: 1 },
      }),
    ],
    chain: ['liveness-probe'],
    says: /since its liveness probe fails: cat: can't open '\/absent'/,
  },
  {
    why: 'pod/unstarted',
    make: [
      withContainer('unstarted', {
        startupProbe: { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 500 },
      }),
    ],
    chain: ['startup-probe'],
    says: /is not started: its startup probe fails: dial tcp .*: connect: connection refused/,
  },
  {
    why: 'pod/first',
    make: [pod('first', { initContainers: [{ ...sleeper, name: 'prepare', ...script('echo no schema; exit 4') }] })],
    chain: ['init-container-failing'],
    says: /init container prepare crashes with exit code 4[\s\S]*\| no schema/,
  },
  {
    why: 'pod/long-first',
    make: [pod('long-first', { initContainers: [{ ...sleeper, name: 'prepare' }] })],
    chain: ['init-container-running'],
    says: /waits for its init container prepare/,
  },
  {
    why: 'pod/gate',
    make: [pod('gate', { readinessGates: [{ conditionType: 'example.com/ok' }] })],
    chain: ['readiness-gates'],
    says: /nobody has set its condition example.com\/ok/,
  },
  {
    why: 'pod/filler',
    make: [
      pod('filler', {
        containers: [
          {
            ...sleeper,
            ...script('dd if=/dev/zero of=/v/f bs=1M count=3; sleep 999'),
            volumeMounts: [{ name: 'v', mountPath: '/v' }],
          },
        ],
        volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }],
      }),
    ],
    chain: ['evicted'],
    says: /was evicted: its emptyDir volume v grew beyond 1Mi/,
  },
  {
    why: 'pod/late',
    make: [pod('late', { activeDeadlineSeconds: 2 })],
    chain: ['deadline-exceeded'],
    says: /it was to run 2 seconds at most/,
  },
  {
    why: 'pod/foreign-image',
    make: [withContainer('foreign-image', { image: `${registry}/foreign/app:1` })],
    chain: ['image-platform'],
    says: /is not made for the node's processor/,
  },
  {
    why: 'pod/no-trust',
    make: [withContainer('no-trust', { image: `${tls}/open/app:1` })],
    chain: ['registry-certificate'],
    says: /shows no certificate that the node trusts/,
  },
  {
    why: 'pod/broken-registry',
    make: [withContainer('broken-registry', { image: `${registry}/broken/app:1` })],
    chain: ['image-pull-failed'],
    says: /cannot be pulled: .*500 Internal Server Error\.\n/,
  },
  {
    why: 'pod/cut-off',
    make: [withContainer('cut-off', { image: `${registry}/cut/app:1` })],
    chain: ['image-pull-failed'],
    says: /broke off before all of it had come/,
  },
  {
    why: 'pod/slow-image',
    make: [withContainer('slow-image', { image: `${registry}/slow/app:1` })],
    chain: ['starting'],
    says: /is starting since \w+: 0\/1 containers run\.\n {2}Pulling: Pulling image/,
  },
  {
    why: 'pod/no-variable',
    make: [
      pod('no-variable', {
        containers: [{ ...sleeper, volumeMounts: [{ name: 'v', mountPath: '/v', subPathExpr: '$(NONESUCH)' }] }],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    ],
    chain: ['container-config'],
    says: /container c cannot be made: missing value for "NONESUCH"/,
  },
  {
    why: 'pod/over-file',
    make: [
      pod('over-file', {
        containers: [{ ...sleeper, volumeMounts: [{ name: 'v', mountPath: '/etc/passwd' }] }],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    ],
    chain: ['container-start'],
    says: /container c cannot be started: "\/etc\/passwd" cannot be mounted over: not a directory\.\n/,
  },
  {
    why: 'pod/no-program',
    make: [withContainer('no-program', { command: ['/etc/passwd'] })],
    chain: ['command-not-executable'],
    says: /the command "\/etc\/passwd" of container c cannot be executed/,
  },
  {
    why: 'pod/hooked',
    make: [withContainer('hooked', { lifecycle: { postStart: { exec: { command: ['cat', '/absent'] } } } })],
    chain: ['post-start-hook'],
    says: /killed after each start, since its postStart hook fails[\s\S]*hook: run cat \/absent/,
  },
  {
    why: 'pod/bad-sysctl',
    make: [
      pod('bad-sysctl', { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_port_range', value: 'many' }] } }),
    ],
    chain: ['sandbox'],
    says: /its sandbox cannot be made: write \/proc\/sys\/net\/ipv4\/ip_local_port_range: invalid argument/,
  },
  {
    why: 'pod/unsafe',
    make: [pod('unsafe', { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } })],
    chain: ['refused-by-node'],
    says: /was refused by its node: forbidden sysctl: "kernel.msgmax" not allowlisted\.\n/,
  },
  {
    why: 'pod/other-system',
    make: [pod('other-system', { os: { name: 'windows' } })],
    chain: ['refused-by-node'],
    says: /was refused by its node: Failed to admit pod as the OS field doesn't match node OS/,
  },
];
