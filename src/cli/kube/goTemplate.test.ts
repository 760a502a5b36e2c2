import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileGoTemplate } from './goTemplate.ts';

const data = { name: 'web', n: 3, list: ['a', 'b'], map: { y: 2, x: 1 }, empty: '', secret: 'aGVsbG8=', nothing: null };
const print = (template: string): string => compileGoTemplate(template).print(data);

describe('Go templates', () => {
  test('print fields, and <no value> for what is missing', () => {
    assert.equal(
      print('{{.name}} {{.n}} {{.map}} {{.list}} {{.nope}} {{.nope.deeper}}'),
      'web 3 map[x:1 y:2] [a b] <no value> <no value>',
    );
  });
  test('range over lists and maps, with variables and else', () => {
    assert.equal(print('{{range $i, $v := .list}}{{$i}}={{$v}};{{end}}'), '0=a;1=b;');
    assert.equal(print('{{range $k, $v := .map}}{{$k}}={{$v}};{{end}}'), 'x=1;y=2;');
    assert.equal(print('{{range .nope}}x{{else}}none{{end}}'), 'none');
  });
  test('break and continue', () => {
    assert.equal(print('{{range .list}}{{if eq . "a"}}{{continue}}{{end}}{{.}}{{end}}'), 'b');
    assert.equal(print('{{range .list}}{{.}}{{break}}{{end}}'), 'a');
  });
  test('branch by if, else if, else and with', () => {
    assert.equal(print('{{if .empty}}a{{else if gt .n 2}}b{{else}}c{{end}}'), 'b');
    assert.equal(print('{{with .map}}{{.x}}{{end}}{{with .empty}}x{{else}}none{{end}}'), '1none');
  });
  test('keep the root as $', () => assert.equal(print('{{range .list}}{{$.name}}{{end}}'), 'webweb'));
  test('assign to outer variables', () => {
    assert.equal(print('{{$n := 0}}{{range .list}}{{$n = len .}}{{end}}{{$n}}'), '1');
  });
  test('trim white space beside markers', () => assert.equal(print('a  {{- .n -}}  b'), 'a3b'));
  test('call functions, nested and in pipelines', () => {
    assert.equal(print('{{printf "%-5s|%03d|%q|%v" .name .n .name .list}}'), 'web  |003|"web"|[a b]');
    assert.equal(print('{{.secret | base64decode | printf "%s!"}}'), 'hello!');
    assert.equal(print('{{index .list 1}} {{index .map "y"}} {{len .name}}'), 'b 2 3');
    assert.equal(
      print('{{and .n .name}} {{or .empty "x"}} {{not .n}} {{eq .n 1 3}} {{ne .n 1}}'),
      'web x false true true',
    );
    assert.equal(print('{{(index .list 0) | html}} {{if (exists . "map" "x")}}yes{{end}}'), 'a yes');
  });
  test('define and use templates', () => {
    assert.equal(print('{{define "t"}}<{{.}}>{{end}}{{range .list}}{{template "t" .}}{{end}}'), '<a><b>');
  });
  test('leave comments out', () => assert.equal(print('a{{/* no }} */}}b'), 'ab'));
  test('refuse what is no template', () => {
    assert.throws(() => compileGoTemplate('{{.a'), /unclosed action/);
    assert.throws(() => compileGoTemplate('{{nope .a}}'), /function "nope" not defined/);
    assert.throws(() => compileGoTemplate('{{if .a}}x'), /unexpected EOF/);
  });
  test('throw for missing members when strict', () => {
    assert.throws(
      () => compileGoTemplate('{{.nope}}', { strict: true }).print(data),
      /map has no entry for key "nope"/,
    );
  });
});
