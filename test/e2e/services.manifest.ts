/** The Pods and Services of the test of Services: web servers that say who they are, and one Pod that asks. */
const server = (name: string, extra: string, app = name): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${app} } }
spec:
  ${extra}
  terminationGracePeriodSeconds: 1
  containers:
  - name: web
    image: busybox
    imagePullPolicy: IfNotPresent
    command: [sh, -c, 'mkdir /www; echo ${name} > /www/index.html; touch /www/ready; exec httpd -f -p 8080 -h /www']
    ports: [{ name: http, containerPort: 8080 }]
    readinessProbe: { exec: { command: [test, -e, /www/ready] }, periodSeconds: 1 }
---`;

const service = (name: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: ${spec}
---`;

export const manifest = [
  server('web-0', 'hostname: web-0\n  subdomain: peers', 'web'),
  server('web-1', 'hostname: web-1\n  subdomain: peers', 'web'),
  server('alone', 'hostname: alone'),
  `
apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - { name: shell, image: busybox, imagePullPolicy: IfNotPresent, command: [sleep, '3600'] }
---`,
  service('web', '{ type: NodePort, selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }'),
  service('peers', '{ clusterIP: None, selector: { app: web }, ports: [{ name: http, port: 8080 }] }'),
  service('sticky', '{ sessionAffinity: ClientIP, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }'),
  service('self', '{ selector: { app: alone }, ports: [{ port: 80, targetPort: 8080 }] }'),
  service('nobody', '{ selector: { app: nobody }, ports: [{ port: 80 }] }'),
  service(
    'balanced',
    '{ type: LoadBalancer, externalTrafficPolicy: Local, selector: { app: web }, ports: [{ port: 18080, targetPort: 8080 }] }',
  ),
  service('alias', '{ type: ExternalName, externalName: web.default.svc.cluster.local }'),
].join('');
