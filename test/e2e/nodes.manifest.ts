/** The workloads of the test of several nodes: web servers that say on which node they are, and who asked. */
const server = `
      - name: web
        image: busybox
        imagePullPolicy: IfNotPresent
        env: [{ name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }]
        command:
        - sh
        - -c
        - |
          mkdir -p /www/cgi-bin
          printf '#!/bin/sh\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\n"\\necho %s $REMOTE_ADDR\\n' "$NODE" > /www/cgi-bin/who
          chmod +x /www/cgi-bin/who
          exec httpd -f -p 8080 -h /www`;

export const manifest = (hostPort: number, lonely: string): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:${server}
        ports: [{ name: http, containerPort: 8080, hostPort: ${hostPort} }]
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: lonely }
spec:
  selector: { matchLabels: { app: lonely } }
  template:
    metadata: { labels: { app: lonely } }
    spec:
      nodeSelector: { kubernetes.io/hostname: ${lonely} }
      terminationGracePeriodSeconds: 0
      containers:${server}
---
apiVersion: v1
kind: Service
metadata: { name: lonely }
spec:
  type: NodePort
  externalTrafficPolicy: Local
  selector: { app: lonely }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: spread }
spec:
  replicas: 3
  selector: { matchLabels: { app: spread } }
  template:
    metadata: { labels: { app: spread } }
    spec:
      terminationGracePeriodSeconds: 1
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: { matchLabels: { app: spread } }
      tolerations:
      - { key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 2 }
      - { key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 2 }
      containers:
      - { name: sleep, image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }
`;

/** Lets the web servers in to the lonely one, and nobody else. */
export const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: lonely }
spec:
  podSelector: { matchLabels: { app: lonely } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]
`;
