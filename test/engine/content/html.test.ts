import fc from 'fast-check';
import { parse, serialize } from 'parse5';
import { describe, expect, test } from 'vitest';
import { deceptionOf } from '../../../src/engine/content/deceptive-link.ts';
import { editedHtml, examineHtml, NO_CHANGES } from '../../../src/engine/content/examine-html.ts';
import { htmlToText } from '../../../src/engine/content/html-to-text.ts';
import { htmlBudget } from '../../../src/engine/content/read-html.ts';
import { HTML_TAGS, type HtmlTag } from '../../../src/pipeline/rewrite-plan.ts';

const clock = () => performance.now() / 1000;
const examine = async (html: string) => {
  const found = await examineHtml(html, NO_CHANGES, htmlBudget(clock));
  if (found === null) throw new Error('given up');
  return found;
};
const disarmed = async (
  html: string,
  tags: readonly HtmlTag[] = HTML_TAGS,
  highlightPhishing = false,
): Promise<string> => {
  const found = await examineHtml(html, { disarm: new Set(tags), highlightPhishing }, htmlBudget(clock));
  if (found === null) throw new Error('given up');
  return editedHtml(html, found.edits);
};
const asText = (html: string) => htmlToText(html, htmlBudget(clock));

describe('tags with an action of their own', () => {
  test.each<[string, readonly HtmlTag[]]>([
    ['<p>hello <b>world</b></p>', []],
    ['<IFRAME src=x></iframe>', ['iframe']],
    ['<frameset><frame src=x></frameset>', ['iframe']],
    ['<form action="http://x/"><input></form>', ['form']],
    ['<button formaction=x>', ['form']],
    ['<script>alert(1)</script>', ['script']],
    ['<script/src=x>', ['script']],
    ['<p onclick="x()">', ['script']],
    ['<body/onload=x>', ['script']],
    ['<a href="javascript:x">', ['script']],
    ['<a href=" \n\tJaVa\nScript:x">', ['script']],
    ['<a href="&#106;avascript:x">', ['script']],
    ['<a href="data:text/html,<script>">', ['script']],
    ['<svg><b></svg>', ['script']],
    ['<object data=x></object>', ['object']],
    ['<embed src=x>', ['object']],
    ['<applet code=x>', ['object']],
    ['<p srcdoc=x>', ['iframe']],
    ['<img src="http://t.example/x.gif" width=1 height=1>', ['webBug']],
    ['<img src="//t.example/x.gif" style="width:1px; height:0">', ['webBug']],
    ['<img src="https://t.example/x.gif" style="display:none">', ['webBug']],
    ['<img src="http://t.example/x.gif" width=600 height=1>', []],
    ['<img src="cid:logo" width=1 height=1>', []],
    ['<img src="http://t.example/photo.jpg">', []],
    // Nothing of this is a tag.
    ['<!-- <script> --> &lt;form&gt; < iframe', []],
    ['<title><script></title>', []],
    ['<style><iframe></style><textarea><form></textarea>', []],
    ['<p title="<script>">', []],
    // Where browsers go on by other rules, whatever looks like a tag is one.
    ['<select><xmp></select><iframe src=x></xmp></select>', ['iframe']],
    ['<noscript><p title="</noscript><script>x</script>">', ['script']],
  ])('%s: %j', async (html, wanted) => {
    expect([...(await examine(html)).tags].sort()).toEqual([...wanted].sort());
  });
});

