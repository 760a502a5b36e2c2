import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { columnsOf, columnsOfTemplate, CustomColumnsPrinter } from './customColumns.ts';
import { sortBy } from './sortBy.ts';
import { TabWriter, tableTabs, describeTabs } from './tabWriter.ts';

const pod = (name: string, extra: object = {}): { metadata: { name: string } } => ({ metadata: { name }, ...extra });

describe('custom columns', () => {
  test('print heads, joined values and <none>', () => {
    const printer = new CustomColumnsPrinter(columnsOf('NAME:.metadata.name,C:.list[*],X:.nope'), false);
    assert.equal(
      printer.print({ kind: 'PodList', items: [pod('a', { list: [1, 2] }), pod('b')] }),
      'NAME   C        X\na      1,2      <none>\nb      <none>   <none>\n',
    );
  });
  test('come from a file of two lines', () => {
    const printer = new CustomColumnsPrinter(columnsOfTemplate('NAME  N\nmetadata.name  .n\n'), true);
    assert.equal(printer.print(pod('a', { n: 1 })), 'a     1\n');
  });
  test('are refused without a path', () => {
    assert.throws(() => columnsOf('NAME'), /expected <header>:<json-path-expr>/);
    assert.throws(() => columnsOfTemplate('A B\n.a\n'), /number of headers \(2\) and field specifications \(1\)/);
  });
});

describe('sorting by a field', () => {
  const names = (items: readonly { metadata: { name: string } }[], field: string): string =>
    sortBy(items, field, (i) => i)
      .map((i) => i.metadata.name)
      .join('');
  test('compares texts, numbers and quantities', () => {
    assert.equal(names([pod('b'), pod('a')], '.metadata.name'), 'ab');
    assert.equal(names([pod('a', { n: 10 }), pod('b', { n: 9 })], '{.n}'), 'ba');
    assert.equal(names([pod('a', { q: '1Gi' }), pod('b', { q: '500Mi' })], 'q'), 'ba');
  });
  test('puts what has no such field first', () => assert.equal(names([pod('a', { n: 1 }), pod('b')], '.n'), 'ba'));
  test('is refused when nothing has the field', () =>
    assert.throws(() => names([pod('a')], '.nope'), /couldn't find any field with path "\{\.nope\}"/));
});

describe('columns of text', () => {
  const aligned = (options: typeof tableTabs, text: string): string => {
    const writer = new TabWriter(options);
    writer.write(text);
    return writer.flush();
  };
  test('are as wide as their widest cell, and no narrower than six', () => {
    assert.equal(aligned(tableTabs, 'A\tB\nlonger\tx\n'), 'A        B\nlonger   x\n');
    assert.equal(aligned(tableTabs, 'A\tB\n'), 'A     B\n');
  });
  test('end where a line has no such cell', () => {
    assert.equal(
      aligned(describeTabs, 'Name:\tx\nVery long:\ty\nplain\nA:\tz\n'),
      'Name:       x\nVery long:  y\nplain\nA:  z\n',
    );
  });
  test('do not shrink from one flush to the next', () => {
    const writer = new TabWriter(tableTabs);
    writer.write('longer name\tx\n');
    writer.flush();
    writer.write('a\ty\n');
    assert.equal(writer.flush(), 'a             y\n');
  });
});
