// Chromium for the tests of the page, and a visit that remembers everything the browser complained about.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ARGUMENTS });

export interface Visit {
  readonly page: Page;
  /** Errors on the console, uncaught ones, and violations of the content policy. */
  readonly complaints: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

/** Opens the page in a profile of its own and waits for the answer. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  page.on('pageerror', ({ message }) => heard.push(message));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) =>
      console.error(`content policy: ${violatedDirective} ${sourceFile}`),
    );
  });
  await page.goto(address);
  await page.locator('.headline').first().waitFor();
  return {
    page,
    complaints: async () => {
      // Charts are drawn a moment later; what they complain about counts too.
      await page.locator('.chart-area svg').first().waitFor();
      return heard;
    },
    end: () => context.close(),
  };
}
