/** PodTemplates. */
import type { PodTemplate } from '../../../api/core/v1.ts';
import { path, required } from '../../../machinery/fieldError.ts';
import type { FieldError } from '../../../machinery/fieldError.ts';
import { formatLabels } from '../../../machinery/labels.ts';
import { podTemplates } from '../../../machinery/resources.ts';
import { semanticEqual } from '../../../machinery/equal.ts';
import { registration } from '../../registration.ts';
import { validatePodTemplate } from '../pods/validation/podSpec.ts';
import { column, nameColumn, nameOf } from '../shared/columns.ts';
import { firstGeneration } from '../shared/strategy.ts';
import { allVerbs } from '../shared/verbs.ts';
import { containerCells, setTemplateDefaults, templateWarnings } from './template.ts';

const validate = ({ template }: PodTemplate): FieldError[] =>
  template ? validatePodTemplate(template, path('template')) : [required(path('template'))];

export const podTemplateRegistration = registration<PodTemplate>({
  resource: podTemplates,
  verbs: allVerbs,
  table: {
    columns: [
      nameColumn,
      column('Containers', 'string', 'Names of the containers in the template.'),
      column('Images', 'string', 'Images of the containers in the template.'),
      column('Pod Labels', 'string', 'Labels of the template.'),
    ],
    row: (template) => [
      nameOf(template),
      ...containerCells(template.template?.spec?.containers),
      formatLabels(template.template?.metadata?.labels),
    ],
  },
  strategy: {
    setDefaults: ({ template }) => setTemplateDefaults(template),
    prepareForCreate(template) {
      firstGeneration(template);
    },
    prepareForUpdate(template, old) {
      if (!semanticEqual(template.template, old.template))
        (template.metadata ??= {}).generation = (old.metadata?.generation ?? 0) + 1;
    },
    validate,
    validateUpdate: validate,
    warnings: ({ template }) => templateWarnings(template?.spec, 'template.spec'),
    unconditionalUpdate: true,
  },
});
