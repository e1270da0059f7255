// The tokens of HTML as browsers see them (parse5's tokenizer, WHATWG HTML section 13.2.5), with their places in the source.
// Bounded and in slices, so that no message holds up the others. Knows no mail.
import { type Token, Tokenizer, TokenizerMode } from 'parse5';

export type TagToken = Token.TagToken;

export interface HtmlHandler {
  startTag(tag: TagToken): void;
  endTag(tag: TagToken): void;
  text(text: string): void;
}

export interface HtmlBudget {
  /** Characters of HTML that may still be read; shared by all parts of a message. */
  characters: number;
  /** When to stop, on `clock`. */
  readonly deadlineSeconds: number;
  /** Seconds, of any origin. */
  readonly clock: () => number;
}

/** HTML of one message [A]. Hostile HTML costs up to 0.6 µs a character [M], usual HTML 0.04 µs. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
const MAX_SECONDS = 10;
/** A tag longer than this is not read on; images within the HTML (data:) fit [A]. */
const MAX_TAG_CHARACTERS = 2 * 1024 * 1024;
const SLICE_CHARACTERS = 8192;

export const htmlBudget = (clock: () => number): HtmlBudget => ({
  characters: MAX_CHARACTERS,
  deadlineSeconds: clock() + MAX_SECONDS,
  clock,
});

/** Elements whose content is no markup (section 13.2.6.4): how a tokenizer has to go on behind their start tags. */
const CONTENT_MODES: ReadonlyMap<string, Tokenizer['state']> = new Map([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
  ['style', TokenizerMode.RAWTEXT],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
  ['noembed', TokenizerMode.RAWTEXT],
  ['noframes', TokenizerMode.RAWTEXT],
  ['plaintext', TokenizerMode.PLAINTEXT],
]);

/**
 * Elements in which the tree of a browser goes on by other rules, so that the same characters may be other tokens there: within
 * them our tokens are a guess. Whoever changes HTML has to make them ineffective first.
 */
export const CHANGES_RULES: ReadonlySet<string> = new Set([
  'svg',
  'math',
  'select',
  'template',
  'noscript',
  'frameset',
]);

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads HTML to its end. @returns false when it was given up: too large, too long a tag, or out of time. */
export async function readHtml(html: string, handler: HtmlHandler, budget: HtmlBudget): Promise<boolean> {
  if (html.length > budget.characters) return false;
  budget.characters -= html.length;
  let behindToken = 0;
  const seen = ({ location }: Token.Token): void => {
    behindToken = location?.endOffset ?? behindToken;
  };
  const text = (token: Token.CharacterToken): void => {
    seen(token);
    handler.text(token.chars);
  };
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag(tag) {
        seen(tag);
        const mode = CONTENT_MODES.get(tag.tagName);
        if (mode !== undefined) tokenizer.state = mode;
        handler.startTag(tag);
      },
      onEndTag(tag) {
        seen(tag);
        handler.endTag(tag);
      },
      onCharacter: text,
      onWhitespaceCharacter: text,
      onNullCharacter: seen,
      onComment: seen,
      onDoctype: seen,
      onEof() {},
      onParseError: null,
    },
  );
  for (let at = 0; at < html.length || at === 0; at += SLICE_CHARACTERS) {
    const last = at + SLICE_CHARACTERS >= html.length;
    tokenizer.write(html.slice(at, at + SLICE_CHARACTERS), last);
    if (last) break;
    if (at - behindToken > MAX_TAG_CHARACTERS || budget.clock() > budget.deadlineSeconds) return false;
    await pause();
  }
  return true;
}