describe('what is disarmed', () => {
  test.each([
    ['<p>a<script>b<i></script>c', '<p>a<!-- removed -->c'],
    ['<p>a<script>b', '<p>a<!-- removed -->'],
    ['<iframe src=x><img></iframe>z', '<!-- removed -->z'],
    ['<form action=x><input></FORM>', '<x-off-form action=x ><input></x-off-form>'],
    ['<p onclick=x class="k" id=i>', '<p class="k" id=i >'],
    // The second one would come to life.
    ['<p onclick=x onclick=y>', '<p>'],
    ['<a href="javascript:x" title=\'t\'>', "<a title='t' >"],
    ['<img width=1 height=1 src=http://t.example/>', '<img width=1 height=1 >'],
    ['<svg onload=x><b>y</b></svg>', '<x-off-svg><b>y</b></x-off-svg>'],
    ['<object data=x>instead</object>', '<x-off-object data=x >instead</x-off-object>'],
    ['<p>caf\xe9 &eacute; <b>x</b>', '<p>caf\xe9 &eacute; <b>x</b>'],
  ])('%s becomes %s', async (html, wanted) => {
    expect(await disarmed(html)).toBe(wanted);
  });
  test('is only what was asked for', async () => {
    expect(await disarmed('<form onsubmit=x></form><script>y</script>', ['form'])).toBe(
      '<x-off-form onsubmit=x ></x-off-form><script>y</script>',
    );
  });

  /** What a browser would make of it: names of elements and attributes in the tree, with the text of none. */
  function dangers(html: string): string[] {
    const found: string[] = [];
    const walk = (node: {
      nodeName: string;
      attrs?: { name: string; value: string }[];
      childNodes?: unknown[];
      content?: unknown;
    }): void => {
      if (/^(?:script|iframe|frame|frameset|form|object|embed|applet|svg|math)$/.test(node.nodeName))
        found.push(node.nodeName);
      for (const { name, value } of node.attrs ?? []) {
        if (/^on[a-z]/.test(name) || name === 'srcdoc' || name === 'formaction') found.push(name);
        if (/^(?:href|src|action|data)$/.test(name) && /^[\0- ]*javascript:/i.test(value.replace(/[\t\r\n]/g, '')))
          found.push(`${name}=javascript`);
      }
      for (const child of [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])])
        walk(child as typeof node);
    };
    walk(parse(html) as never);
    return found;
  }
  const snippet = fc.constantFrom(
    '<script>',
    '</script>',
    '<script',
    '<iframe src=x>',
    '</iframe>',
    '<form>',
    '</form>',
    '<svg>',
    '</svg>',
    '<math>',
    '<mtext>',
    '<mglyph>',
    '<style>',
    '</style>',
    '<select>',
    '</select>',
    '<option>',
    '<xmp>',
    '</xmp>',
    '<title>',
    '</title>',
    '<textarea>',
    '</textarea>',
    '<template>',
    '</template>',
    '<noscript>',
    '</noscript>',
    '<noembed>',
    '</noembed>',
    '<noframes>',
    '<plaintext>',
    '<frameset>',
    '<frame>',
    '<table>',
    '<tr>',
    '<td>',
    '<col>',
    '<colgroup>',
    '<caption>',
    '</table>',
    '<!--',
    '-->',
    '--!>',
    '<!',
    '<![CDATA[',
    ']]>',
    '<p title="',
    '"',
    "'",
    '>',
    '<',
    '/',
    '=',
    ' onerror=x',
    ' onerror=y',
    ' href=javascript:a',
    '<img src=1',
    '<a',
    '<b>',
    '</b>',
    '<foreignObject>',
    '<desc>',
    '<annotation-xml encoding="text/html">',
    '<object>',
    '<embed>',
    '&lt;',
    '\r\n',
    'text',
    '\0',
    '<body',
    '<html',
    '<head>',
    '</head>',
    '<base>',
    '<input formaction=x>',
    '<p srcdoc=x>',
    '<br>',
    '<li>',
    '<marquee',
    '<image',
    '<isindex',
    '<keygen>',
    '<menuitem>',
  );
  const soup = fc.array(snippet, { maxLength: 14 }).map((pieces) => pieces.join(''));

  test('does nothing in a browser any more, however it was mixed up', async () => {
    let dangerous = 0;
    await fc.assert(
      fc.asyncProperty(soup, async (html) => {
        if (dangers(html).length > 0) dangerous += 1;
        const result = await disarmed(html);
        expect(dangers(result)).toEqual([]);
        // Also not after somebody reads it in and writes it out again.
        expect(dangers(serialize(parse(result)))).toEqual([]);
      }),
      { numRuns: 4000, seed: 11 },
    );
    // The negative control: untouched, much of it is dangerous.
    expect(dangerous).toBeGreaterThan(1000);
  });
  test('was found before: what a browser would act on is never overlooked', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async (html) => {
        if (dangers(html).length > 0) expect((await examine(html)).tags.size).toBeGreaterThan(0);
      }),
      { numRuns: 4000, seed: 12 },
    );
  });
  test('stays as it was where nothing is dangerous', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const html = `<p>${text.replace(/[<>&]/g, '')}</p>`;
        expect(await disarmed(html)).toBe(html);
      }),
    );
  });
});

