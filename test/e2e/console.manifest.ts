/** What the console's test makes by the console itself, from YAML. */

/** A kind of its own. */
export const widgetKind = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget, shortNames: [wd] }
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - { name: Colour, type: string, jsonPath: .spec.colour }
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              colour: { type: string, enum: [red, green] }
`;

export const widget = (name: string, colour: string): string => `apiVersion: example.com/v1
kind: Widget
metadata:
  name: ${name}
spec:
  colour: ${colour}
`;

export const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: clock
spec:
  schedule: "0 0 1 1 *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: clock
            image: busybox
            imagePullPolicy: IfNotPresent
            command: [sh, -c, "echo it is $(date -u)"]
`;
