// Short names for pieces of expressions, as of SpamAssassin's plugin ReplaceTags: `<A>` for all that looks like an A.

export interface ReplaceTags {
  start: string;
  end: string;
  readonly tag: Map<string, string>;
  readonly pre: Map<string, string>;
  readonly inter: Map<string, string>;
  readonly post: Map<string, string>;
}

export const noReplaceTags = (): ReplaceTags => ({
  start: '<',
  end: '>',
  tag: new Map(),
  pre: new Map(),
  inter: new Map(),
  post: new Map(),
});

/** Tags within tags are replaced this often, as in the plugin. */
const MAX_PASSES = 6;
const MAX_CHARACTERS = 100_000;

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The expression with the pieces that its tags stand for. A tag that nobody defined stays as it is. */
export function withTagsReplaced(expression: string, tags: ReplaceTags): string {
  const [start, end] = [quoted(tags.start), quoted(tags.end)];
  const anyTag = new RegExp(`(${start}[^<>\\s]{1,60}?${end})`);
  let text = expression;
  const taken = (kind: 'pre' | 'inter' | 'post'): string => {
    const found = new RegExp(`${start}${kind} (.{1,60}?)${end}`).exec(text);
    if (!found) return '';
    text = text.replace(found[0], () => '');
    return tags[kind].get(found[1] ?? '') ?? '';
  };
  for (let pass = 0; pass < MAX_PASSES && text.length < MAX_CHARACTERS; pass += 1) {
    const [pre, post, inter] = [taken('pre'), taken('post'), taken('inter')];
    let again = false;
    // Every other piece is a tag; an empty one stands between two tags.
    text = text
      .split(anyTag)
      .map((piece, index) => {
        if (index % 2 === 0) return piece === '' ? inter : piece;
        const replacement = tags.tag.get(piece.slice(tags.start.length, piece.length - tags.end.length));
        if (replacement === undefined) return piece;
        again ||= anyTag.test(replacement);
        return `${pre}${replacement}${post}`;
      })
      .join('');
    if (!again) break;
  }
  return text;
}
