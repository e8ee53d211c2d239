// Chromium, and a person in front of it.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium-headless-shell', headless: true, args: FLAGS });

/** A fresh profile. @returns {Promise<{context: object, page: object, complaints: string[]}>} what the console and the pages complain about. */
export async function browse(chrome) {
  const context = await chrome.newContext();
  context.setDefaultTimeout(20_000);
  const complaints = [];
  context.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  context.on('weberror', error => complaints.push(String(error.error())));
  return { context, complaints, page: await context.newPage() };
}

export async function enterPassword(page, user) {
  const form = page.locator('form:has(input[type=password])');
  await form.getByRole('textbox').first().fill(user.username);
  await form.locator('input[type=password]').fill(user.password);
  await Promise.all([page.waitForEvent('framenavigated'), form.locator('button:not([type=button])').first().click()]);
}

export const allow = page => page.getByRole('button', { name: /allow|accept|agree/i }).first().click();

export const deny = page => page.getByRole('button', { name: /deny|don.t|cancel/i }).first().click();

/** An earlier consent is remembered, so the page comes or the way leads on to the origin, or the popup closes. */
export async function allowIfAsked(page, origin) {
  const asked = await Promise.race([
    page.locator('form button').nth(1).waitFor().then(() => true, () => false),
    page.waitForURL(url => url.origin === origin).then(() => false, () => false),
    page.waitForEvent('close').then(() => false, () => false),
  ]);
  if (asked) {
    await allow(page);
  }
}
