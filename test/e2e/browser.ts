/** A real browser for end-to-end tests: Debian's Chromium, without anything that it does by itself. */
import assert from 'node:assert/strict';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { findProgram } from '../../src/node/runtime/detect.ts';

/** How long a test waits for what a page is to show, in milliseconds. */
export const patience = 40_000;

export interface TestBrowser extends AsyncDisposable {
  /** A page that shares nothing with any other. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** What pages threw so far. */
  readonly problems: readonly string[];
}

export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = await findProgram('chromium');
  assert.ok(executablePath, 'chromium is missing');
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  const args = ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((name) => `--${name}`);
  const browser = await chromium.launch({ executablePath, args });
  const problems: string[] = [];
  return {
    problems,
    async newPage(options) {
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      return page;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
