import { expect, test } from 'vitest';
import { createLog } from '../../../src/engine/log/create-log.ts';

const linesOf = (write: (log: ReturnType<typeof createLog>) => void): string[] => {
  const lines: string[] = [];
  write(createLog({ write: (line: string) => lines.push(line) }));
  return lines;
};

test('an event is one line of JSON, whatever a client put into it', () => {
  const lines = linesOf((log) => log('smtp.ended', { helo: 'x"}\n{"event":"forged"}\r\n\u001b[31m', code: 500 }));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: 'smtp.ended',
    code: 500,
    helo: expect.stringContaining('forged'),
  });
});

test('secrets and content are not written, long values are cut', () => {
  const [line = ''] = linesOf((log) => log('x', { password: 'hunter2', body: 'Dear Ann', long: 'y'.repeat(5000) }));
  expect(line).not.toMatch(/hunter2|Dear Ann/);
  expect(line.length).toBeLessThan(600);
});
