// Reads a page of the documentation: each block of commands, under its heading, with the sample of an answer that follows it.
import assert from 'node:assert/strict';

const BLOCK = /^## (?<title>.+)$|^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/** @returns {{title: string, commands: string, sample?: Sample}[]} */
export function commandsOf(page) {
  const steps = [];
  let title = 'Beginning';
  for (const { groups } of page.matchAll(BLOCK)) {
    title = groups.title ?? title;
    if (groups.language === 'bash') {
      steps.push({ title, commands: groups.text });
    } else if (groups.text !== undefined) {
      steps.at(-1).sample = new Sample(groups.language, groups.text.trimEnd());
    }
  }

  return steps;
}

/** What a page says that comes back. "…" stands for anything, and so does a number of seconds since 1970. */
class Sample {
  constructor(language, text) {
    this.language = language;
    this.text = text;
  }

  compare(output) {
    if (this.language !== 'json') {
      assert.match(output, new RegExp(`^${this.text.split('…').map(escape).join('.+')}$`));
      return;
    }

    const answer = JSON.parse(output.split('\n').at(-1));
    const shown = JSON.parse(this.text);
    assert.deepEqual(Object.keys(answer).sort(), Object.keys(shown).sort());
    for (const [name, value] of Object.entries(shown)) {
      if (value === '…' || isTime(value)) {
        assert.ok(answer[name], name);
      } else {
        assert.deepEqual(answer[name], value, name);
      }
    }
  }
}

const escape = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const isTime = value => typeof value === 'number' && value > 1e9;
