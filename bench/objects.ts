/** Objects of about 1 KB, as clusters are full of. `name` may be a placeholder. */
import type { ConfigMap, Pod } from '../src/api/core/v1.ts';

export function benchConfigMap(name: string): ConfigMap {
  const lines = Array.from({ length: 10 }, (_, i) => [
    `setting-${i}.conf`,
    `listen = 0.0.0.0:80${i}\ntimeout = ${i}s\n`.padEnd(64, '#'),
  ]);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', labels: { app: 'bench', tier: 'backend' } },
    data: Object.fromEntries(lines),
  };
}

export function benchPod(name: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'bench', tier: 'backend' } },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'registry.example/web:1.25',
          ports: [{ name: 'http', containerPort: 8080 }],
          env: [
            { name: 'MODE', value: 'production' },
            { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
        },
      ],
    },
  };
}
