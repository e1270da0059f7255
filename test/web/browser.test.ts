// The page in a real browser. Runs with PLIMSOLL_BROWSER_TESTS=1 and needs chromium.
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPage } from '../../src/hosts/page/build-page.ts';
import { parseScenario } from '../../src/model/scenario.ts';
import { simulateScenario } from '../../src/run/simulate.ts';
import { keepUnits } from '../../web/text/keep-units.ts';
import { launch, type Visit, visit } from './browser.ts';
import { library, officeText } from './plans.ts';
import { type ServedPage, servePage } from './serve-page.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const people = (page: Page) => page.getByRole('textbox', { name: 'People' });
const headline = (page: Page) => page.locator('.lead .headline');
const state = (page: Page) => page.locator('.simulation-state');

async function simulate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Simulate this server' }).click();
  await state(page).getByText('Simulation finished.').waitFor();
}

describe.skipIf(process.env['PLIMSOLL_BROWSER_TESTS'] !== '1')('the page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let host: ServedPage;
  let open: Visit;
  const at = async (query = '', options: Parameters<typeof visit>[2] = {}): Promise<Page> => {
    open = await visit(browser, `${host.address}${query}`, options);
    return open.page;
  };
  const close = async (): Promise<void> => {
    expect(await open.complaints()).toEqual([]);
    await open.end();
  };

  beforeAll(async () => {
    host = await servePage(await buildPage({ minify: true }));
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  test('shows the guide’s example at once: 6.12 TB for 200 people and three years', async () => {
    const page = await at();
    expect(await headline(page).textContent()).toContain(keepUnits('6.12 TB'));
    expect(await page.getByText('6.73 TB on the label of a drive').isVisible()).toBe(true);
    expect(await page.getByText('100 mails × 300 KB × 200 users × 1095 days').isVisible()).toBe(true);
    await close();
  });

  test('a slider answers to the keyboard, and the address follows', async () => {
    const page = await at();
    await page.getByRole('slider', { name: 'People, slider' }).press('ArrowRight');
    expect(await people(page).inputValue()).toBe('220');
    expect(await headline(page).textContent()).toContain(keepUnits('6.73 TB'));
    await page.waitForURL(/\?users=220$/);
    await close();
  });

  test('a text that cannot be read is explained beside its field, and the last good answer stays, marked', async () => {
    const page = await at();
    await people(page).fill('many');
    expect(await people(page).getAttribute('aria-invalid')).toBe('true');
    const described = (await people(page).getAttribute('aria-describedby')) ?? '';
    const texts = await Promise.all(described.split(' ').map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(texts.join(' ')).toContain('a whole number from 1 to 1,000,000');
    expect(await headline(page).textContent()).toContain(keepUnits('6.12 TB'));
    expect(await page.getByText('For the last values that could be used.').first().isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Simulate this server' }).isDisabled()).toBe(true);
    await close();
  });

  test('a link restores the plan; back and forward go between presets', async () => {
    const page = await at('?users=750&greylist=off&raid=raid6&drives=8');
    expect(await people(page).inputValue()).toBe('750');
    expect(await page.getByRole('checkbox', { name: 'Greylist' }).isChecked()).toBe(false);
    expect(await page.getByLabel('RAID level').inputValue()).toBe('raid6');
    await page.getByRole('button', { name: 'Small office, 50 people' }).click();
    expect(await people(page).inputValue()).toBe('50');
    await page.goBack();
    expect(await people(page).inputValue()).toBe('750');
    await page.goForward();
    expect(await people(page).inputValue()).toBe('50');
    await close();
  });

  test('what a link says and nobody understands is listed', async () => {
    const page = await at('?users=-5&user=7&%3Cimg src=x onerror=alert(1)%3E=1&mails=50');
    const notice = page.getByRole('region', { name: 'Not everything in this link was understood' });
    expect(await notice.getByRole('listitem').count()).toBe(3);
    expect(await notice.textContent()).toContain('<img src');
    expect(await page.getByRole('textbox', { name: 'Mails a day, each' }).inputValue()).toBe('50');
    await notice.getByRole('button').click();
    expect(await notice.count()).toBe(0);
    await close();
  });

  test('drives that do not fit the RAID level are refused at their field', async () => {
    const page = await at('?raid=raid6&drives=3');
    const drives = page.getByRole('textbox', { name: 'Drives' });
    expect(await drives.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.field', { has: drives }).textContent()).toContain('at least 4 drives for raid6');
    expect(await page.getByText('This server cannot be looked at.').isVisible()).toBe(true);
    await drives.fill('6');
    expect(await page.getByRole('button', { name: 'Simulate this server' }).isEnabled()).toBe(true);
    await close();
  });

  test('a simulation gives the numbers of the command line; changed inputs mark it as earlier', async () => {
    const page = await at();
    await simulate(page);
    const { bottleneck } = simulateScenario(parseScenario(officeText, 'office-200.yaml'), library);
    expect(await page.locator('.report .headline').textContent()).toBe(keepUnits(bottleneck.sentence));
    expect(await page.getByText('5 independent runs of one day').first().isVisible()).toBe(true);
    expect(await page.getByText('sessions of readers: IMAP, POP3, web client').isVisible()).toBe(true);
    expect(await page.locator('.report .chart-area svg').count()).toBe(2);
    await people(page).fill('300');
    expect(await page.getByText('For earlier inputs:').isVisible()).toBe(true);
    await people(page).fill('200');
    expect(await page.getByText('For earlier inputs:').count()).toBe(0);
    await close();
  });

  test('a worker in the browser gives the bytes that Node gives, to the last digit', async () => {
    const page = await at();
    const scenario = parseScenario(officeText, 'office-200.yaml');
    const bytes = await page.evaluate(
      (order) =>
        new Promise<string>((resolve, reject) => {
          const worker = new Worker(new URL('simulation-worker.js', document.baseURI), { type: 'module' });
          worker.onmessage = ({ data }) => {
            if (data.kind === 'result' && data.last) resolve(JSON.stringify(data.result));
            if (data.kind === 'failed' || data.kind === 'refused') reject(new Error(JSON.stringify(data)));
          };
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(order);
        }),
      { scenario, library },
    );
    expect(bytes).toBe(JSON.stringify(simulateScenario(scenario, library)));
    await close();
  });

  test('the first look comes before the end and has no interval yet', async () => {
    const page = await at('?users=1000');
    await page.getByRole('button', { name: 'Simulate this server' }).click();
    await page.getByText('no interval yet').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).isVisible()).toBe(true);
    expect(await page.getByRole('progressbar', { name: 'Simulation' }).isVisible()).toBe(true);
    await close();
  });

  test('a simulation can be cancelled', async () => {
    const page = await at('?users=5000');
    await page.getByRole('button', { name: 'Simulate this server' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await state(page).getByText('Cancelled.').waitFor();
    expect(await page.getByRole('button', { name: 'Simulate this server' }).isEnabled()).toBe(true);
    await close();
  });

  test('the scenario that is downloaded is one the command line takes', async () => {
    const page = await at('?users=50&antivirus=off');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download scenario' }).click(),
    ]);
    const scenario = parseScenario(await readFile(await download.path(), 'utf8'), download.suggestedFilename());
    expect(download.suggestedFilename()).toBe('office-50.yaml');
    expect(scenario.workload.users).toBe(50);
    expect(scenario.configuration.stages.antivirus.enabled).toBe(false);
    await close();
  });

  test('faults that are planted are found: poor contrast, an inline style against the content policy', async () => {
    const page = await at();
    await page.evaluate(() => {
      const sentence = document.querySelector<HTMLElement>('.headline');
      if (sentence) sentence.style.color = '#dddddd';
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red"></p>');
    });
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    expect(violations.map(({ id }) => id)).toContain('color-contrast');
    expect((await open.complaints()).join()).toContain('content policy: style-src');
    await open.end();
  });

  describe.each([
    { width: 1280, height: 900 },
    { width: 320, height: 700 },
  ])('at $width px', (viewport) => {
    test.each(['light', 'dark'] as const)('%s: accessible, and never wider than the screen', async (colorScheme) => {
      const page = await at('?user=7', { viewport, colorScheme });
      await people(page).fill('many');
      const before = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      await people(page).fill('50');
      await simulate(page);
      for (const summary of await page.locator('summary').all()) await summary.click();
      const after = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      const found = [...before.violations, ...after.violations].map(({ id, impact, nodes }) => [
        id,
        impact,
        nodes.map(({ target }) => target.join(' ')),
      ]);
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await close();
    });
  });
});