describe('a link deceives', () => {
  test.each<[string, string, boolean]>([
    ['https://evil.example/', 'https://www.bank.com/login', true],
    ['https://evil.example/', 'www.bank.com', true],
    ['https://evil.example/', 'Please go to www.bank.com now', true],
    ['https://evil.example/', 'bank.com', true],
    ['https://bank.com.evil.example/', 'bank.com', true],
    ['https://evil.example/bank.com', 'bank.com', true],
    ['http://93.184.216.34/', 'click here', true],
    ['http://1572395042/', 'click here', true],
    ['http://0x5db8d822/', 'click here', true],
    ['http://[2001:db8::1]/', 'click here', true],
    ['https://www.bank.com@evil.example/', 'click here', true],
    ['//evil.example/', 'www.bank.com', true],
    ['\\\\evil.example/', 'www.bank.com', true],
    ['ht\ntps://evil.example/', 'www.bank.com', true],
    ['https://evil.example/', 'www.ba\u200bnk.com', true],
    ['https://xn--80ak6aa92e.com/', 'www.apple.com', true],
    ['https://www.bank.com/', 'bank.com', false],
    ['https://login.bank.com/', 'https://www.bank.com/', false],
    ['https://b\xfccher.example/', 'www.b\xfccher.example', false],
    ['https://BANK.com/', 'Bank.Com', false],
    ['https://shop.example/', 'our shop', false],
    ['https://shop.example/', 'Version 2.0 is here', false],
    ['https://shop.example/', 'Ltd. and Co. KG', false],
    ['mailto:a@bank.com', 'www.other.com', false],
    ['#top', 'www.bank.com', false],
    ['not a link', 'www.bank.com', false],
    ['', '', false],
  ])('%j with the text %j: %s', (href, text, wanted) => {
    expect(deceptionOf(href, text) !== null).toBe(wanted);
  });
  test('and a warning stands in front of it, that nothing of the link can break', async () => {
    const html = '<p>x <a href="http://evil.example/">www.b<b>ank</b>.com</a></p>';
    const result = await disarmed(html, [], true);
    expect(result).toContain('[Possible fraud: this link leads to evil.example, not to www.bank.com]');
    expect(result.replace(/<b\r\n [\s\S]*?\r\n > /, '')).toBe(html);
    expect(await disarmed('<a href=http://1.2.3.4/>x</a><a href=http://ok.example/>y</a>', [], true)).toMatch(
      /^<b\r\n style="color:#c00000">\[Possible fraud: this link leads to 1\.2\.3\.4\]<\/b\r\n > <a/,
    );
  });
});

describe('HTML as plain text', () => {
  test.each([
    ['<h1>Hello  <b>wor</b>ld</h1><p>One\r\n two<br>three', 'Hello world\n\nOne two\nthree\n'],
    ['a &amp; b &#60; &euro;', 'a & b < €\n'],
    ['<ul><li>one<li>two</ul>after', '* one\n* two\n\nafter\n'],
    ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</table>', '1 2\n3\n'],
    ['see <a href="https://a.example/x">here</a>.', 'see here <https://a.example/x>.\n'],
    ['<a href="https://a.example/">https://a.example/</a>', 'https://a.example/\n'],
    ['<a href="javascript:x">here</a>', 'here\n'],
    ['<style>p{}</style><script>x</script><title>t</title>text<!-- no -->', 'text\n'],
    ['<pre>a\n  b</pre>', 'a\n  b\n'],
    ['<img src=x alt="a logo">', 'a logo\n'],
    ['<head><p>seen', 'seen\n'],
    ['', '\n'],
  ])('%j is %j', async (html, wanted) => {
    expect(await asText(html)).toBe(wanted);
  });
});

describe('HTML that is made to do harm', () => {
  const MIB = 1024 ** 2;
  test.each([
    ['nested tags', '<div>'.repeat(400_000)],
    ['nested images within', '<svg>'.repeat(400_000)],
    ['open tags', '<a'.repeat(MIB)],
    ['open comments', '<!--'.repeat(MIB / 2)],
    ['entities', '&am'.repeat(MIB / 2)],
    ['attributes', `<a ${'x=1 '.repeat(MIB / 4)}>`],
    ['attributes of different names', `<a ${Array.from({ length: 150_000 }, (_, i) => `x${i}`).join(' ')}>`],
    ['an attribute', `<a x="${'y'.repeat(3 * MIB)}">`],
    ['links in links', '<a href=http://x>'.repeat(100_000)],
    ['handlers', '<p onclick=x>'.repeat(100_000)],
    ['ten megabytes', '<div>'.repeat(2_100_000)],
  ])(
    'is read or given up in bounded time, and others get their turn: %s',
    async (_what, html) => {
      let turns = 0;
      let running = true;
      const others = (async () => {
        while (running) {
          turns += 1;
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const started = performance.now();
      await examineHtml(html, { disarm: new Set(HTML_TAGS), highlightPhishing: true }, htmlBudget(clock));
      await asText(html);
      running = false;
      await others;
      // Twice the budget of ten seconds, and the last slice.
      expect(performance.now() - started).toBeLessThan(25_000);
      if (html.length < 8 * MIB) expect(turns).toBeGreaterThan(50);
    },
    60_000,
  );
  test('is given up when its budget of characters is used up by parts before it', async () => {
    const budget = htmlBudget(clock);
    const half = '<p>x</p>'.repeat(600_000);
    expect(await examineHtml(half, NO_CHANGES, budget)).not.toBeNull();
    expect(await examineHtml(half, NO_CHANGES, budget)).toBeNull();
  });
  test('is given up when time is up', async () => {
    let now = 0;
    const slow = () => {
      now += 3;
      return now;
    };
    expect(await examineHtml('<p>x</p>'.repeat(100_000), NO_CHANGES, htmlBudget(slow))).toBeNull();
  });
});
