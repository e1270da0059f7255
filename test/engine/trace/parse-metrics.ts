// The text format of Prometheus, version 0.0.4, as strictly as a scraper reads it.

const COMMENT = /^# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*\})?) (\S+)$/;

/** Values by name with labels. @throws when a line is neither a comment nor a sample */
export function parseMetrics(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || COMMENT.test(line)) continue;
    const [, name, text = ''] = SAMPLE.exec(line) ?? [];
    const value = text === 'Nan' ? Number.NaN : Number(text);
    if (name === undefined || (text !== 'Nan' && Number.isNaN(value))) throw new Error(`no metric: ${line}`);
    values.set(name, value);
  }
  return values;
}
