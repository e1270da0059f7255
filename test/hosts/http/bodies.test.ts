import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/http/parse-json.ts';
import { problemOf, testServer } from './test-server.ts';

const manyKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;

describe('a body', () => {
  test.each([
    ['no JSON', '{"users":'],
    ['YAML', 'users: 200'],
    ['nothing', ''],
    ['a list', '[200]'],
    ['a number', '200'],
    ['null', 'null'],
  ])('of %s is refused with its problem', async (_what, body) => {
    const { post } = await testServer();
    const response = await post('/api/v1/size', body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The input has 1 problem.',
      problems: [{ path: '(file)', got: expect.any(String), wanted: expect.any(String), hint: expect.any(String) }],
    });
  });

  test('that is no JSON is not quoted back', async () => {
    const { post } = await testServer();
    expect(await (await post('/api/v1/simulate', '{"password": hunter2}')).text()).not.toContain('hunter2');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/yaml', 'application/jsonp'])(
    'of type %s is refused with 415',
    async (type) => {
      const { post } = await testServer();
      const response = await post('/api/v1/size', '{"users":200}', { headers: { 'Content-Type': type } });
      expect(response.status).toBe(415);
      expect(response.headers.get('accept')).toBe('application/json');
    },
  );

  test('in an unknown character set, or packed, is refused with 415', async () => {
    const { post } = await testServer();
    const type = { 'Content-Type': 'application/json; charset=klingon' };
    expect((await post('/api/v1/size', '{"users":200}', { headers: type })).status).toBe(415);
    const packed = { body: gzipSync('{"users":200}'), headers: { 'Content-Encoding': 'gzip' } };
    expect((await post('/api/v1/size', '', packed)).status).toBe(415);
  });

  test.each([
    ['/api/v1/size', 16 * 1024],
    ['/api/v1/simulate', 1024 * 1024],
  ])('for %s may have %i bytes and no more', async (path, limit) => {
    const { post } = await testServer();
    expect((await post(path, `{}${' '.repeat(limit - 2)}`)).status).toBe(400);
    expect((await post(path, `{}${' '.repeat(limit - 1)}`)).status).toBe(413);
  });

  test('names every fault at once', async () => {
    const { post } = await testServer();
    const { problems } = await problemOf(await post('/api/v1/size', { users: -3, yeers: 4, meanMessageBytes: 'big' }));
    expect(problems.map(({ path }) => path).sort()).toEqual(['meanMessageBytes', 'users', 'yeers']);
    expect(JSON.stringify(problems)).toContain('Did you mean \\"years\\"?');
  });

  test('of nothing but faults is answered with the first 200 of them', async () => {
    const { post } = await testServer();
    const answer = await problemOf(await post('/api/v1/size', manyKeys(1000)));
    expect(answer.detail).toBe('The input has 1001 problems, the first 200 of them listed.');
    expect(answer.problems).toHaveLength(200);
  });
});

describe('JSON', () => {
  const reading = (text: string): string => {
    try {
      return JSON.stringify(parseJson(text, 'body'));
    } catch (error) {
      return String(error);
    }
  };

  test('is read exactly', () => {
    const text = '{"a":[0.1,1e3,-0,"\\u00e9\\"}{",true,null],"b":{"a":{}}}';
    expect(parseJson(text, 'body')).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"a":1,\n "__proto__": {"b":1}}', 'line 2, column 2: got the key "__proto__"'],
    ['{"constructor": 1}', 'the key "constructor"'],
    ['{"\\u005f_proto__": 1}', 'the key "__proto__"'],
    ['{"users":1,"users":2}', 'line 1, column 12: got the key "users" again'],
    ['{"users":1,"\\u0075sers":2}', 'the key "users" again'],
    ['['.repeat(33) + ']'.repeat(33), 'deeper nesting; wanted at most 32 levels'],
    [`[${'1,'.repeat(100_000)}1]`, 'more than 100000 values'],
  ])('%.40s is refused', (text, wanted) => {
    expect(reading(text)).toContain(wanted);
  });

  test('with the same key in different objects is fine, and so are 32 levels', () => {
    expect(reading('[{"a":1},{"a":{"a":1}}]')).toBe('[{"a":1},{"a":{"a":1}}]');
    expect(reading('['.repeat(32) + ']'.repeat(32))).toMatch(/^\[/);
  });

  test.each([
    ['50,000 keys in one object', manyKeys(49_000)],
    ['a million brackets', '['.repeat(1_000_000)],
    ['a million balanced brackets', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['half a million escapes', `"${'\\\\'.repeat(500_000)}"`],
    ['half a million escapes without an end', `"${'\\\\'.repeat(500_000)}`],
  ])('of %s takes no time', (_what, text) => {
    const started = performance.now();
    reading(text);
    // A quadratic parser takes ten seconds and more; this one a few dozen milliseconds.
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
